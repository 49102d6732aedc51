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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps a model in a file and serves it, as a web server would: samples come one at a time, on many
 * threads, and each wants its code at once.
 */
public final class SaveAndServe {
  private static final int REQUESTS = 20_000;

  private SaveAndServe() {}

  /** Runs it; the model goes to the folder {@code args[0]}. */
  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);
    Path file = folder.resolve("served.safetensors");
    trainAndWrite(file);

    // Reading checks all of the file: a damaged one never gets as far as serving.
    ModelFile.Model model = ModelFile.read(file, kernels);
    System.out.println(model.autoencoder());
    System.out.println(
        "trained on %s: %d epochs in %s"
            .formatted(
                model.provenance().data().name(),
                model.provenance().outcome().epochs(),
                model.provenance().computation().precision()));

    Autoencoder autoencoder = model.autoencoder();
    Digits requests = Digits.generate(1_000, 2);
    float[][] samples = requests.rows();
    serve(autoencoder, samples); // once to warm up
    long start = System.nanoTime();
    serve(autoencoder, samples);
    System.out.printf(
        "one code after the other: %.1f µs each%n", (System.nanoTime() - start) / 1e3 / REQUESTS);

    // An autoencoder is immutable: any number of threads may use the same one.
    float[][] alone = Arrays.stream(samples).map(autoencoder::encode).toArray(float[][]::new);
    long agree =
        IntStream.range(0, samples.length)
            .parallel()
            .filter(i -> Arrays.equals(autoencoder.encode(samples[i]), alone[i]))
            .count();
    System.out.println("codes on all threads that agree: " + agree);
  }

  private static void serve(Autoencoder autoencoder, float[][] samples) {
    for (int i = 0; i < REQUESTS; i++) {
      autoencoder.encode(samples[i % samples.length]);
    }
  }

  private static void trainAndWrite(Path file) {
    Digits digits = Digits.generate(2_000, 1);
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(digits.shape(), List.of(128), 16);
    Training training = Training.defaults().withEpochs(5);
    TrainingResult result =
        new Trainer(training, KernelLadder.climb(KernelChoice.AUTO)).train(blueprint, digits);
    ModelFile.write(file, result.model(Preparation.none(digits.shape()), training, digits));
  }
}
