package dev.hourglass.examples;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.search.IndexBuilder;
import dev.hourglass.search.IndexData;
import dev.hourglass.search.IndexOptions;
import dev.hourglass.search.Neighbour;
import dev.hourglass.search.Question;
import dev.hourglass.search.SearchIndex;
import java.nio.file.Path;
import java.util.List;

/** Keeps the codes of drawn digits in an index, and finds those that are most like others. */
public final class FindSimilar {
  private FindSimilar() {}

  /** Runs it; the index goes to the folder {@code args[0]}. */
  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path folder = Path.of(args.length == 0 ? "target" : args[0]).resolve("digits.index");

    Digits digits = Digits.generate(3_000, 1);
    Training training = Training.defaults().withEpochs(8);
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(digits.shape(), List.of(128), 32);
    ModelFile.Model model =
        new Trainer(training, kernels)
            .train(blueprint, digits)
            .model(Preparation.none(digits.shape()), training, digits);
    RawData items = new RawData.Array(digits, NumberKind.BYTES);
    IndexBuilder.of(folder, kernels)
        .build(model, IndexData.of(items, model), IndexOptions.fitting(model));

    // What is asked was not seen in training, and is not in the index.
    Digits unseen = Digits.generate(100, 2);
    try (SearchIndex index = SearchIndex.open(folder, kernels)) {
      int alike = 0;
      for (int i = 0; i < unseen.size(); i++) {
        String own = unseen.labels().orElseThrow().name(i);
        float[] code = index.model().autoencoder().encode(unseen.row(i));
        for (Neighbour neighbour : index.nearest(code, Question.nearest(10))) {
          alike += neighbour.item().label().orElseThrow().equals(own) ? 1 : 0;
        }
      }
      System.out.printf("items: %d%n", index.size());
      System.out.printf("neighbours with the query's digit: %.1f%%%n", alike / 10.0);
    }
  }
}
