package dev.hourglass.examples;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.generate.Generation;
import dev.hourglass.tasks.picture.ImageGrid;
import dev.hourglass.tasks.picture.Png;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Draws digits that nobody has drawn: samples from a variational autoencoder's prior, and walks on
 * a straight line from the code of one digit to that of another.
 */
public final class GenerateDigits {
  private static final int COLUMNS = 11;
  private static final int WALKS = 6;

  private GenerateDigits() {}

  /** Runs it; the pictures go to the folder {@code args[0]}. */
  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);

    Digits digits = Digits.generate(4_000, 1);
    Blueprint blueprint = Preset.VARIATIONAL.blueprint(digits.shape(), List.of(256), 10);
    Autoencoder autoencoder =
        new Trainer(Preset.VARIATIONAL.training().withEpochs(15).withBatchSize(32), kernels)
            .train(blueprint, digits)
            .autoencoder();

    Digits unseen = Digits.generate(100, 2);
    System.out.printf(
        "negative ELBO of unseen digits: %.1f nats%n",
        autoencoder.evidenceBound(unseen, 32, 3).mean());
    System.out.printf(
        "log p(x), importance-weighted:  %.1f nats%n",
        mean(autoencoder.logLikelihood(unseen, 50, 3)));

    ImageGrid grid = ImageGrid.of(digits.shape(), COLUMNS);
    Tensor samples = Generation.fromPrior(autoencoder, 6 * COLUMNS, 4);
    write(folder.resolve("samples.png"), grid, samples);

    int[] ends = Generation.pairs(unseen, WALKS, 5);
    Tensor walks = Generation.with(autoencoder).interpolations(unseen.subset(ends), COLUMNS);
    write(folder.resolve("walks.png"), grid, walks);
  }

  private static void write(Path file, ImageGrid grid, Tensor samples) {
    Png.of(grid.draw(samples)).write(file);
    System.out.println(samples.rows() + " digits: " + file);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
