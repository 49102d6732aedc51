package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Columns of a table as they are written, beside those that are features. */
public final class TextColumns {
  private TextColumns() {}

  /**
   * Reads columns, each cell of which must be there.
   *
   * @param flags that name them, for messages
   * @param raw what {@code source} was read to
   * @throws Mistake where the source is no table, or cannot be read twice
   */
  public static Map<String, List<String>> read(
      String flags, String source, RawData raw, ReadOptions options, List<String> wanted) {
    if (source.equals("-")) {
      throw new Mistake(
          "%s: a table is read a second time, which standard input cannot be; save it as a file"
              .formatted(flags));
    }
    if (!(raw instanceof RawData.Table)) {
      throw new Mistake("%s: columns are named, but %s is no table".formatted(flags, source));
    }
    List<String> categorical = new ArrayList<>(options.categorical());
    wanted.stream().filter(name -> !categorical.contains(name)).forEach(categorical::add);
    ReadOptions asTexts =
        options
            .withoutLabel()
            .withoutLabelsFile()
            .withIgnore(options.ignore().stream().filter(n -> !wanted.contains(n)).toList())
            .withCategorical(categorical);
    RawData.Table table = (RawData.Table) DataReader.read(source, asTexts);
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (String name : wanted) {
      Column column =
          table.columns().stream()
              .filter(c -> c.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new DataException(
                          "%s: has no column '%s'; it has %s"
                              .formatted(source, name, table.columnNames())));
      texts.put(name, cells(table, (Column.Categorical) column));
    }
    return texts;
  }

  private static List<String> cells(RawData.Table table, Column.Categorical column) {
    List<String> cells = new ArrayList<>();
    for (int row = 0; row < column.size(); row++) {
      if (column.isMissing(row)) {
        throw new DataException(
            "%s: line %d: column '%s' is empty, but each item needs one"
                .formatted(table.source(), table.lines()[row], column.name()));
      }
      cells.add(column.categories().get(column.codes()[row]));
    }
    return cells;
  }
}
