package dev.hourglass.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A network that narrows a plane by convolutions and widens it again. */
class ConvolvePassTest {
  private static final int ROWS = 3;
  private static final double STEP = 1e-5;

  private final ConvolutionShape first = shape(new FeatureMap(7, 6, 2), 3, 1);
  private final ConvolutionShape second = shape(first.out(), 4, 2);
  private final ParameterLayout layout = new ParameterLayout();
  private final Network network =
      new Network.Builder(layout, "net", first.in().size())
          .convolve(first)
          .activate(Activation.TANH)
          .convolve(second)
          .activate(Activation.GELU)
          .dense(5)
          .dense(second.out().size())
          .activate(Activation.ELU)
          .convolveTransposed(second)
          .normalize()
          .activate(Activation.SIGMOID)
          .convolveTransposed(first)
          .build();

  private static ConvolutionShape shape(FeatureMap in, int filters, int stride) {
    return new ConvolutionShape(
        in, Window.same(3, stride, 1, in.height()), Window.same(3, stride, 1, in.width()), filters);
  }

  /** Tensors of a pass, filled from a seed. */
  private record Bound(NetworkPass pass, PassContext context, Tensor input, Tensor inputGradient) {
    double objective(Tensor w) {
      pass.forward();
      double sum = 0;
      for (long i = 0; i < w.size(); i++) {
        sum += w.get(i) * pass.output().get(i);
      }
      return sum;
    }
  }

  private Bound bind(Arena arena, Kernels kernels, Precision precision) {
    Shape flat = Shape.vector(layout.size());
    Tensor parameters = Tensor.allocate(arena, flat, precision.master());
    network.initialize(Initializer.XAVIER_UNIFORM, 5, parameters);
    for (int i = 0; i < parameters.size(); i++) {
      parameters.set(i, parameters.get(i) + 0.1 * Noise.normal(7, i));
    }
    PassContext context =
        new PassContext(
            kernels,
            precision,
            parameters,
            parameters,
            Tensor.allocate(arena, flat, precision.master()),
            arena);
    Tensor input = context.compute(ROWS, network.inputs());
    for (int i = 0; i < input.size(); i++) {
      input.set(i, Noise.normal(3, i));
    }
    Tensor inputGradient = context.compute(ROWS, network.inputs());
    NetworkPass pass =
        new NetworkPass(
            context,
            network,
            NetworkPass.Buffers.allocate(context, network, ROWS, precision.master()),
            input,
            Optional.of(inputGradient),
            false);
    return new Bound(pass, context, input, inputGradient);
  }

  private Tensor weights(Arena arena, Precision precision) {
    Tensor w = Tensor.allocate(arena, new Shape(ROWS, network.outputs()), precision.master());
    for (int i = 0; i < w.size(); i++) {
      w.set(i, Noise.normal(9, i));
    }
    return w;
  }

  @Test
  void its_gradient_is_what_central_differences_say() {
    try (Arena arena = Arena.ofConfined()) {
      Bound bound = bind(arena, KernelLadder.portable(), Precision.FLOAT64);
      Tensor w = weights(arena, Precision.FLOAT64);
      bound.pass.forward();
      bound.pass.outputGradient().copyFrom(w);
      bound.pass.backward();
      for (ParameterLayout.Slot slot : layout.slots()) {
        Tensor parameters = slot.of(bound.context.parameters());
        assertSlopes(bound, w, parameters, slot.of(bound.context.gradient()), slot.name());
      }
      assertSlopes(bound, w, bound.input, bound.inputGradient, "input");
    }
  }

  private static void assertSlopes(Bound bound, Tensor w, Tensor of, Tensor gradient, String what) {
    for (int i = 0; i < of.size(); i++) {
      double x = of.get(i);
      of.set(i, x + STEP);
      double above = bound.objective(w);
      of.set(i, x - STEP);
      double below = bound.objective(w);
      of.set(i, x);
      double slope = (above - below) / (2 * STEP);
      assertThat(gradient.get(i))
          .as("%s %d", what, i)
          .isCloseTo(slope, within(2e-6 * Math.max(1, Math.abs(slope))));
    }
  }

  @Test
  void the_best_kernels_here_agree_with_double_precision() {
    try (Arena arena = Arena.ofConfined()) {
      Bound exact = bind(arena, KernelLadder.portable(), Precision.FLOAT64);
      Bound fast = bind(arena, KernelLadder.climb(KernelChoice.AUTO), Precision.FLOAT32);
      exact.pass.forward();
      fast.pass.forward();
      for (long i = 0; i < exact.pass.output().size(); i++) {
        assertThat(fast.pass.output().get(i)).isCloseTo(exact.pass.output().get(i), within(1e-4));
      }
      exact.pass.outputGradient().copyFrom(weights(arena, Precision.FLOAT64));
      fast.pass.outputGradient().copyFrom(weights(arena, Precision.FLOAT32));
      exact.pass.backward();
      fast.pass.backward();
      for (long i = 0; i < layout.size(); i++) {
        double slope = exact.context.gradient().get(i);
        assertThat(fast.context.gradient().get(i))
            .isCloseTo(slope, within(1e-3 * Math.max(1, Math.abs(slope))));
      }
    }
  }

  @Test
  void fans_count_what_is_summed() {
    Layer.Convolve narrowing = (Layer.Convolve) network.layers().get(2);
    assertThat(narrowing.fanIn()).isEqualTo(9 * 3);
    assertThat(narrowing.fanOut()).isEqualTo(9 * 4);
    Layer.Convolve widening =
        network.layers().stream()
            .filter(layer -> layer instanceof Layer.Convolve c && c.transposed())
            .map(Layer.Convolve.class::cast)
            .findFirst()
            .orElseThrow();
    // 4×3 places of 4 filters, each spread over 9 taps, fall on 7×6 places.
    assertThat(widening.fanIn()).isEqualTo(Math.round(4f * 3 * 4 * 9 / (7 * 6)));
  }
}
