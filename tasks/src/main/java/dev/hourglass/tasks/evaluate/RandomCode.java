package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the units of a random code tell of samples.
 *
 * @param divergence KL(q(z|x) ‖ N(0, I)) of every unit, nats, mean over the samples
 * @param variance of every unit's mean over the samples
 */
public record RandomCode(double[] divergence, double[] variance) {
  /**
   * A unit whose mean varies less than this says nothing of a sample (Burda, Grosse and
   * Salakhutdinov 2016, section 4.2), however large it is.
   */
  public static final double INACTIVE_VARIANCE = 0.01;

  /**
   * That of a model, where its code is random.
   *
   * @param samples that fit the model
   */
  public static Optional<RandomCode> of(Autoencoder model, Dataset samples) {
    return model.blueprint().isStochastic()
        ? Optional.of(
            new RandomCode(model.divergencePerUnit(samples), variances(model.encode(samples))))
        : Optional.empty();
  }

  /** The variance of every column, about its mean. */
  static double[] variances(Tensor codes) {
    double[] means = new double[codes.columns()];
    double[] variances = new double[codes.columns()];
    for (int r = 0; r < codes.rows(); r++) {
      for (int c = 0; c < means.length; c++) {
        means[c] += codes.get(r, c) / codes.rows();
      }
    }
    for (int r = 0; r < codes.rows(); r++) {
      for (int c = 0; c < means.length; c++) {
        double difference = codes.get(r, c) - means[c];
        variances[c] += difference * difference / codes.rows();
      }
    }
    return variances;
  }

  /** Units of the code. */
  public int units() {
    return divergence.length;
  }

  /** How many units vary with the sample. */
  public int activeUnits() {
    return (int) Arrays.stream(variance).filter(v -> v > INACTIVE_VARIANCE).count();
  }

  /** All units' divergence, nats. */
  public double totalDivergence() {
    return Arrays.stream(divergence).sum();
  }

  /** Whether no unit says anything: the decoder puts out one and the same for every sample. */
  public boolean isCollapsed() {
    return activeUnits() == 0;
  }
}
