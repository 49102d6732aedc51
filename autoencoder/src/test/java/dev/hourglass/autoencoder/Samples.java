package dev.hourglass.autoencoder;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.util.Random;

/** Small made-up data with structure an autoencoder can find: points near a curved surface. */
public final class Samples {
  public static final int FEATURES = 12;

  /** The best that this machine has. */
  public static final Kernels KERNELS = KernelLadder.climb(KernelChoice.AUTO);

  private Samples() {}

  public static Dataset of(int size, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[size][FEATURES];
    for (float[] row : rows) {
      double u = random.nextDouble();
      double v = random.nextDouble();
      for (int i = 0; i < FEATURES; i++) {
        double phase = 3 * u * Math.sin(i) + 2 * v * Math.cos(2 * i);
        row[i] = (float) (0.5 + 0.4 * Math.sin(phase + i) + 0.02 * random.nextGaussian());
      }
    }
    return Dataset.of(rows);
  }

  public static Blueprint blueprint(Preset preset) {
    return preset.blueprint(
        SampleShape.vector(FEATURES), Stages.of(16).withActivation(Activation.TANH), 4);
  }

  public static Training training() {
    return Training.defaults()
        .withEpochs(4)
        .withBatchSize(16)
        .withWorkers(2)
        .withPrecision(PrecisionChoice.FLOAT32);
  }
}
