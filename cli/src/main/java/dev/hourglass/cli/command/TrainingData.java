package dev.hourglass.cli.command;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.tasks.recipe.Validation;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Data read, split and prepared for training.
 *
 * @param preparation fitted on the training rows alone
 * @param training samples to learn from
 * @param validation samples to watch
 */
record TrainingData(Preparation preparation, Dataset training, Optional<Dataset> validation) {
  /** Reads data, and the validation data where that is elsewhere. */
  static TrainingData read(
      String source,
      ReadOptions reading,
      PreparationOptions preparing,
      Validation validation,
      ReadOptions readingValidation,
      long seed) {
    RawData raw = DataReader.read(source, reading);
    return switch (validation) {
      case Validation.Share share when share.fraction() > 0 ->
          split(raw, preparing, Split.of(raw.size(), share.fraction(), seed));
      case Validation.Share _ -> {
        Preparation preparation = fit(raw, preparing);
        yield new TrainingData(preparation, preparation.apply(raw), Optional.empty());
      }
      case Validation.Data data -> {
        Preparation preparation = fit(raw, preparing);
        Dataset watched = preparation.apply(DataReader.read(data.source(), readingValidation));
        yield new TrainingData(preparation, preparation.apply(raw), Optional.of(watched));
      }
    };
  }

  private static TrainingData split(RawData raw, PreparationOptions preparing, Split split) {
    Preparation preparation = Preparation.fit(raw, split.training(), preparing);
    Dataset all = preparation.apply(raw);
    return new TrainingData(
        preparation, all.subset(split.training()), Optional.of(all.subset(split.validation())));
  }

  private static Preparation fit(RawData raw, PreparationOptions preparing) {
    return Preparation.fit(raw, IntStream.range(0, raw.size()).toArray(), preparing);
  }
}
