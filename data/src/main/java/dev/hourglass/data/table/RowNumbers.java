package dev.hourglass.data.table;

import dev.hourglass.data.raw.Column;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells columns of numbers that do nothing but count the rows. */
final class RowNumbers {
  private static final Set<String> NAMES =
      Set.of("id", "row", "index", "nr", "no", "no.", "number", "#", "key", "rownum", "row_id");

  private static final int FEW_ROWS = 20;

  private RowNumbers() {}

  /** What to say of a column that is named like a number of the row and counts upwards by one. */
  static Optional<String> remark(Path path, Column column) {
    String name = column.name().toLowerCase(Locale.ROOT);
    boolean named = NAMES.contains(name) || name.endsWith("_id") || name.endsWith(" id");
    if (!named || !(column instanceof Column.Numeric numbers) || numbers.size() < FEW_ROWS) {
      return Optional.empty();
    }
    double[] values = numbers.values();
    for (int i = 1; i < values.length; i++) {
      if (values[i] - values[i - 1] != 1) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "%s: column '%s' counts the rows and is learned from as a number; option 'ignore' = \"%s\""
                .formatted(path, column.name(), column.name())
            + " leaves it out");
  }
}
