package dev.hourglass.cli.command;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.RatingFlags;
import dev.hourglass.cli.flags.RecommenderFlags;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.tasks.recommend.EvaluationOptions;
import dev.hourglass.tasks.recommend.Interactions;
import dev.hourglass.tasks.recommend.RankingFigures;
import dev.hourglass.tasks.recommend.RecommendationEvaluation;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures recommendations. */
@Command(
    name = "evaluate",
    header = "Measure recommendations on users that nothing was learned from.",
    description = {
      "",
      "Users are held out, a recommender is fitted on all others as fit does, shown a part of each"
          + " one's items, and asked for the rest. Beside it the most popular items and the linear"
          + " model, with the λ that validation users chose for it, are asked too."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass recommend evaluate ratings.dat --min-rating 6 --test-users 500 --splits 5"
    })
public final class RecommendEvaluateCommand implements Callable<Integer> {
  private static final int DEFAULT_TEST_USERS = 500;
  private static final double DEFAULT_HIDE = 0.2;

  @Parameters(paramLabel = "RATINGS", description = "Who rated, bought or played what.")
  String ratings;

  @Option(
      names = "--test-users",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "How many users are held out. Default: 500.")
  int testUsers = DEFAULT_TEST_USERS;

  @Option(
      names = "--hide",
      paramLabel = "SHARE|last",
      description =
          "The share of each one's items that is hidden, at random; or last: the last item by its"
              + " time. Default: 0.2.")
  String hide = Double.toString(DEFAULT_HIDE);

  @Option(
      names = "--splits",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "How many times, each with other users held out; the mean is told. Default: 1.")
  int splits = 1;

  @Mixin RecommenderFlags fitting;
  @Mixin RatingFlags reading;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    boolean last = hide.equals("last");
    EvaluationOptions options;
    try {
      options =
          new EvaluationOptions(
              testUsers, last ? DEFAULT_HIDE : Double.parseDouble(hide), last, splits, seed.seed);
    } catch (NumberFormatException _) {
      throw new Mistake("--hide must be a share such as 0.2, or last, but was '" + hide + "'");
    }
    Interactions interactions = reading.read(ratings, fitting.interactions(), common.screen());
    RecommendationEvaluation evaluation =
        RecommendationEvaluation.of(
            interactions,
            fitting.options(interactions.size(), seed.seed),
            options,
            common.kernels(),
            common.screen()::say);
    if (common.json) {
      common.print(evaluation.toMap());
    } else {
      print(evaluation);
    }
    return ExitCode.OK;
  }

  private void print(RecommendationEvaluation evaluation) {
    common
        .page()
        .printf(
            Locale.ROOT,
            "%-24s %-16s %-16s %-16s %-16s %8s %8s%n",
            "model",
            "NDCG@10",
            "NDCG@100",
            "Recall@20",
            "Recall@50",
            "coverage",
            "novelty");
    row(
        evaluation.splits().getFirst().selection().kind().text() + " (default)",
        evaluation.chosen());
    row("linear", evaluation.linear());
    row("popularity", evaluation.popularity());
  }

  private void row(String name, RankingFigures f) {
    common
        .page()
        .printf(
            Locale.ROOT,
            "%-24s %.4f ± %.4f  %.4f ± %.4f  %.4f ± %.4f  %.4f ± %.4f  %7.1f%% %8.2f%n",
            name,
            f.ndcgAt10(),
            f.errors().ndcgAt10(),
            f.ndcgAt100(),
            f.errors().ndcgAt100(),
            f.recallAt20(),
            f.errors().recallAt20(),
            f.recallAt50(),
            f.errors().recallAt50(),
            100 * f.reach().coverageAt20(),
            f.reach().noveltyAt20());
  }
}
