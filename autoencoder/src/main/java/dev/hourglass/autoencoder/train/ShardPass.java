package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.train.contractive.ContractivePass;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * One worker's share of a batch, through the whole model and back.
 *
 * <p>A sample is gathered, damaged, narrowed to a code, widened again and compared with its clean
 * self; the gradient returns the same way, each penalty adding its part where it looks. The code
 * and everything about it stays in the master format whatever the precision, because log-variances
 * and penalties need more than seven bits and the code is small.
 */
final class ShardPass {
  private final Blueprint blueprint;
  private final Kernels kernels;
  private final Loss loss;
  private final int rows;
  private final Tensor gathered;
  private final Tensor clean;
  private final Tensor input;
  private final NetworkPass encoder;
  private final Tensor code;
  private final Tensor decoderInput;
  private final Tensor codeGradient;
  private final NetworkPass decoder;
  private final Tensor rowLosses;
  private final Tensor rowErrors;
  private final Tensor epsilon;
  private final Tensor divergence;
  private final Tensor squaredActivity;
  private final Tensor activitySums;
  private final Optional<ContractivePass> contractive;
  private final Optional<Centering> centering;

  private double reconstructionError;
  private double squaredError;
  private double penalty;

  /** Buffers for up to a number of rows, shared by the passes bound to fewer. */
  record Buffers(
      Tensor gathered,
      Tensor clean,
      Tensor input,
      NetworkPass.Buffers encoder,
      Tensor code,
      Tensor decoderInput,
      Tensor codeGradient,
      NetworkPass.Buffers decoder,
      Tensor rowLosses,
      Tensor rowErrors,
      Tensor epsilon,
      Tensor divergence) {

    static Buffers allocate(
        Blueprint blueprint,
        Networks networks,
        PassContext context,
        Optional<Centering> centering,
        int rows) {
      int features = blueprint.features();
      int code = blueprint.codeSize();
      Tensor gathered = Tensor.allocate(context.arena(), new Shape(rows, features), Format.FLOAT32);
      boolean float32 = context.precision().compute() == Format.FLOAT32;
      Tensor codeValues = context.master(rows, code);
      return new Buffers(
          gathered,
          context.precision().master() == Format.FLOAT32
              ? gathered
              : context.master(rows, features),
          float32 && !blueprint.corruption().isPresent() && centering.isEmpty()
              ? gathered
              : context.compute(rows, features),
          NetworkPass.Buffers.allocate(
              context, networks.encoder(), rows, context.precision().master()),
          codeValues,
          context.precision().compute() == context.precision().master()
              ? codeValues
              : context.compute(rows, code),
          context.master(rows, code),
          NetworkPass.Buffers.allocate(
              context,
              networks.decoder(),
              rows,
              blueprint.loss() instanceof Loss.GaussianVariance
                  ? context.precision().master()
                  : context.precision().compute()),
          context.master(1, rows),
          context.master(1, rows),
          context.master(rows, code),
          context.master(1, rows));
    }
  }

  ShardPass(
      Blueprint blueprint,
      Networks networks,
      PassContext context,
      Optional<Centering> centering,
      Buffers buffers,
      int rows) {
    this.centering = centering;
    this.blueprint = blueprint;
    this.kernels = context.kernels();
    this.loss = blueprint.loss();
    this.rows = rows;
    this.gathered = buffers.gathered.topRows(rows);
    this.clean = buffers.clean == buffers.gathered ? gathered : buffers.clean.topRows(rows);
    this.input = buffers.input == buffers.gathered ? gathered : buffers.input.topRows(rows);
    this.encoder =
        new NetworkPass(
            context,
            networks.encoder(),
            buffers.encoder,
            input,
            Optional.empty(),
            blueprint.tied());
    this.code =
        blueprint.bottleneck() instanceof Bottleneck.Deterministic
            ? encoder.output()
            : buffers.code.topRows(rows);
    this.decoderInput =
        buffers.decoderInput == buffers.code ? code : buffers.decoderInput.topRows(rows);
    this.codeGradient = buffers.codeGradient.topRows(rows);
    this.decoder =
        new NetworkPass(
            context,
            networks.decoder(),
            buffers.decoder,
            decoderInput,
            Optional.of(codeGradient),
            false);
    this.rowLosses = buffers.rowLosses.slice(0, Shape.vector(rows));
    this.rowErrors = buffers.rowErrors.slice(0, Shape.vector(rows));
    this.epsilon = buffers.epsilon.topRows(rows);
    this.divergence = buffers.divergence.slice(0, Shape.vector(rows));
    this.squaredActivity = context.master(1, blueprint.codeSize());
    this.activitySums = context.master(1, blueprint.codeSize());
    this.contractive =
        blueprint
            .penalty(Penalty.Contractive.class)
            .map(p -> ContractivePass.of(p, blueprint, context, encoder, code));
  }

  int rows() {
    return rows;
  }

  /** Fetches the samples {@code order[from]} to {@code order[from + rows - 1]}. */
  void gather(Dataset dataset, int[] order, int from) {
    dataset.gather(order, from, rows, gathered.segment());
  }

  /**
   * Computes codes.
   *
   * @param firstRow of this shard within the batch
   */
  void encode(long seed, int epoch, int step, int firstRow) {
    if (clean != gathered) {
      kernels.convert(gathered, clean);
    }
    Tensor seen = clean;
    if (blueprint.corruption().isPresent()) {
      seen = input;
      blueprint
          .corruption()
          .apply(
              kernels,
              Noise.key(seed, NoisePurpose.CORRUPTION, epoch, step),
              firstRow,
              clean,
              input);
    }
    if (centering.isPresent()) {
      centering.get().center(kernels, seen, input);
    } else if (seen != input) {
      kernels.convert(seen, input);
    }
    encoder.draw(Noise.key(seed, NoisePurpose.ENCODER_DROPOUT, epoch, step), firstRow);
    encoder.forward();
    switch (blueprint.bottleneck()) {
      case Bottleneck.Deterministic _ -> {}
      case Bottleneck.TopK t -> kernels.topK(t.k(), encoder.output(), code);
      case Bottleneck.Gaussian _ -> {
        kernels.normal(Noise.key(seed, NoisePurpose.BOTTLENECK, epoch, step), firstRow, epsilon);
        kernels.reparameterize(encoder.output(), epsilon, code);
      }
    }
    if (contractive.isPresent()) {
      contractive.get().draw(Noise.key(seed, NoisePurpose.PROBES, epoch, step), firstRow);
    }
    decoder.draw(Noise.key(seed, NoisePurpose.DECODER_DROPOUT, epoch, step), firstRow);
  }

  /** Computes outputs. */
  void decode() {
    if (decoderInput != code) {
      kernels.convert(code, decoderInput);
    }
    decoder.forward();
  }

  /** Compares with the clean samples. */
  void compare(int batchSize) {
    double scale = 1.0 / batchSize;
    reconstructionError =
        kernels.loss(loss, decoder.output(), clean, scale, decoder.outputGradient(), rowLosses);
    squaredError =
        loss instanceof Loss.SquaredError
            ? reconstructionError
            : kernels.squaredError(loss.link(), decoder.output(), clean, rowErrors);
  }

  /**
   * Sends the gradient back.
   *
   * @param sharedCodeGradient {@code [1, code]}: what a penalty on the whole batch's mean
   *     activations adds to every code's gradient
   */
  void backward(int batchSize, Optional<Tensor> sharedCodeGradient) {
    double scale = 1.0 / batchSize;
    penalty = 0;
    decoder.backward();
    for (int i = 0; i < blueprint.penalties().size(); i++) {
      if (blueprint.penalties().get(i) instanceof Penalty.L1 l1) {
        penalty += l1.weight() * kernels.absoluteSum(code, l1.weight() * scale, codeGradient);
      }
    }
    if (sharedCodeGradient.isPresent()) {
      kernels.addRow(sharedCodeGradient.get(), codeGradient, codeGradient);
    }
    if (contractive.isPresent()) {
      penalty += contractive.get().prepareBackward(scale);
    }
    switch (blueprint.bottleneck()) {
      case Bottleneck.Deterministic _ -> kernels.convert(codeGradient, encoder.outputGradient());
      case Bottleneck.TopK _ -> {
        kernels.keepWhereActive(code, codeGradient);
        kernels.convert(codeGradient, encoder.outputGradient());
      }
      case Bottleneck.Gaussian _ -> {
        double beta =
            blueprint.penalty(Penalty.KlToPrior.class).map(Penalty.KlToPrior::beta).orElse(0.0);
        double divergenceSum =
            kernels.reparameterizeGradient(
                encoder.output(),
                epsilon,
                codeGradient,
                beta * scale,
                encoder.outputGradient(),
                divergence);
        penalty += beta * divergenceSum;
      }
    }
    encoder.backward();
    if (contractive.isPresent()) {
      contractive.get().finishBackward();
    }
  }

  /** The likelihood's part of the objective, summed over the rows. */
  double reconstructionError() {
    return reconstructionError;
  }

  /** Σ over rows and features of the squared reconstruction error. */
  double squaredError() {
    return squaredError;
  }

  /** The penalties' part of the objective, summed over the rows. */
  double penalty() {
    return penalty;
  }

  /** {@code [1, code]}: Σ over rows of each unit's squared activation. */
  Tensor squaredActivity() {
    kernels.dotGroups(code, code, rows, squaredActivity);
    return squaredActivity;
  }

  /** {@code [1, code]}: Σ over rows of each unit's activation. */
  Tensor activitySums() {
    kernels.columnSums(code, false, activitySums);
    return activitySums;
  }
}
