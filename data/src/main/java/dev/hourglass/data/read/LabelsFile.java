package dev.hourglass.data.read;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file with one label per sample: IDX, .npy, a table with a label column, or a label a line. */
final class LabelsFile {
  private LabelsFile() {}

  /**
   * Reads labels.
   *
   * @param options {@link ReadOptions#label()} names the column where there are several; header and
   *     delimiter as for tables
   * @param samples how many samples they are for
   * @throws DataException if the file cannot be used or has another number of labels
   */
  static Labels read(Path path, ReadOptions options, int samples) {
    Labels labels =
        switch (FileKind.of(path)) {
          case IDX -> IdxFile.readLabels(path);
          case NPY -> NpyFile.readLabels(path);
          case TABLE -> readText(path, options, samples);
          case IMAGE, UNKNOWN ->
              throw new DataException(
                  path + ": holds no labels; expected IDX, .npy, CSV, or one label a line");
        };
    if (labels.size() != samples) {
      throw new DataException(
          "%s has %d labels for %d samples; give one label per sample, in the samples' order"
              .formatted(path, labels.size(), samples));
    }
    return labels;
  }

  private static Labels readText(Path path, ReadOptions options, int samples) {
    CsvRecords records = CsvRecords.open(path, options);
    CsvHeader header = CsvHeader.of(records, options);
    if (header.names().size() > 1 && options.label().isEmpty()) {
      throw new DataException(
          "%s: has %d columns (%s); say which one holds the labels with option 'label-column'"
              .formatted(path, header.names().size(), ShortList.of(header.names())));
    }
    int column =
        header.names().size() == 1 ? 0 : header.find(options.label().orElseThrow(), "label-column");
    List<String> texts = new ArrayList<>();
    records.forEach(
        (line, cells) -> {
          String text = cells.getField(column).strip();
          if (Cell.of(text) == Cell.MISSING) {
            throw new DataException(
                "%s, line %d: the label is missing; every sample needs one".formatted(path, line));
          }
          texts.add(text);
          return true;
        });
    // The number of samples tells a heading better than its looks: labels may be words too.
    boolean headed =
        switch (options.header()) {
          case YES -> true;
          case NO -> false;
          case AUTO -> texts.size() == samples + 1 || (texts.size() != samples && header.named());
        };
    return Labels.of(headed ? texts.subList(1, texts.size()) : texts);
  }
}
