package dev.hourglass.data.table;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.cells.RowCursor;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.raw.Cell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    OpenTable table =
        TableSource.of(path)
            .open(
                options.withIgnore(List.of()).withColumns(List.of()).withWhere(List.of()),
                Optional.empty());
    CsvHeader header = table.header();
    if (header.names().size() > 1 && options.label().isEmpty()) {
      throw new DataException(
          "%s: has %d columns (%s); say which one holds the labels with option 'label-column'"
              .formatted(path, header.names().size(), ShortList.of(header.names())));
    }
    int column =
        header.names().size() == 1 ? 0 : header.find(options.label().orElseThrow(), "label-column");
    List<String> texts = new ArrayList<>();
    try (RowCursor rows = table.rows()) {
      while (rows.advance()) {
        String label = rows.cells().text(column);
        if (Cell.of(label) == Cell.MISSING) {
          throw new DataException(
              "%s, line %d: the label is missing; every sample needs one"
                  .formatted(path, rows.line()));
        }
        texts.add(label);
      }
    }
    // The number of samples tells a heading better than its looks: labels may be words too.
    if (options.dialect().header() == TableOptions.Header.AUTO) {
      if (header.named() && texts.size() == samples - 1) {
        texts.addFirst(header.names().get(column));
      } else if (!header.named() && texts.size() == samples + 1) {
        texts.removeFirst();
      }
    }
    return Labels.of(texts);
  }
}
