package dev.hourglass.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The elementary functions against {@code Math} in double precision. */
class VectorMathTest {
  /** Two units in the last place of a float. */
  private static final double TOLERANCE = 2 * 0x1p-23;

  private static final float[] NEAR_ZERO = {1e-18f, 1e-12f, 1e-7f, 1e-5f, 3e-4f, 0.01f, 0.1f};

  static Stream<Arguments> functions() {
    return Stream.of(
        function("exp", VectorMath::exp, Math::exp, -87, 88.5),
        function("exp of −|x|", VectorMath::expOfMinusAbs, x -> Math.exp(-Math.abs(x)), -87, 87),
        function("expm1", VectorMath::expm1, Math::expm1, -50, 80),
        function("log", VectorMath::log, Math::log, 1e-30, 1e30),
        function("log near 1", VectorMath::log, Math::log, 0.3, 3),
        function("log1p", VectorMath::log1pOfUnit, Math::log1p, 0, 1),
        function("sigmoid", VectorMath::sigmoid, VectorMathTest::sigmoid, -46, 90),
        function("tanh", VectorMath::tanh, Math::tanh, -30, 30),
        function("softplus", VectorMath::softplus, x -> Math.log1p(Math.exp(x)), -45, 80));
  }

  private static Arguments function(
      String name,
      UnaryOperator<FloatVector> found,
      DoubleUnaryOperator expected,
      double from,
      double to) {
    return Arguments.argumentSet(name, found, expected, from, to);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_function_is_right_to_two_units_in_the_last_place(
      UnaryOperator<FloatVector> function, DoubleUnaryOperator reference, double from, double to) {
    int steps = 200_000;
    for (int i = 0; i <= steps; i++) {
      check(function, reference, (float) (from + (to - from) * i / steps), from, to);
    }
    for (float x : NEAR_ZERO) {
      check(function, reference, x, from, to);
      check(function, reference, -x, from, to);
    }
  }

  private static void check(
      UnaryOperator<FloatVector> function,
      DoubleUnaryOperator reference,
      float x,
      double from,
      double to) {
    if (x < from || x > to) {
      return;
    }
    double expected = reference.applyAsDouble(x);
    double found = at(function, x);
    assertThat(Math.abs(found - expected) / Math.max(Math.abs(expected), 0x1p-126))
        .as("f(%s) is %s, should be %s", x, found, expected)
        .isLessThanOrEqualTo(TOLERANCE);
  }

  @Test
  void what_would_be_denormal_is_zero() {
    for (float x = -110; x < -87.4f; x += 0.01f) {
      assertThat(at(VectorMath::exp, x)).isZero();
    }
    for (float x = -1000; x < -46.06f; x += 0.5f) {
      assertThat(at(VectorMath::sigmoid, x)).isZero();
    }
    assertThat(at(VectorMath::flush, 9.9e-21f)).isZero();
    assertThat(at(VectorMath::flush, -9.9e-21f)).isZero();
    assertThat(at(VectorMath::flush, -1.1e-20f)).isEqualTo(-1.1e-20f);
  }

  @Test
  void infinities_have_their_limits() {
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(at(VectorMath::exp, infinity)).isEqualTo(infinity);
    assertThat(at(VectorMath::exp, 89)).isEqualTo(infinity);
    assertThat(at(VectorMath::exp, -infinity)).isZero();
    assertThat(at(VectorMath::expm1, -infinity)).isEqualTo(-1);
    assertThat(at(VectorMath::sigmoid, infinity)).isEqualTo(1);
    assertThat(at(VectorMath::sigmoid, -infinity)).isZero();
    assertThat(at(VectorMath::tanh, infinity)).isEqualTo(1);
    assertThat(at(VectorMath::tanh, -infinity)).isEqualTo(-1);
    assertThat(at(VectorMath::softplus, infinity)).isEqualTo(infinity);
  }

  @Test
  void not_a_number_stays_that_so_that_a_diverged_run_is_noticed() {
    Stream.<UnaryOperator<FloatVector>>of(
            VectorMath::exp,
            VectorMath::expOfMinusAbs,
            VectorMath::expm1,
            VectorMath::sigmoid,
            VectorMath::tanh,
            VectorMath::softplus,
            VectorMath::flush)
        .forEach(f -> assertThat(at(f, Float.NaN)).isNaN());
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static float at(UnaryOperator<FloatVector> function, float x) {
    return function.apply(FloatVector.broadcast(VectorLanes.FLOATS, x)).lane(0);
  }
}
