package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.SwapDonors;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.network.Input;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * A trained model bound to buffers for a fixed number of rows: samples to codes, codes to
 * reconstructions, no gradients.
 */
public final class InferencePass {
  /** The variance at which a normal −log p is the squared error, up to a constant. */
  private static final double GAUSSIAN_VARIANCE = 0.5;

  private final Blueprint blueprint;
  private final Kernels kernels;
  private final Loss loss;
  private final int rows;
  private final Tensor samples;
  private final Tensor targets;
  private final Tensor masterTargets;
  private final Tensor input;
  private final Optional<ConditionRows> condition;
  private final CodingPass coding;
  private final Tensor mean;
  private final Tensor lossGradient;
  private final Tensor rowLosses;
  private final Optional<Tensor> shift;
  private final Optional<SharedVariance> sharedVariance;
  private final Tensor parameters;

  public InferencePass(Blueprint blueprint, Networks networks, PassContext context, int rows) {
    this(blueprint, networks, context, Optional.empty(), rows);
  }

  /**
   * While training, when the parameters expect samples that are centred.
   *
   * @param shift {@code [1, features]}: added to the samples before the encoder reads them
   */
  public InferencePass(
      Blueprint blueprint,
      Networks networks,
      PassContext context,
      Optional<Tensor> shift,
      int rows) {
    this.shift = shift;
    this.blueprint = blueprint;
    this.kernels = context.kernels();
    this.loss = blueprint.loss();
    this.sharedVariance = SharedVariance.of(networks);
    this.parameters = context.parameters();
    this.rows = rows;
    int features = blueprint.features();
    Format master = context.precision().master();
    Format compute = context.precision().compute();
    this.samples = Tensor.allocate(context.arena(), new Shape(rows, features), Format.FLOAT32);
    int targetFeatures = blueprint.targetFeatures();
    this.targets =
        blueprint.objective().target().isPresent()
            ? Tensor.allocate(context.arena(), new Shape(rows, targetFeatures), Format.FLOAT32)
            : samples;
    this.masterTargets = master == Format.FLOAT32 ? targets : context.master(rows, targetFeatures);
    this.input =
        // With skips the decoder reads it again, when the samples may be others.
        compute == Format.FLOAT32 && shift.isEmpty() && !blueprint.skips()
            ? samples
            : context.compute(rows, features);
    this.condition = blueprint.condition().map(each -> ConditionRows.allocate(context, each, rows));
    this.coding = new CodingPass(blueprint, networks, context, new Input.Dense(input), condition);
    this.mean = Tensor.allocate(context.arena(), new Shape(rows, targetFeatures), Format.FLOAT32);
    this.lossGradient = context.master(rows, networks.decoder().outputs());
    this.rowLosses = context.master(1, rows);
  }

  public int rows() {
    return rows;
  }

  /** {@code [rows, features]} in float32: to be filled before {@link #encode}. */
  public Tensor samples() {
    return samples;
  }

  /**
   * {@code [rows, target features]} in float32: to be filled before {@link #losses} and {@link
   * #squaredErrors}; the samples themselves where the blueprint asks for no other target.
   */
  public Tensor targets() {
    return targets;
  }

  /**
   * The classes of the rows, where the model is told of them: to be filled before {@link #encode}
   * and {@link #decode}.
   */
  public Optional<ConditionRows> condition() {
    return condition;
  }

  /** Codes of the samples; the mean of the distribution where the bottleneck has one. */
  public void encode() {
    if (shift.isPresent()) {
      kernels.addRow(shift.get(), samples, input);
    } else if (samples != input) {
      kernels.convert(samples, input);
    }
    coding.encode();
  }

  /**
   * Codes of the samples after corruption; {@link #samples} are clean again afterwards.
   *
   * @param spare {@code [rows, features]}, where the clean ones are kept meanwhile
   * @param donors the samples that these are some of
   */
  public void encodeCorrupted(
      Corruption corruption, long key, int firstRow, Tensor spare, SwapDonors donors) {
    kernels.convert(samples, spare);
    corruption.apply(kernels, key, firstRow, spare, samples, donors);
    encode();
    kernels.convert(spare, samples);
  }

  /** Replaces the codes by draws around them, where the bottleneck is stochastic. */
  public void drawCodes(long key, int firstRow, Tensor epsilon) {
    coding.drawCodes(key, firstRow, epsilon);
  }

  /** {@code [rows, code]} in the master format; may be filled before {@link #decode}. */
  public Tensor code() {
    return coding.code();
  }

  /**
   * {@code [rows, 2·code]}: means and log-variances, where the bottleneck is stochastic; else
   * {@code [rows, code]}, what the encoder put out.
   */
  public Tensor heads() {
    return coding.heads();
  }

  /**
   * Outputs for the codes as they are, or where they are made of a codebook's entries, for the
   * nearest of those; with skips, beside the samples that were encoded last.
   */
  public void decode() {
    coding.decode();
  }

  /** Encoder and decoder, over these samples. */
  CodingPass coding() {
    return coding;
  }

  /** {@code [rows, outputs]} before the likelihood's link. */
  public Tensor output() {
    return coding.output();
  }

  /**
   * {@code [rows, target features]} in float32: the mean of the likelihood at the present outputs.
   */
  Tensor mean() {
    switch (loss) {
      case Loss.GaussianVariance _ -> {
        int features = blueprint.targetFeatures();
        for (int r = 0; r < rows; r++) {
          Tensor means = coding.output().slice((long) r * 2 * features, Shape.vector(features));
          kernels.activate(loss.link(), means, mean.slice(r, 1));
        }
      }
      case Loss.Multinomial _ -> softmax();
      default -> kernels.activate(loss.link(), coding.output(), mean);
    }
    return mean;
  }

  /**
   * {@code [rows, target features]} in float32: what the targets are expected to be at the present
   * outputs. For counts that is a share of the row's total; their {@link #mean} is the share.
   */
  Tensor reconstruction() {
    mean();
    if (loss instanceof Loss.Multinomial && targets == samples) {
      for (int r = 0; r < rows; r++) {
        double total = total(samples, r);
        for (int c = 0; c < mean.columns(); c++) {
          mean.set(r, c, total * mean.get(r, c));
        }
      }
    }
    return mean;
  }

  private static double total(Tensor counts, int row) {
    double total = 0;
    for (int c = 0; c < counts.columns(); c++) {
      total += counts.get(row, c);
    }
    return total;
  }

  private void softmax() {
    Tensor logits = coding.output();
    int features = blueprint.targetFeatures();
    for (int r = 0; r < rows; r++) {
      double peak = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < features; c++) {
        peak = Math.max(peak, logits.get(r, c));
      }
      double sum = 0;
      for (int c = 0; c < features; c++) {
        sum += Math.exp(logits.get(r, c) - peak);
      }
      for (int c = 0; c < features; c++) {
        mean.set(r, c, Math.exp(logits.get(r, c) - peak) / sum);
      }
    }
  }

  /** Variance of a feature, given a row's code, where the likelihood is normal. */
  double variance(int row, int feature) {
    return switch (blueprint.likelihood()) {
      case Likelihood.Gaussian _ -> GAUSSIAN_VARIANCE;
      case Likelihood.GaussianSharedVariance _ ->
          Math.exp(sharedVariance.orElseThrow().logVariance(parameters));
      case Likelihood.GaussianVariance _ ->
          Math.exp(bounded(coding.output().get(row, blueprint.targetFeatures() + feature)));
      case Likelihood.Bernoulli _,
          Likelihood.Absolute _,
          Likelihood.Huber _,
          Likelihood.Correntropy _,
          Likelihood.Multinomial _ ->
          throw new IllegalStateException(
              "the %s likelihood is not normal".formatted(blueprint.likelihood().text()));
    };
  }

  private static double bounded(double logVariance) {
    return Math.clamp(
        logVariance,
        -Loss.GaussianVariance.LOG_VARIANCE_BOUND,
        Loss.GaussianVariance.LOG_VARIANCE_BOUND);
  }

  /** {@code [1, rows]}: the likelihood's loss of each of the samples at the present outputs. */
  public Tensor losses() {
    if (masterTargets != targets) {
      kernels.convert(targets, masterTargets);
    }
    kernels.loss(loss, coding.output(), masterTargets, 0, lossGradient, rowLosses);
    if (sharedVariance.isPresent()) {
      for (int r = 0; r < rows; r++) {
        rowLosses.set(r, sharedVariance.get().loss(parameters, 1, rowLosses.get(r)));
      }
    }
    return rowLosses;
  }

  /** {@code [1, rows]}: Σ over features of the squared error at the present outputs. */
  public Tensor squaredErrors() {
    if (masterTargets != targets) {
      kernels.convert(targets, masterTargets);
    }
    if (loss instanceof Loss.Multinomial) {
      // Its gradient is what is expected less what is there.
      kernels.loss(loss, coding.output(), masterTargets, 1, lossGradient, rowLosses);
      int features = lossGradient.columns();
      for (int r = 0; r < rows; r++) {
        rowLosses.set(r, kernels.sumOfSquares(lossGradient, r * features, (r + 1) * features));
      }
      return rowLosses;
    }
    kernels.squaredError(loss.link(), coding.output(), masterTargets, rowLosses);
    return rowLosses;
  }

  /** KL(q(z|x) ‖ N(0, I)) of one row, ½ Σ (μ² + e^s − 1 − s). */
  public double divergence(int row) {
    double sum = 0;
    for (int j = 0; j < blueprint.codeSize(); j++) {
      sum += divergence(row, j);
    }
    return sum;
  }

  /** The part of unit {@code j}, ½ (μ² + e^s − 1 − s). */
  double divergence(int row, int j) {
    double mu = coding.heads().get(row, j);
    double s = logVariance(row, j);
    return (mu * mu + Math.exp(s) - 1 - s) / 2;
  }

  /** s = log σ² of unit {@code j}, clamped as the kernels do. */
  double logVariance(int row, int j) {
    return bounded(coding.heads().get(row, blueprint.codeSize() + j));
  }
}
