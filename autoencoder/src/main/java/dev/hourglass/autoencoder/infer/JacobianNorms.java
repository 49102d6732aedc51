package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.ContractiveWork;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.train.contractive.DenseContractive;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * ‖∂z/∂x‖_F of samples, by the road that the contractive penalty takes where there is one: not
 * through layer normalisation nor beside a linear path.
 */
final class JacobianNorms {
  /** Numbers per tangent tensor: 16 MB each. */
  private static final int TANGENT_NUMBERS = 1 << 22;

  private JacobianNorms() {}

  /**
   * The exact norm at each sample, in float32; of the mean code where the bottleneck is stochastic.
   *
   * @param samples with the blueprint's features
   * @param classes of the samples, where the model is told of them
   */
  static double[] of(
      Blueprint blueprint,
      Networks networks,
      Tensor parameters,
      Kernels kernels,
      Dataset samples,
      int[] classes) {
    double[] norms = new double[samples.size()];
    int[] order = IntStream.range(0, samples.size()).toArray();
    Networks plain = networks.withoutDropout();
    if (!ContractiveWork.isOfDenseLayers(blueprint) || blueprint.condition().isPresent()) {
      return UnitGradients.norms(blueprint, plain, parameters, kernels, samples, classes);
    }
    int rows =
        Math.clamp(
            TANGENT_NUMBERS / ((long) blueprint.codeSize() * widest(plain)),
            1,
            Math.max(1, order.length));
    try (Arena arena = Arena.ofShared()) {
      Tensor gradient = Tensor.allocate(arena, parameters.shape(), Format.FLOAT32);
      PassContext context =
          new PassContext(kernels, Precision.FLOAT32, parameters, parameters, gradient, arena);
      Tensor input = context.master(rows, blueprint.features());
      NetworkPass encoder =
          new NetworkPass(
              context,
              plain.encoder(),
              NetworkPass.Buffers.allocate(context, plain.encoder(), rows, Format.FLOAT32),
              input,
              Optional.empty(),
              false);
      Tensor code = context.master(rows, blueprint.codeSize());
      DenseContractive jacobian =
          DenseContractive.of(new Penalty.Contractive(1), blueprint, context, encoder, code);
      for (int from = 0; from < order.length; from += rows) {
        int count = Math.min(rows, order.length - from);
        samples.gather(order, from, count, input.segment());
        encoder.forward();
        if (blueprint.bottleneck() instanceof Bottleneck.TopK t) {
          kernels.topK(t.k(), encoder.output(), code);
        }
        jacobian.prepareBackward(1);
        double[] squares = jacobian.rowPenalties();
        for (int r = 0; r < count; r++) {
          norms[from + r] = Math.sqrt(Math.max(0, squares[r]));
        }
      }
    }
    return norms;
  }

  private static int widest(Networks networks) {
    return networks.encoder().denseLayers().stream()
        .mapToInt(Layer.Dense::outputs)
        .max()
        .orElseThrow();
  }
}
