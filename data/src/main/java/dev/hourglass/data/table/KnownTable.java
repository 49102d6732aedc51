package dev.hourglass.data.table;

import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;

/** Reads a whole table whose columns are known, as a model's are. */
public final class KnownTable {
  private KnownTable() {}

  /**
   * Reads a table.
   *
   * @param schema what its columns are
   * @throws dev.hourglass.data.dataset.DataException if the file cannot be read, has no rows, or a
   *     cell does not belong in its column
   */
  public static RawData.Table read(TableSource source, TableSchema schema, TableOptions options) {
    try (TableBlocks whole = TableBlocks.open(source, schema, options, RawBlocks.ALL_ROWS)) {
      return whole.next();
    }
  }
}
