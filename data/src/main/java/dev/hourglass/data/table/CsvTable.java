package dev.hourglass.data.table;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables as text: {@code .csv}, {@code .tsv} and the like. Delimiter and header are found out
 * unless given. A column of numbers is numeric, a column of texts categorical; empty cells, {@code
 * NA}, {@code N/A}, {@code null} and {@code ?} are missing.
 */
public final class CsvTable {
  private CsvTable() {}

  /**
   * Reads a table.
   *
   * @throws DataException if the file cannot be read, has no rows, has a ragged row, names a column
   *     twice, lacks a column that {@code options} names, or has a cell that does not belong in its
   *     column: text among numbers, NaN, an infinity
   */
  public static RawData.Table read(Path path, TableOptions options) {
    CsvRecords records = CsvRecords.open(path, options);
    CsvHeader header = CsvHeader.of(records, options);
    List<ColumnBuilder> builders = builders(path, header, options);
    Optional<Integer> labelAt = header.labelPosition(options);
    List<String> labelTexts = new ArrayList<>();
    Map<String, String> seenLabels = new HashMap<>();
    Lines lines = new Lines();
    records.forEach(
        (line, cells) -> {
          if (header.named() && lines.skipFirst()) {
            return true;
          }
          lines.add(line);
          for (ColumnBuilder builder : builders) {
            builder.add(line, cells.getField(builder.position()).strip());
          }
          labelAt.ifPresent(
              at -> labelTexts.add(seenLabels.computeIfAbsent(labelText(cells, at), text -> text)));
          return true;
        });
    if (lines.count == 0) {
      throw header.withoutRows();
    }
    List<Column> columns = columns(path, records, header, builders, lines.count);
    Optional<Labels> labels = labelAt.map(at -> Labels.of(labelTexts));
    return new RawData.Table(columns, header.named(), lines.toArray(), labels, path.toString());
  }

  /** The class that a cell of the label column names. */
  static String labelText(CsvRecord cells, int at) {
    String text = cells.getField(at).strip();
    return Cell.of(text) == Cell.MISSING ? "(missing)" : text;
  }

  private static List<ColumnBuilder> builders(Path path, CsvHeader header, TableOptions options) {
    Set<Integer> categorical = new HashSet<>();
    options.categorical().forEach(ref -> categorical.add(header.find(ref, "categorical")));
    List<ColumnBuilder> builders = new ArrayList<>();
    for (int i : header.positions(options)) {
      String name = header.names().get(i);
      boolean forced = categorical.contains(i);
      builders.add(new ColumnBuilder(path, name, i, forced, options.nanIsMissing()));
    }
    return builders;
  }

  private static List<Column> columns(
      Path path, CsvRecords records, CsvHeader header, List<ColumnBuilder> builders, int rows) {
    List<ColumnBuilder> categorical =
        builders.stream().filter(ColumnBuilder::decideCategorical).toList();
    if (!categorical.isEmpty()) {
      int[] row = {header.named() ? -1 : 0};
      records.forEach(
          (line, cells) -> {
            if (row[0] >= rows) {
              throw changed(path);
            }
            if (row[0] >= 0) {
              for (ColumnBuilder builder : categorical) {
                builder.addText(cells.getField(builder.position()).strip());
              }
            }
            row[0]++;
            return true;
          });
      if (row[0] != rows) {
        throw changed(path);
      }
    }
    return builders.stream().map(ColumnBuilder::toColumn).toList();
  }

  private static DataException changed(Path path) {
    return new DataException(path + ": changed while it was being read; read it again");
  }

  /** The line each row begins on. */
  private static final class Lines {
    private int[] lines = new int[256];
    private int count;
    private boolean headerSeen;

    /** True the first time. */
    boolean skipFirst() {
      boolean first = !headerSeen;
      headerSeen = true;
      return first;
    }

    void add(int line) {
      if (count == lines.length) {
        lines = Arrays.copyOf(lines, lines.length + (lines.length >> 1));
      }
      lines[count++] = line;
    }

    int[] toArray() {
      return Arrays.copyOf(lines, count);
    }
  }
}
