package dev.hourglass.data.table;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.raw.Cell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Labels as text: a table with a label column, or a label a line. */
public final class LabelTexts {
  private LabelTexts() {}

  /**
   * Reads labels.
   *
   * @param options {@link TableOptions#label()} names the column where there are several
   * @param samples how many samples they are for
   * @throws DataException if the file cannot be used, or a label is missing
   */
  public static Labels read(Path path, TableOptions options, int samples) {
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
