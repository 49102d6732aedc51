package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.cli.screen.Screen;
import dev.hourglass.data.rating.Duplicates;
import dev.hourglass.data.rating.RatingOptions;
import dev.hourglass.data.rating.RatingReader;
import dev.hourglass.data.rating.Ratings;
import dev.hourglass.tasks.recommend.InteractionOptions;
import dev.hourglass.tasks.recommend.Interactions;
import dev.hourglass.tasks.recommend.Recommender;
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
  Charset encoding;

  @Option(
      names = "--duplicates",
      paramLabel = "last|mean|sum",
      description =
          "What counts where a user rated an item more than once. Default: the last rating by its"
              + " time or in the file; of events without a rating their sum.")
  Duplicates duplicates;

  /** What counts of the ratings at a path; says how they were understood. */
  public Interactions read(String path, InteractionOptions options, Screen screen) {
    return counted(Interactions.of(ratings(path, screen), options), screen);
  }

  /** The same, of which a recommender's users and items count beside what it knows of them. */
  public Interactions read(
      String path, InteractionOptions options, Recommender from, Screen screen) {
    return counted(from.joined(ratings(path, screen), options), screen);
  }

  private Ratings ratings(String path, Screen screen) {
    Ratings ratings = RatingReader.read(path, options());
    ratings.remarks().forEach(screen::remark);
    return ratings;
  }

  private static Interactions counted(Interactions interactions, Screen screen) {
    interactions.remarks().forEach(screen::remark);
    return interactions;
  }

  private RatingOptions options() {
    return new RatingOptions(
        Optional.ofNullable(encoding),
        Optional.ofNullable(separator).map(text -> text.equals("tab") ? "\t" : text),
        columns,
        Optional.ofNullable(duplicates));
  }
}
