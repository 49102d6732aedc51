package dev.hourglass.cli.command;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.RatingFlags;
import dev.hourglass.cli.flags.RecommenderFlags;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.tasks.recommend.FittingListener;
import dev.hourglass.tasks.recommend.Interactions;
import dev.hourglass.tasks.recommend.Recommender;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits a recommender. */
@Command(
    name = "fit",
    header = "Fit a recommender on ratings and write it to a file.",
    description = {
      "",
      "RATINGS are lines of user, item, and rating and time where there are some, between commas,"
          + " tabs, :: or the like; - is standard input. Some users choose between the models and"
          + " their settings, then all are learned from. The file holds who has what, so that known"
          + " users can be asked about by name: treat it as the ratings themselves."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass recommend fit ratings.dat --min-rating 6 --out films.safetensors",
      "  hourglass recommend fit plays.tsv --columns listener,artist,plays --min-count 10",
      "  hourglass recommend fit new.dat --min-rating 6 --from films.safetensors --out"
          + " films.safetensors"
    })
public final class RecommendFitCommand implements Callable<Integer> {
  private static final String DEFAULT_OUT = "recommender.safetensors";

  @Parameters(paramLabel = "RATINGS", description = "Who rated, bought or played what.")
  String ratings;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the recommender goes. Default: recommender.safetensors.")
  Path out;

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description =
          "Goes on from a recommender: RATINGS are new ones beside those it was fitted on. Its"
              + " users and items stay and new ones are added, its choices stay, its networks train"
              + " for a quarter of their epochs more.")
  Path from;

  @Mixin RecommenderFlags fitting;
  @Mixin RatingFlags reading;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination =
        Destination.of(
            "--out", out == null ? Path.of(DEFAULT_OUT) : out, Destination.Kind.SAFETENSORS);
    if (from != null && !fitting.choices().isEmpty()) {
      throw new Mistake(
          "--from keeps what was chosen for that recommender; leave out "
              + String.join(" and ", fitting.choices())
              + ", or fit anew on all ratings without --from");
    }
    FittingListener listener = common.screen()::say;
    long start;
    Interactions interactions;
    Recommender recommender;
    if (from == null) {
      interactions = reading.read(ratings, fitting.interactions(), common.screen());
      start = System.nanoTime();
      recommender =
          Recommender.fit(
              interactions,
              fitting.options(interactions.size(), seed.seed),
              common.kernels(),
              listener);
    } else {
      Recommender begun = Recommender.load(from, common.kernels());
      interactions = reading.read(ratings, fitting.interactions(), begun, common.screen());
      start = System.nanoTime();
      recommender =
          begun.goOn(
              interactions,
              fitting.options(interactions.size(), seed.seed),
              common.kernels(),
              listener);
    }
    recommender.save(destination.withFolder().file());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("out", destination.file().toString());
    figures.put("users", interactions.users().size());
    figures.put("items", interactions.items().size());
    figures.put("ratings", interactions.size());
    figures.putAll(recommender.selection().toMap());
    figures.put("seconds", (System.nanoTime() - start) / 1e9);
    if (common.json) {
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "recommender  %s, of %,d items, fitted on %,d users%nfile         %s%n",
            figures.get("model"),
            interactions.items().size(),
            interactions.users().size(),
            destination.file());
    return ExitCode.OK;
  }
}
