package dev.hourglass.examples;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Trains an autoencoder, looks at what it has learned, and keeps it in a file. */
public final class QuickStart {
  private QuickStart() {}

  /** Runs it; the model goes to the folder {@code args[0]}. */
  public static void main(String[] args) {
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);

    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Digits digits = Digits.generate(4_000, 1);
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(digits.shape(), List.of(128), 32);
    Training training = Training.defaults().withEpochs(15);
    TrainingResult result = new Trainer(training, kernels).train(blueprint, digits);
    Autoencoder autoencoder = result.autoencoder();

    Digits unseen = Digits.generate(1_000, 2);
    Tensor codes = autoencoder.encode(unseen);
    double[] errors = autoencoder.reconstructionErrors(unseen);
    System.out.println(autoencoder);
    System.out.println("codes: " + codes.rows() + " of " + codes.columns() + " numbers");
    System.out.printf("mse: %.4f%n", Arrays.stream(errors).average().orElseThrow());

    Path file = folder.resolve("digits.safetensors");
    ModelFile.write(file, result.model(Preparation.none(digits.shape()), training, digits));
    float[] code = ModelFile.read(file, kernels).autoencoder().encode(unseen.row(0));
    System.out.println("the first code again: " + Arrays.equals(code, codes.row(0)));
  }
}
