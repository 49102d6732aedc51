package dev.hourglass.examples;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.compress.Budget;
import dev.hourglass.tasks.compress.CompressedFile;
import dev.hourglass.tasks.compress.Compressor;
import java.nio.file.Path;
import java.util.List;

/** Keeps drawn digits in sixteen bytes each, and reads the codes of one block alone. */
public final class CompressDigits {
  private CompressDigits() {}

  /** Runs it; the file goes to the folder {@code args[0]}. */
  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);

    RawData known = new RawData.Array(Digits.generate(4_000, 1), NumberKind.BYTES);
    Preparation preparation = Preparation.fit(known, PreparationOptions.defaults());
    Dataset samples = preparation.apply(known);
    Training training = Preset.UNDERCOMPLETE.training().withEpochs(8);
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(samples.shape(), List.of(128), 32);
    ModelFile.Model model =
        new Trainer(training, kernels)
            .train(blueprint, samples)
            .model(
                preparation,
                training,
                samples,
                new Provenance.Reading(ReadOptions.defaults(), new Provenance.Validation.None()));

    RawData unseen = new RawData.Array(Digits.generate(2_000, 2), NumberKind.BYTES);
    CompressedFile file =
        new Compressor(model)
            .compress(unseen, new Budget.BytesPerItem(16), folder.resolve("digits.hgz"), false);
    System.out.printf("bytes a digit: %.2f%n", (double) file.bytes() / file.items());
    System.out.printf("PSNR: %.1f dB%n", file.quality().psnr().orElseThrow());
    int block = file.blockOf(1_500);
    System.out.printf(
        "sample 1500 lies in block %d, read alone: %d codes of %d numbers%n",
        block, file.codes(block).rows(), file.codes(block).columns());
  }
}
