package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Trainings of many sizes, one after the other, and how much memory the process has after each:
 * prints a line of megabytes every ten trainings.
 */
final class ManyTrainings {
  private static final int SAMPLES = 300;
  private static final int LINE = 10;

  private ManyTrainings() {}

  /**
   * Trains.
   *
   * @param args how many trainings
   */
  public static void main(String[] args) throws IOException {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 1; i <= Integer.parseInt(args[0]); i++) {
      int features = random.nextInt(20, 300);
      float[] numbers = new float[SAMPLES * features];
      for (int k = 0; k < numbers.length; k++) {
        numbers[k] = random.nextFloat();
      }
      SampleShape shape = SampleShape.vector(features);
      Preset preset = Preset.values()[random.nextInt(Preset.values().length)];
      Training training =
          preset
              .training()
              .withEpochs(2)
              .withBatchSize(random.nextInt(10, SAMPLES))
              .withWorkers(random.nextInt(1, 3));
      new Trainer(training, kernels)
          .train(
              preset.blueprint(
                  shape,
                  List.of(random.nextInt(10, 250), random.nextInt(10, 120)),
                  random.nextInt(2, 30)),
              Dataset.ofFloats(numbers, shape))
          .autoencoder()
          .encode(new float[features]);
      if (i % LINE == 0) {
        System.out.println(residentMegabytes());
      }
    }
  }

  /** What the process has in memory, shared libraries included. */
  private static long residentMegabytes() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(each -> each.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
  }
}
