package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.data.read.ReadOptions;
import java.util.List;
import picocli.CommandLine.Option;

/** Which columns of a table are learned from. */
@FlagGroup("Reading data")
public final class ColumnsFlag {
  @Option(
      names = "--columns",
      paramLabel = "COLUMN",
      split = ",",
      description = "The columns of the table to learn from, by name or position. Default: all.")
  List<String> columns;

  /** How data is read, of these columns where some are named. */
  public ReadOptions in(ReadOptions options) {
    return columns == null ? options : options.withTable(options.table().withColumns(columns));
  }
}
