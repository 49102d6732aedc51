package dev.hourglass.cli.command;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.data.prepare.DataSummary;
import dev.hourglass.data.prepare.HeldOut;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.PreparedSplit;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.ReadingListener;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.tasks.recipe.Validation;
import java.util.List;
import java.util.Optional;

/**
 * Data read, split and prepared for training.
 *
 * @param preparation fitted on the training rows alone
 * @param training samples to learn from
 * @param validation samples to watch
 * @param summary what was understood of the data
 * @param remarks what people should know of how the data was read and prepared
 */
record TrainingData(
    Preparation preparation,
    Dataset training,
    Optional<Dataset> validation,
    DataSummary summary,
    List<String> remarks) {
  /** Reads data, and the validation data where that is elsewhere. */
  static TrainingData read(
      String source,
      ReadOptions reading,
      PreparationOptions preparing,
      Validation validation,
      ReadOptions readingValidation,
      long seed,
      ReadingListener listener) {
    HeldOut watched =
        switch (validation) {
          case Validation.Share share -> HeldOut.share(share.fraction(), seed);
          case Validation.Data data -> new HeldOut.Data(data.source(), readingValidation);
        };
    PreparedSplit split =
        PreparedSplit.read(source, reading, preparing, watched, HeldOut.none(), listener);
    return new TrainingData(
        split.preparation(),
        split.training(),
        split.validation(),
        split.summary(),
        split.remarks());
  }

  /** The same for a preparation that is there already. */
  static TrainingData read(
      String source,
      ReadOptions reading,
      Preparation preparation,
      Validation validation,
      ReadOptions readingValidation,
      long seed) {
    RawData raw = DataReader.read(source, reading, preparation.schema());
    Dataset prepared = preparation.apply(raw);
    DataSummary summary = DataSummary.of(raw, preparation);
    return switch (validation) {
      case Validation.Share share when share.fraction() > 0 -> {
        Split split = Split.of(prepared.size(), share.fraction(), seed);
        yield new TrainingData(
            preparation,
            prepared.subset(split.training()),
            Optional.of(prepared.subset(split.validation())),
            summary,
            raw.remarks());
      }
      case Validation.Share _ ->
          new TrainingData(preparation, prepared, Optional.empty(), summary, raw.remarks());
      case Validation.Data data ->
          new TrainingData(
              preparation,
              prepared,
              Optional.of(
                  preparation.apply(
                      DataReader.read(data.source(), readingValidation, preparation.schema()))),
              summary,
              raw.remarks());
    };
  }
}
