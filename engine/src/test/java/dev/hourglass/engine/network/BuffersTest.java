package dev.hourglass.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Pooling;
import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.kernel.Upsampling;
import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a pass says it takes is what it takes. */
class BuffersTest {
  private static final int ROWS = 7;

  private final ParameterLayout layout = new ParameterLayout();

  private final Network[] networks = {
    new Network.Builder(layout, "one", 30).dense(20).build(),
    new Network.Builder(layout, "fused", 30).dense(20).activate(Activation.RELU).build(),
    new Network.Builder(layout, "kept", 30).dense(20).activate(Activation.GELU).dense(3).build(),
    new Network.Builder(layout, "all", 30)
        .dropout(0.1)
        .dense(20)
        .normalize()
        .activate(Activation.SIGMOID)
        .dropout(0.5)
        .dense(5)
        .normalize()
        .dense(11)
        .activate(Activation.TANH)
        .build(),
    planes(),
  };

  private Network planes() {
    FeatureMap map = new FeatureMap(6, 4, 8);
    PoolingShape pooling =
        new PoolingShape(Pooling.MAXIMUM, map, Window.valid(2, 2, 1), Window.valid(2, 2, 1));
    Network.Builder builder =
        new Network.Builder(layout, "planes", map.size())
            .normalizeGroups(map, 4)
            .pool(pooling)
            .dense(pooling.out().size());
    int mark = builder.mark();
    return builder
        .activate(Activation.RELU)
        .addFrom(mark)
        .upsample(new UpsamplingShape(Upsampling.NEAREST, pooling.out(), 2, 2))
        .build();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void bytes_per_row_are_what_is_allocated(Precision precision) {
    for (Network network : networks) {
      for (Format outputFormat : new Format[] {precision.master(), precision.compute()}) {
        for (boolean gradients : new boolean[] {false, true}) {
          long expected =
              NetworkPass.Buffers.bytesPerRow(network, precision, outputFormat, gradients);
          assertThat(allocated(network, precision, outputFormat, gradients))
              .as("%s, output %s, gradients %s", network, outputFormat, gradients)
              .isEqualTo(ROWS * expected);
        }
      }
    }
  }

  private long allocated(
      Network network, Precision precision, Format outputFormat, boolean gradients) {
    try (CountingArena counting = new CountingArena();
        Arena other = Arena.ofConfined()) {
      Shape flat = Shape.vector(layout.size());
      PassContext context =
          new PassContext(
              KernelLadder.portable(),
              precision,
              Tensor.allocate(other, flat, precision.master()),
              Tensor.allocate(other, flat, precision.compute()),
              Tensor.allocate(other, flat, precision.master()),
              counting);
      NetworkPass.Buffers buffers =
          gradients
              ? NetworkPass.Buffers.allocate(context, network, ROWS, outputFormat)
              : NetworkPass.Buffers.forwardOnly(context, network, ROWS, outputFormat);
      Tensor input = Tensor.allocate(other, new Shape(ROWS, network.inputs()), precision.compute());
      NetworkPass pass = new NetworkPass(context, network, buffers, input, Optional.empty(), false);
      pass.forward();
      if (gradients) {
        pass.backward();
      }
      return counting.bytes();
    }
  }
}
