package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.table.RowCondition;
import java.util.List;
import picocli.CommandLine.Option;

/** Which rows of a table are read. */
@FlagGroup("Reading data")
public final class WhereFlag {
  /** What a recipe's conditions have between them: values may well have commas. */
  static final String BETWEEN = "\n";

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      split = BETWEEN,
      splitSynopsisLabel = "",
      description =
          "Which rows of the table are read: COLUMN=VALUE, or with !=, <, <=, > or >= (in quotes);"
              + " given several times, all must hold. Nothing behind = is a missing cell.")
  List<RowCondition> where;

  /** How data is read, of these rows where a condition is given. */
  public ReadOptions in(ReadOptions options) {
    return where == null ? options : options.withTable(options.table().withWhere(where));
  }
}
