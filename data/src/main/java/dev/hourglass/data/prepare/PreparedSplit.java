package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.ReadingListener;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Data read, split and prepared in one place, so that nothing that is held out is learnt from: the
 * preparation is fitted on the training rows alone, and then applied to all.
 *
 * @param preparation fitted on the training samples
 * @param training samples to learn from
 * @param validation samples to watch while learning, where any are held out for that
 * @param test samples to judge by in the end, where any are held out for that
 * @param summary what was understood of the data
 * @param remarks what people should know of how the data was read and prepared, a sentence each
 */
public record PreparedSplit(
    Preparation preparation,
    Dataset training,
    Optional<Dataset> validation,
    Optional<Dataset> test,
    DataSummary summary,
    List<String> remarks) {

  public PreparedSplit {
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads data and prepares it.
   *
   * @param source as {@link DataReader} takes it
   * @param reading how to read it; a limit holds before anything is held out
   * @param preparing what the preparation does
   * @param validation what to hold out for watching; a share is one of what {@code test} leaves
   * @param test what to hold out for judging
   * @throws DataException if any data cannot be used, or does not fit the training data
   * @throws IllegalArgumentException if there are too few rows to hold some out
   */
  public static PreparedSplit read(
      String source,
      ReadOptions reading,
      PreparationOptions preparing,
      HeldOut validation,
      HeldOut test) {
    return read(source, reading, preparing, validation, test, ReadingListener.SILENT);
  }

  /** The same, watched. */
  public static PreparedSplit read(
      String source,
      ReadOptions reading,
      PreparationOptions preparing,
      HeldOut validation,
      HeldOut test,
      ReadingListener listener) {
    return of(DataReader.read(source, reading, listener), preparing, validation, test);
  }

  /** The same of data that has been read. */
  public static PreparedSplit of(
      RawData raw, PreparationOptions preparing, HeldOut validation, HeldOut test) {
    Optional<Split> judged = split(raw, test);
    RawData learning = judged.map(split -> raw.subset(split.training())).orElse(raw);
    Optional<Split> watched = split(learning, validation);
    int[] rows = watched.map(Split::training).orElseGet(() -> RowOrder.all(learning.size()));
    Preparation preparation = Preparation.fit(learning, rows, preparing);
    Dataset prepared = preparation.apply(learning);
    List<String> remarks = new ArrayList<>(raw.remarks());
    remarks.addAll(preparation.remarks(learning));
    return new PreparedSplit(
        preparation,
        watched.map(split -> prepared.subset(split.training())).orElse(prepared),
        watched
            .map(split -> prepared.subset(split.validation()))
            .or(() -> own(validation, preparation, remarks)),
        judged
            .map(split -> preparation.apply(raw.subset(split.validation())))
            .or(() -> own(test, preparation, remarks)),
        DataSummary.of(raw, preparation),
        remarks);
  }

  private static Optional<Split> split(RawData raw, HeldOut held) {
    return switch (held) {
      case HeldOut.Share(double fraction, long seed) ->
          Optional.of(
              raw instanceof RawData.Array array
                  ? Split.of(array.samples(), fraction, seed)
                  : Split.of(raw.size(), fraction, seed));
      case HeldOut.None _, HeldOut.Data _ -> Optional.empty();
    };
  }

  private static Optional<Dataset> own(
      HeldOut held, Preparation preparation, List<String> remarks) {
    return switch (held) {
      case HeldOut.Data(String source, ReadOptions reading) -> {
        RawData raw = DataReader.read(source, reading, preparation.schema());
        remarks.addAll(raw.remarks());
        yield Optional.of(preparation.apply(raw));
      }
      case HeldOut.None _, HeldOut.Share _ -> Optional.empty();
    };
  }
}
