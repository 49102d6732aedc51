package dev.hourglass.examples;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.evaluate.CorruptedSamples;
import dev.hourglass.tasks.picture.ImageGrid;
import dev.hourglass.tasks.picture.Png;
import java.nio.file.Path;
import java.util.List;

/**
 * Cleans images: an autoencoder that was shown damaged digits and asked for the clean ones takes
 * noise off digits it has never seen. The picture has the clean digits on top, the damaged ones
 * below, and what the model makes of those at the bottom.
 */
public final class DenoiseImages {
  private static final int SHOWN = 16;

  private DenoiseImages() {}

  /** Runs it; the picture goes to the folder {@code args[0]}. */
  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);

    Corruption noise = new Corruption.SaltAndPepper(0.3);
    Digits digits = Digits.generate(4_000, 1);
    Blueprint blueprint =
        Preset.DENOISING.blueprint(digits.shape(), List.of(256), 64).withCorruption(noise);
    Autoencoder autoencoder =
        new Trainer(Training.defaults().withEpochs(12), kernels)
            .train(blueprint, digits)
            .autoencoder();

    Digits unseen = Digits.generate(1_000, 2);
    Dataset damaged = CorruptedSamples.of(unseen, noise, 3, kernels);
    Tensor clean = Tensor.copyOf(unseen.rows());
    Tensor before = Tensor.copyOf(damaged.rows());
    Tensor after = autoencoder.reconstruct(damaged);
    System.out.printf("mse of the damaged images:  %.4f%n", meanSquare(before, clean));
    System.out.printf("mse of the restored images: %.4f%n", meanSquare(after, clean));

    Tensor bands = Tensor.allocate(3 * SHOWN, unseen.features());
    bands.slice(0, SHOWN).copyFrom(clean.topRows(SHOWN));
    bands.slice(SHOWN, SHOWN).copyFrom(before.topRows(SHOWN));
    bands.slice(2 * SHOWN, SHOWN).copyFrom(after.topRows(SHOWN));
    Path file = folder.resolve("denoised.png");
    Png.of(ImageGrid.of(unseen.shape(), SHOWN).draw(bands)).write(file);
    System.out.println("picture: " + file);
  }

  private static double meanSquare(Tensor found, Tensor expected) {
    double sum = 0;
    for (long i = 0; i < found.size(); i++) {
      double error = found.get(i) - expected.get(i);
      sum += error * error;
    }
    return sum / found.size();
  }
}
