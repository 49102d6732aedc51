package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.Input;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * ‖∂z/∂x‖_F through any encoder: each unit of the code sends its gradient back to the input, as in
 * training. A backward pass for every unit, but through all kinds of layers; of codes of more than
 * 512 units an estimate from random directions.
 */
final class UnitGradients {
  /** No more rows at once than this: more are no faster. */
  private static final int MOST_ROWS = 256;

  /** Codes of more units are measured by {@link #PROBES} directions. */
  private static final int MOST_UNITS = 512;

  /** E‖Jᵀv‖² = ‖J‖² for v of random signs (Hutchinson 1990): an error of some 12 % a sample. */
  private static final int PROBES = 32;

  private UnitGradients() {}

  /**
   * The norm at each sample, in float32; of the mean code where the bottleneck is stochastic.
   *
   * @param networks without dropout
   * @param samples with the blueprint's features
   * @param classes of the samples, where the model is told of them
   */
  static double[] norms(
      Blueprint blueprint,
      Networks networks,
      Tensor parameters,
      Kernels kernels,
      Dataset samples,
      int[] classes) {
    double[] squares = new double[samples.size()];
    int[] order = RowOrder.all(samples.size());
    int passes = isProbed(blueprint) ? PROBES : blueprint.codeSize();
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
      Optional<ConditionRows> condition =
          blueprint.condition().map(each -> ConditionRows.allocate(context, each, rows));
      NetworkPass encoder =
          new NetworkPass(
              context,
              networks.encoder(),
              NetworkPass.Buffers.allocate(context, networks.encoder(), rows, Format.FLOAT32),
              new Input.Dense(input),
              Optional.of(inputGradient),
              false,
              ConditionRows.handed(condition));
      Tensor kept = context.master(rows, blueprint.codeSize());
      for (int from = 0; from < order.length; from += rows) {
        int count = Math.min(rows, order.length - from);
        samples.gather(order, from, count, input.segment());
        if (condition.isPresent()) {
          condition.get().fill(classes, order, from, count);
        }
        encoder.forward();
        if (blueprint.bottleneck() instanceof Bottleneck.TopK t) {
          kernels.topK(t.k(), encoder.output(), kept);
        }
        for (int pass = 0; pass < passes; pass++) {
          encoder.outputGradient().clear();
          for (int r = 0; r < count; r++) {
            ask(blueprint, pass, r, kept, encoder.outputGradient());
          }
          encoder.backward();
          for (int r = 0; r < count; r++) {
            squares[from + r] += square(inputGradient, r);
          }
        }
      }
    }
    for (int i = 0; i < squares.length; i++) {
      squares[i] = Math.sqrt(squares[i] / (isProbed(blueprint) ? passes : 1));
    }
    return squares;
  }

  /** Whether there are so many units that drawn directions have to tell. */
  private static boolean isProbed(Blueprint blueprint) {
    return blueprint.codeSize() > MOST_UNITS;
  }

  /** Asks row {@code row} for the gradient of one unit, or of all with signs drawn at random. */
  private static void ask(Blueprint blueprint, int pass, int row, Tensor kept, Tensor gradient) {
    boolean chosen = blueprint.bottleneck() instanceof Bottleneck.TopK;
    if (!isProbed(blueprint)) {
      gradient.set(row, pass, chosen && kept.get(row, pass) == 0 ? 0 : 1);
      return;
    }
    long key = Noise.key(0, NoisePurpose.PROBES, pass, row);
    for (int unit = 0; unit < blueprint.codeSize(); unit++) {
      boolean silent = chosen && kept.get(row, unit) == 0;
      gradient.set(row, unit, silent ? 0 : Noise.bits(key, unit) < 0 ? -1 : 1);
    }
  }

  private static double square(Tensor gradient, int row) {
    double sum = 0;
    for (int c = 0; c < gradient.columns(); c++) {
      sum += gradient.get(row, c) * gradient.get(row, c);
    }
    return sum;
  }
}
