package dev.hourglass.tasks.anomaly;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FeatureGroups;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * The autoencoder of a detector: it learns to repair rows of which cells were exchanged and
 * blurred, and what it would change in a row, beside where the row lies in its latent space, tells
 * whether the row is one of its kind.
 *
 * @param autoencoder a trained one
 * @param standard brings residuals and codes, side by side, to mean 0 and variance 1 over the
 *     fitted rows
 */
record Denoiser(Autoencoder autoencoder, Standard standard) {
  private static final int HIDDEN = 128;
  private static final double SWAPPED = 0.2;
  private static final double BLUR = 0.3;
  private static final int STEPS = 1_500;
  private static final int BATCH = 128;
  private static final int MOST_CODE = 64;

  /** Samples that a training sees, each of them once. */
  static final int SAMPLES = STEPS * BATCH;

  /** What is built for so many features: a code of a third of them. */
  static Blueprint blueprint(int features) {
    int code = Math.clamp((features + 2) / 3, 1, MOST_CODE);
    Stages hidden = Stages.of(HIDDEN).withActivation(Activation.RELU);
    return Preset.DENOISING
        .blueprint(SampleShape.vector(features), hidden, code)
        .withCorruption(new Corruption.Gaussian(BLUR))
        .withLikelihood(new Likelihood.Huber(1), Activation.IDENTITY);
  }

  /** How it is trained: once over {@link #samples}. */
  static Training training(long seed) {
    return Training.defaults()
        .withEpochs(1)
        .withBatchSize(BATCH)
        .withSeed(seed)
        .withPrecision(PrecisionChoice.FLOAT32);
  }

  /** Trains on rows. */
  static TrainingResult train(Tensor rows, FeatureGroups groups, long seed, Kernels kernels) {
    Pairs samples =
        new Pairs(
            new SwappedSamples(rows, groups, SAMPLES, SWAPPED, seed),
            new SwappedSamples(rows, groups, SAMPLES, 0, seed));
    return new Trainer(training(seed), kernels)
        .train(blueprint(rows.columns()), samples, Optional.empty());
  }

  /** A trained autoencoder and how its residuals and codes lie over the rows it was trained on. */
  static Denoiser of(Autoencoder autoencoder, float[][] rows) {
    return new Denoiser(autoencoder, Standard.of(raw(autoencoder, rows)));
  }

  /** Residuals and codes side by side, standardised, {@code [rows][features + code]}. */
  float[][] look(float[][] rows) {
    float[][] looks = raw(autoencoder, rows);
    for (float[] look : looks) {
      standard.apply(look);
    }
    return looks;
  }

  /** What it makes of rows, {@code [rows][features]}. */
  float[][] repaired(float[][] rows) {
    return autoencoder.reconstruct(Dataset.of(rows)).toArray();
  }

  private static float[][] raw(Autoencoder autoencoder, float[][] rows) {
    float[][] looks = new float[rows.length][];
    autoencoder.forEachBlock(
        Dataset.of(rows),
        (from, samples, codes, repaired) -> {
          for (int i = 0; i < samples.rows(); i++) {
            float[] row = rows[from + i];
            float[] repair = repaired.row(i);
            float[] code = codes.row(i);
            float[] look = new float[row.length + code.length];
            for (int f = 0; f < row.length; f++) {
              look[f] = row[f] - repair[f];
            }
            System.arraycopy(code, 0, look, row.length, code.length);
            looks[from + i] = look;
          }
        });
    return looks;
  }
}
