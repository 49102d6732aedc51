package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  /** On both sides of zero, none at the kinks, up to where everything has saturated. */
  private static final double[] POINTS = {
    -20, -8, -3, -1.5, -1, -0.7, -0.2, -0.01, 0.01, 0.2, 0.7, 0.9, 1.5, 3, 8, 20
  };

  private static final double STEP = 1e-5;

  @ParameterizedTest
  @EnumSource
  void the_slope_is_the_derivative_of_the_function(Activation f) {
    for (double a : POINTS) {
      assertThat(f.slope(told(f, a)))
          .as("slope of %s at %s", f.label(), a)
          .isCloseTo(derivative(f::apply, a), within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_curvature_is_the_derivative_of_the_slope(Activation f) {
    for (double a : POINTS) {
      assertThat(f.curvature(told(f, a)))
          .as("curvature of %s at %s", f.label(), a)
          .isCloseTo(derivative(x -> f.slope(told(f, x)), a), within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource
  void no_input_of_single_precision_makes_it_infinite_or_nan(Activation f) {
    for (double a : new double[] {-Float.MAX_VALUE, -1000, -100, 0, 100, 1000, Float.MAX_VALUE}) {
      assertThat(f.apply(a)).as("%s of %s", f.label(), a).isFinite();
      assertThat(f.slope(told(f, a))).as("slope of %s at %s", f.label(), a).isFinite();
      assertThat(f.curvature(told(f, a))).as("curvature of %s at %s", f.label(), a).isFinite();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IDENTITY, -2, -2",
    "CLIP, -2, 0",
    "CLIP, 0.3, 0.3",
    "CLIP, 1.5, 1",
    "RELU, -2, 0",
    "RELU, 2, 2",
    "LEAKY_RELU, -2, -0.02",
    "ELU, -1, -0.6321205588285577",
    "SILU, 1, 0.7310585786300049",
    "GELU, 1, 0.8411919906082768",
    "SIGMOID, 1, 0.7310585786300049",
    "TANH, 1, 0.7615941559557649",
    "SOFTPLUS, 0, 0.6931471805599453"
  })
  void its_values_are_those_of_the_literature(Activation f, double a, double expected) {
    assertThat(f.apply(a)).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void it_is_found_by_its_label_in_any_spelling(Activation f) {
    assertThat(Activation.named(f.label())).isEqualTo(f);
    assertThat(Activation.named(" " + f.name() + " ")).isEqualTo(f);
  }

  @Test
  void common_synonyms_are_understood() {
    assertThat(Activation.named("linear")).isEqualTo(Activation.IDENTITY);
    assertThat(Activation.named("swish")).isEqualTo(Activation.SILU);
    assertThat(Activation.named("LeakyReLU")).isEqualTo(Activation.LEAKY_RELU);
  }

  @Test
  void an_unknown_name_is_refused_with_the_nearest_known_one() {
    assertThatThrownBy(() -> Activation.named("sigmoyd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown activation 'sigmoyd': did you mean 'sigmoid'?")
        .hasMessageContaining("leaky-relu");
  }

  private static double told(Activation f, double a) {
    return f.derivativeFromOutput() ? f.apply(a) : a;
  }

  private static double derivative(DoubleUnaryOperator f, double a) {
    return (f.applyAsDouble(a + STEP) - f.applyAsDouble(a - STEP)) / (2 * STEP);
  }
}
