package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.data.rating.Duplicates;
import dev.hourglass.data.rating.RatingOptions;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How ratings are written. */
@FlagGroup("Reading ratings")
public final class RatingFlags {
  @Option(
      names = "--columns",
      paramLabel = "USER,ITEM[,RATING[,TIME]]",
      split = ",",
      description =
          "The columns, by name or by number from 1. Default: told by their names, or the first"
              + " ones in this order.")
  List<String> columns = List.of();

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "What lies between cells, such as :: or tab. Default: found out.")
  String separator;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "The encoding of the text, such as latin1. Default: found out.")
  public Charset encoding;

  @Option(
      names = "--duplicates",
      paramLabel = "last|mean|sum",
      description =
          "What counts where a user rated an item more than once. Default: the last rating by its"
              + " time or in the file; of events without a rating their sum.")
  Duplicates duplicates;

  /** As the library takes them. */
  public RatingOptions options() {
    return new RatingOptions(
        Optional.ofNullable(encoding),
        Optional.ofNullable(separator).map(text -> text.equals("tab") ? "\t" : text),
        columns,
        Optional.ofNullable(duplicates));
  }
}
