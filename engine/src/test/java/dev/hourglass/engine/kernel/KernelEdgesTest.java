package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.kernel.portable.PortableKernels;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.UpdateRule;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every implementation must do where the average case does not show it. */
class KernelEdgesTest {
  /** Far enough for every sigmoid to be smaller than {@link Kernels#FLUSH}, or denormal, or 0. */
  private static final float[] SATURATING = {
    -1000, -200, -100, -95, -88, -60, -50, 50, 95, 200, 1000
  };

  static Stream<Arguments> everyImplementationInEveryFormat() {
    return AvailableKernels.all().stream()
        .flatMap(
            kernels ->
                Stream.of(Format.FLOAT32, Format.BFLOAT16)
                    .map(
                        format ->
                            Arguments.argumentSet(
                                kernels.name() + ", " + format, kernels, format)));
  }

  @ParameterizedTest
  @MethodSource("everyImplementationInEveryFormat")
  void saturated_activations_are_zero_and_never_denormal(Kernels kernels, Format format) {
    for (Activation f : Activation.values()) {
      Tensor in = row(format, SATURATING);
      Tensor out = like(in);
      Tensor gradient = like(in);
      fill(gradient, 1e-3);
      kernels.activate(f, in, out);
      kernels.activationGradient(f, f.derivativeFromOutput() ? out : in, gradient);
      assertNothingTiny(f.label(), out);
      assertNothingTiny(f.label() + " gradient", gradient);
    }
  }

  @ParameterizedTest
  @MethodSource("everyImplementationInEveryFormat")
  void saturated_tails_of_products_are_zero_and_never_denormal(Kernels kernels, Format format) {
    for (Activation f : Activation.values()) {
      if (f.derivativeFromOutput()) {
        Tensor left = row(format, 0);
        Tensor right = like(row(format, SATURATING));
        Tensor bias = row(Format.FLOAT32, SATURATING);
        Tensor out = like(right);
        kernels.prepare(ProductPlan.of(left, right, out).withTail(bias, f)).run();
        assertNothingTiny(f.label() + " tail", out);
        fill(out, 1);
        SparseRows nothing = SparseRows.allocate(Arena.ofAuto(), 1, 1, 0);
        nothing.endRow();
        kernels.sparseProduct(nothing, right, bias, f, out);
        assertNothingTiny(f.label() + " tail of sparse rows", out);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyImplementationInEveryFormat")
  void gradients_of_saturated_losses_are_zero_and_never_denormal(Kernels kernels, Format format) {
    Loss[] losses = {
      new Loss.CrossEntropy(),
      new Loss.SquaredError(Activation.SIGMOID),
      new Loss.Absolute(Activation.SIGMOID),
      new Loss.Huber(0.5, Activation.SIGMOID),
      new Loss.Correntropy(0.5, Activation.SIGMOID),
      new Loss.Correntropy(0.5, Activation.IDENTITY),
      new Loss.ClippedSquaredError(),
      new Loss.Multinomial()
    };
    for (Loss loss : losses) {
      Tensor output = row(format, SATURATING);
      Tensor gradient = like(output);
      double sum = kernels.loss(loss, output, like(output), 1, gradient, row(Format.FLOAT32, 0));
      assertThat(sum).as("%s", loss).isFinite();
      assertNothingTiny(loss.toString(), gradient);
    }
  }

  @ParameterizedTest
  @MethodSource("everyImplementationInEveryFormat")
  void moments_of_a_dead_unit_decay_to_zero(Kernels kernels, Format format) {
    Optimizer[] optimizers = {
      new Optimizer.Momentum(0.5),
      new Optimizer.Nesterov(0.5),
      new Optimizer.RmsProp(0.5, 1e-8),
      new Optimizer.Adam(0.5, 0.5, 1e-8),
      new Optimizer.AdamW(0.5, 0.5, 1e-8, 0)
    };
    for (Optimizer optimizer : optimizers) {
      Tensor parameters = Tensor.allocate(1, 37);
      Tensor first = Tensor.allocate(1, 37);
      Tensor second = Tensor.allocate(1, 37);
      fill(first, 1);
      fill(second, 1);
      Tensor copy = format == Format.FLOAT32 ? parameters : like(row(format, new float[37]));
      OptimizerState state =
          new OptimizerState(parameters, List.of(Tensor.allocate(1, 37)), first, second, copy);
      UpdateRule rule = new UpdateRule(optimizer, 0);
      for (int t = 1; t <= 70; t++) {
        kernels.step(rule, 1e-3, t, 1, state, 0, 37);
      }
      // 2⁻⁷⁰ is below 1e-20.
      assertThat(optimizer.usesFirstMoment() ? first.get(36) : 0).as("%s", optimizer).isZero();
      assertThat(optimizer.usesSecondMoment() ? second.get(36) : 0).as("%s", optimizer).isZero();
      assertThat(parameters.get(36)).isFinite();
    }
  }

  @ParameterizedTest
  @MethodSource("everyImplementationInEveryFormat")
  void a_nan_in_the_output_reaches_the_loss(Kernels kernels, Format format) {
    Loss[] losses = {
      new Loss.SquaredError(Activation.IDENTITY),
      new Loss.SquaredError(Activation.SIGMOID),
      new Loss.ClippedSquaredError(),
      new Loss.Absolute(Activation.IDENTITY),
      new Loss.Huber(1, Activation.IDENTITY),
      new Loss.Correntropy(1, Activation.IDENTITY),
      new Loss.CrossEntropy(),
      new Loss.Multinomial()
    };
    for (Loss loss : losses) {
      Tensor output = row(format, new float[21]);
      Tensor target = like(output);
      output.set(17, Double.NaN);
      assertThat(kernels.loss(loss, output, target, 1, like(output), row(Format.FLOAT32, 0)))
          .as("%s", loss)
          .isNaN();
    }
  }

  @ParameterizedTest
  @MethodSource("everyImplementationInEveryFormat")
  void of_equal_values_the_first_are_kept_and_exactly_k(Kernels kernels, Format format) {
    Tensor in = row(format, 2, 5, 2, -1, 5, 2, 2, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2);
    Tensor out = like(in);
    kernels.topK(4, in, out);
    assertThat(out.row(0)).startsWith(2, 5, 2, 0, 5, 0, 0).endsWith(0, 0);
    kernels.topK(18, in, out);
    assertThat(out.row(0)).containsExactly(in.row(0));
  }

  @ParameterizedTest
  @MethodSource("everyImplementationInEveryFormat")
  void negative_values_are_kept_where_nothing_larger_is_left(Kernels kernels, Format format) {
    Tensor in = row(format, -3, -1, -2);
    Tensor out = like(in);
    kernels.topK(2, in, out);
    assertThat(out.row(0)).containsExactly(0, -1, -2);
  }

  @ParameterizedTest
  @MethodSource("everyImplementationInEveryFormat")
  void noise_depends_on_the_row_and_not_on_how_the_batch_is_cut(Kernels kernels, Format format) {
    Tensor whole = Tensor.allocate(Arena.ofAuto(), new Shape(10, 33), format);
    Tensor parts = Tensor.allocate(Arena.ofAuto(), new Shape(10, 33), format);
    kernels.normal(99, 5, whole);
    kernels.normal(99, 5, parts.slice(0, 3));
    kernels.normal(99, 8, parts.slice(3, 7));
    assertThat(parts.toArray()).isDeepEqualTo(whole.toArray());
    assertThat(whole.get(0)).isCloseTo(Noise.normal(99, 5 * 33), within(1e-2));
  }

  @ParameterizedTest
  @MethodSource("everyImplementationInEveryFormat")
  void a_corruption_hits_as_often_as_it_should(Kernels kernels, Format format) {
    int rows = 200;
    int columns = 500;
    double numbers = rows * (double) columns;
    Tensor in = Tensor.allocate(Arena.ofAuto(), new Shape(rows, columns), format);
    fill(in, 0.5);
    Tensor out = Tensor.allocate(Arena.ofAuto(), new Shape(rows, columns), format);

    kernels.mask(7, 0, 0.3, in, out);
    assertThat(count(out, 0) / numbers).isCloseTo(0.3, within(0.01));
    kernels.saltAndPepper(7, 0, 0.3, in, out);
    assertThat(count(out, 0) / numbers).isCloseTo(0.15, within(0.01));
    assertThat(count(out, 1) / numbers).isCloseTo(0.15, within(0.01));
    kernels.dropout(7, 0, 0.75, in, out);
    assertThat(count(out, 2) / numbers).isCloseTo(0.25, within(0.01));
    assertThat(count(out, 0) / numbers).isCloseTo(0.75, within(0.01));
  }

  @Test
  void a_row_of_a_portable_product_does_not_depend_on_the_rows_beside_it() {
    Kernels kernels = new PortableKernels();
    Tensor left = Tensor.allocate(9, 301);
    Tensor right = Tensor.allocate(301, 65);
    kernels.normal(1, 0, left);
    kernels.normal(2, 0, right);
    Tensor all = Tensor.allocate(9, 65);
    kernels.prepare(ProductPlan.of(left, right, all)).run();
    for (int r = 0; r < 9; r++) {
      Tensor alone = Tensor.allocate(1, 65);
      kernels.prepare(ProductPlan.of(left.slice(r, 1), right, alone)).run();
      assertThat(alone.row(0)).containsExactly(all.row(r));
    }
  }

  @Test
  void a_portable_product_takes_operands_of_different_formats() {
    Kernels kernels = new PortableKernels();
    Tensor left = row(Format.BFLOAT16, 1, 2, 3);
    for (Format other : Format.values()) {
      Tensor right = Tensor.allocate(Arena.ofAuto(), new Shape(3, 1), other);
      fill(right, 1 / 3.0);
      Tensor out = row(Format.FLOAT64, 0);
      kernels.prepare(ProductPlan.of(left, right, out)).run();
      assertThat(out.get(0)).isCloseTo(6 * right.get(0), within(1e-15));
    }
  }

  private static void assertNothingTiny(String what, Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      double x = tensor.get(i);
      assertThat(x == 0 || Math.abs(x) >= 0.99 * Kernels.FLUSH)
          .as("%s[%d] is %s: tiny, but not zero", what, i, x)
          .isTrue();
    }
  }

  private static int count(Tensor tensor, double wanted) {
    int count = 0;
    for (int i = 0; i < tensor.size(); i++) {
      count += tensor.get(i) == wanted ? 1 : 0;
    }
    return count;
  }

  private static Tensor row(Format format, float... values) {
    Tensor tensor = Tensor.allocate(Arena.ofAuto(), Shape.vector(values.length), format);
    for (int i = 0; i < values.length; i++) {
      tensor.set(i, values[i]);
    }
    return tensor;
  }

  private static Tensor like(Tensor tensor) {
    return Tensor.allocate(Arena.ofAuto(), tensor.shape(), tensor.format());
  }

  private static void fill(Tensor tensor, double value) {
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, value);
    }
  }
}
