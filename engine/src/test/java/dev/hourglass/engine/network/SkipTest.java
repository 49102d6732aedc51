package dev.hourglass.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Pooling;
import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.kernel.Upsampling;
import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** Outputs that more than the next layer reads: in one network, and across two. */
class SkipTest {

  private static final int ROWS = 3;

  private static ConvolutionShape same(FeatureMap in, int filters) {
    return new ConvolutionShape(
        in, Window.same(3, 1, 1, in.height()), Window.same(3, 1, 1, in.width()), filters);
  }

  private static PassContext context(
      Arena arena, Kernels kernels, Precision precision, ParameterLayout layout) {
    Shape flat = Shape.vector(layout.size());
    Tensor parameters = Tensor.allocate(arena, flat, precision.master());
    Tensor weights =
        precision.master() == precision.compute()
            ? parameters
            : Tensor.allocate(arena, flat, precision.compute());
    Tensor gradient = Tensor.allocate(arena, flat, precision.master());
    return new PassContext(kernels, precision, parameters, weights, gradient, arena);
  }

  private static void assertParameterSlopes(
      PassContext context, ParameterLayout layout, DoubleSupplier objective) {
    for (ParameterLayout.Slot slot : layout.slots()) {
      NetworkGradient.assertSlopes(
          objective, slot.of(context.parameters()), slot.of(context.gradient()), slot.name());
    }
  }

  // ---- in one network ----

  private final ParameterLayout layout = new ParameterLayout();
  private final Network residual = residual();

  /**
   * Additions of the input, of a product before its activation, of one thing twice and of what
   * comes just before; one addition last of all.
   */
  private Network residual() {
    FeatureMap map = new FeatureMap(4, 3, 4);
    Network.Builder builder = new Network.Builder(layout, "net", map.size());
    builder.normalizeGroups(map, 2).addFrom(Layer.Add.INPUT).convolve(same(map, 4));
    int product = builder.mark();
    builder.activate(Activation.TANH);
    int activated = builder.mark();
    builder.convolve(same(map, 4)).activate(Activation.GELU).addFrom(product);
    int sum = builder.mark();
    builder.addFrom(sum).normalizeGroups(map, 1).activate(Activation.ELU).addFrom(activated);
    return builder.addFrom(activated).convolve(same(map, 4)).addFrom(sum).build();
  }

  @Test
  void additions_give_their_gradient_to_both() {
    try (Arena arena = Arena.ofConfined()) {
      PassContext context = context(arena, KernelLadder.portable(), Precision.FLOAT64, layout);
      NetworkGradient.parameters(context, residual);
      Tensor input = context.compute(ROWS, residual.inputs());
      Tensor inputGradient = context.compute(ROWS, residual.inputs());
      Tensor w = context.master(ROWS, residual.outputs());
      NetworkGradient.fill(input, 3);
      NetworkGradient.fill(w, 9);
      NetworkPass pass =
          new NetworkPass(
              context,
              residual,
              NetworkPass.Buffers.allocate(context, residual, ROWS + 1, Precision.FLOAT64.master()),
              input,
              Optional.of(inputGradient),
              false);
      // Twice: nothing of one pass may be left in the next.
      for (int time = 0; time < 2; time++) {
        pass.forward();
        pass.outputGradient().copyFrom(w);
        pass.backward();
      }
      Tensor output = pass.output();
      assertParameterSlopes(
          context,
          layout,
          () -> {
            pass.forward();
            return NetworkGradient.dot(w, output);
          });
      NetworkGradient.assertSlopes(
          () -> {
            pass.forward();
            return NetworkGradient.dot(w, output);
          },
          input,
          inputGradient,
          "input");
    }
  }

  @Test
  void the_fastest_kernels_agree_in_float32_and_bfloat16() {
    for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
      double tolerance = precision == Precision.FLOAT32 ? 1e-4 : 0.15;
      try (Arena arena = Arena.ofConfined()) {
        Kernels fast = KernelLadder.climb(KernelChoice.AUTO);
        PassContext exact = context(arena, KernelLadder.portable(), Precision.FLOAT64, layout);
        PassContext quick = context(arena, fast, precision, layout);
        NetworkGradient.parameters(exact, residual);
        NetworkGradient.parameters(quick, residual);
        KernelLadder.portable().convert(quick.parameters(), quick.weights());
        Tensor expected = gradient(exact);
        Tensor found = gradient(quick);
        double typical = Math.sqrt(NetworkGradient.dot(expected, expected) / expected.size());
        for (long i = 0; i < expected.size(); i++) {
          assertThat(found.get(i))
              .as("%s, parameter %d", precision, i)
              .isCloseTo(
                  expected.get(i), within(tolerance * (typical + Math.abs(expected.get(i)))));
        }
      }
    }
  }

  private Tensor gradient(PassContext context) {
    Tensor input = context.compute(ROWS, residual.inputs());
    NetworkGradient.fill(input, 3);
    NetworkPass pass =
        new NetworkPass(
            context,
            residual,
            NetworkPass.Buffers.allocate(context, residual, ROWS, context.precision().master()),
            input,
            Optional.empty(),
            false);
    pass.forward();
    NetworkGradient.fill(pass.outputGradient(), 9);
    pass.backward();
    return context.gradient();
  }

  @Test
  void without_dropout_additions_find_what_they_added() {
    ParameterLayout own = new ParameterLayout();
    Network.Builder builder = new Network.Builder(own, "net", 5).dropout(0.1);
    int first = builder.mark();
    builder.dense(5).activate(Activation.RELU).dropout(0.2);
    int second = builder.mark();
    Network network =
        builder.dense(5).addFrom(second).addFrom(first).addFrom(Layer.Add.INPUT).build();
    Network plain = network.withoutDropout();
    assertThat(plain.layers())
        .filteredOn(Layer.Add.class::isInstance)
        .containsExactly(
            new Layer.Add(1, 5), new Layer.Add(Layer.Add.INPUT, 5), new Layer.Add(-1, 5));
    assertThat(network.positionWithoutDropout(network.layers().size() - 1))
        .isEqualTo(plain.layers().size() - 1);
  }

  @Test
  void only_what_is_earlier_and_as_wide_is_added() {
    Network.Builder builder = new Network.Builder(new ParameterLayout(), "net", 5).dense(4);
    assertThatThrownBy(() -> builder.addFrom(Layer.Add.INPUT).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer 1 adds 4 numbers, but the network's input has 5");
    assertThatThrownBy(() -> new Network(List.of(new Layer.Add(0, 4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer 0 cannot add what layer 0 puts out: it is not an earlier one");
  }

  // ---- across two networks ----

  /** An encoder that narrows twice, and a decoder that is handed both wider planes. */
  private record Pair(
      ParameterLayout layout, Network encoder, Network decoder, int outer, int inner) {

    static Pair build() {
      ParameterLayout layout = new ParameterLayout();
      FeatureMap image = new FeatureMap(4, 8, 2);
      FeatureMap wide = image.withChannels(3);
      PoolingShape largest = halving(Pooling.MAXIMUM, wide);
      FeatureMap middle = largest.out().withChannels(4);
      PoolingShape mean = halving(Pooling.AVERAGE, middle);
      Network.Builder encoder =
          new Network.Builder(layout, "encoder", image.size())
              .convolve(same(image, 3))
              .activate(Activation.ELU);
      int outer = encoder.mark();
      encoder.pool(largest).convolve(same(largest.out(), 4));
      int inner = encoder.mark();
      encoder.activate(Activation.GELU).pool(mean).dense(6);
      Network.Builder decoder =
          new Network.Builder(layout, "decoder", 6)
              .dense(mean.out().size())
              .activate(Activation.TANH)
              .upsample(new UpsamplingShape(Upsampling.BILINEAR, mean.out(), 2, 2))
              .concatenate(middle, 4)
              .convolve(same(middle.withChannels(8), 3))
              .activate(Activation.TANH)
              .upsample(new UpsamplingShape(Upsampling.NEAREST, middle.withChannels(3), 2, 2))
              .concatenate(wide, 3)
              .convolve(same(wide.withChannels(6), 2));
      return new Pair(layout, encoder.build(), decoder.build(), outer, inner);
    }

    private static PoolingShape halving(Pooling kind, FeatureMap in) {
      return new PoolingShape(kind, in, Window.valid(2, 2, 1), Window.valid(2, 2, 1));
    }
  }

  @Test
  void gradients_come_back_through_both_networks() {
    Pair pair = Pair.build();
    try (Arena arena = Arena.ofConfined()) {
      PassContext context = context(arena, KernelLadder.portable(), Precision.FLOAT64, pair.layout);
      NetworkGradient.parameters(context, pair.encoder, pair.decoder);
      Tensor input = context.compute(ROWS, pair.encoder.inputs());
      Tensor inputGradient = context.compute(ROWS, pair.encoder.inputs());
      NetworkGradient.fill(input, 3);
      NetworkPass giving = pass(context, pair.encoder, input, inputGradient, List.of());
      Handed inner = hand(context, giving, pair.inner);
      Handed outer = hand(context, giving, pair.outer);
      NetworkPass reading =
          pass(
              context,
              pair.decoder,
              giving.output(),
              giving.outputGradient(),
              List.of(inner, outer));
      Tensor w = context.master(ROWS, pair.decoder.outputs());
      NetworkGradient.fill(w, 9);
      for (int time = 0; time < 2; time++) {
        giving.forward();
        reading.forward();
        reading.outputGradient().copyFrom(w);
        reading.backward();
        giving.backward();
      }
      DoubleSupplier objective =
          () -> {
            giving.forward();
            reading.forward();
            return NetworkGradient.dot(w, reading.output());
          };
      assertParameterSlopes(context, pair.layout, objective);
      NetworkGradient.assertSlopes(objective, input, inputGradient, "input");
    }
  }

  private static Handed hand(PassContext context, NetworkPass giving, int layer) {
    Tensor samples = giving.outputOf(layer);
    Tensor gradient = context.compute(samples.rows(), samples.columns());
    giving.addToGradient(layer, gradient);
    return new Handed(samples, Optional.of(gradient));
  }

  private static NetworkPass pass(
      PassContext context,
      Network network,
      Tensor input,
      Tensor inputGradient,
      List<Handed> handed) {
    return new NetworkPass(
        context,
        network,
        NetworkPass.Buffers.allocate(context, network, ROWS, context.precision().compute()),
        new Input.Dense(input),
        Optional.of(inputGradient),
        false,
        handed);
  }

  @Test
  void what_is_handed_must_fit() {
    Pair pair = Pair.build();
    assertThat(pair.decoder.handed())
        .containsExactly(new FeatureMap(2, 4, 4), new FeatureMap(4, 8, 3));
    try (Arena arena = Arena.ofConfined()) {
      PassContext context = context(arena, KernelLadder.portable(), Precision.FLOAT32, pair.layout);
      Tensor code = context.compute(ROWS, 6);
      Tensor codeGradient = context.compute(ROWS, 6);
      Handed inner = new Handed(context.compute(ROWS, 32), Optional.empty());
      Handed outer = new Handed(context.compute(ROWS, 96), Optional.empty());
      assertThatThrownBy(() -> pass(context, pair.decoder, code, codeGradient, List.of(inner)))
          .hasMessage(
              "this network reads [2×4×4, 4×8×3] of other networks, but fewer were handed to it");
      assertThatThrownBy(
              () -> pass(context, pair.decoder, code, codeGradient, List.of(inner, outer, outer)))
          .hasMessage("this network reads [2×4×4, 4×8×3] of other networks, but was handed 3");
      assertThatThrownBy(
              () -> pass(context, pair.decoder, code, codeGradient, List.of(outer, inner)))
          .hasMessage(
              "3 rows of 2×4×4 are wanted from another network, but it handed 3×96 FLOAT32");
      Tensor image = context.compute(ROWS, pair.encoder.inputs());
      NetworkPass giving = pass(context, pair.encoder, image, image, List.of());
      assertThatThrownBy(() -> giving.outputOf(pair.outer - 1))
          .hasMessage(
              "what layer 0 puts out is not kept, as layer 1 is computed along with it; take that");
      assertThatThrownBy(() -> giving.addToGradient(pair.outer, code))
          .hasMessage("layer 1 puts out 3×96 FLOAT32, which has no gradient of 3×6 FLOAT32");
    }
  }
}
