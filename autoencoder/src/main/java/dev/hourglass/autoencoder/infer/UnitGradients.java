package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * ‖∂z/∂x‖_F through any encoder: each unit of the code sends its gradient back to the input, as in
 * training. A backward pass for every unit, but through all kinds of layers.
 */
final class UnitGradients {
  /** No more rows at once than this: more are no faster. */
  private static final int MOST_ROWS = 256;

  private UnitGradients() {}

  /**
   * The exact norm at each sample, in float32; of the mean code where the bottleneck is stochastic.
   *
   * @param networks without dropout
   * @param samples with the blueprint's features
   */
  static double[] norms(
      Blueprint blueprint, Networks networks, Tensor parameters, Kernels kernels, Dataset samples) {
    double[] squares = new double[samples.size()];
    int[] order = RowOrder.all(samples.size());
    int rows =
        Math.clamp(
            Math.min(samples.size(), MOST_ROWS),
            1,
            RowBudget.trainingRows(blueprint, networks, Precision.FLOAT32));
    try (Arena arena = Arena.ofShared()) {
      Tensor gradient = Tensor.allocate(arena, parameters.shape(), Format.FLOAT32);
      PassContext context =
          new PassContext(kernels, Precision.FLOAT32, parameters, parameters, gradient, arena);
      Tensor input = context.master(rows, blueprint.features());
      Tensor inputGradient = context.master(rows, blueprint.features());
      NetworkPass encoder =
          new NetworkPass(
              context,
              networks.encoder(),
              NetworkPass.Buffers.allocate(context, networks.encoder(), rows, Format.FLOAT32),
              input,
              Optional.of(inputGradient),
              false);
      Tensor kept = context.master(rows, blueprint.codeSize());
      for (int from = 0; from < order.length; from += rows) {
        int count = Math.min(rows, order.length - from);
        samples.gather(order, from, count, input.segment());
        encoder.forward();
        if (blueprint.bottleneck() instanceof Bottleneck.TopK t) {
          kernels.topK(t.k(), encoder.output(), kept);
        }
        for (int unit = 0; unit < blueprint.codeSize(); unit++) {
          encoder.outputGradient().clear();
          for (int r = 0; r < count; r++) {
            boolean silent =
                blueprint.bottleneck() instanceof Bottleneck.TopK && kept.get(r, unit) == 0;
            encoder.outputGradient().set(r, unit, silent ? 0 : 1);
          }
          encoder.backward();
          for (int r = 0; r < count; r++) {
            squares[from + r] += square(inputGradient, r);
          }
        }
      }
    }
    for (int i = 0; i < squares.length; i++) {
      squares[i] = Math.sqrt(squares[i]);
    }
    return squares;
  }

  private static double square(Tensor gradient, int row) {
    double sum = 0;
    for (int c = 0; c < gradient.columns(); c++) {
      sum += gradient.get(row, c) * gradient.get(row, c);
    }
    return sum;
  }
}
