package dev.hourglass.tasks.recommend;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How good recommendations are for users that nothing was learned from (strong generalisation,
 * Liang et al. 2018): they are held out, a recommender is fitted on all others, shown a part of
 * their items, and asked for the rest.
 *
 * @param splits one for each time
 * @param users that count
 * @param items that count
 * @param interactions that count
 */
public record RecommendationEvaluation(List<Split> splits, int users, int items, int interactions) {

  /**
   * Once.
   *
   * @param seed of the split
   * @param testUsers how many were held out
   * @param selection what the users who choose chose
   * @param chosen of what was chosen
   * @param popularity of the most popular items
   * @param linear of the linear model as it is best alone
   */
  public record Split(
      long seed,
      int testUsers,
      Selection selection,
      RankingFigures chosen,
      RankingFigures popularity,
      RankingFigures linear) {}

  public RecommendationEvaluation {
    splits = List.copyOf(splits);
  }

  /**
   * Fits and measures as many times as asked.
   *
   * @throws DataException if there are not enough users, or no times where the last item is to be
   *     hidden
   */
  public static RecommendationEvaluation of(
      Interactions interactions,
      RecommenderOptions fitting,
      EvaluationOptions options,
      Kernels kernels,
      FittingListener listener) {
    if (options.lastByTime() && !interactions.hasTimes()) {
      throw new DataException(
          "%s: says nothing of when, so the last items cannot be hidden; name a column of times with"
                  .formatted(interactions.source())
              + " option 'columns', or hide a share (option 'hide')");
    }
    int[] able =
        IntStream.range(0, interactions.users().size())
            .filter(u -> interactions.count(u) > 1)
            .toArray();
    if (able.length <= options.testUsers()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: of its users %,d have two items or more, of whom option 'test-users' = %,d"
                  + " cannot be held out: nobody would be left to learn from; take fewer",
              interactions.source(),
              able.length,
              options.testUsers()));
    }
    List<Split> splits = new ArrayList<>();
    for (int i = 0; i < options.splits(); i++) {
      long seed = options.seed() + i;
      splits.add(
          split(interactions, able, fitting.withSeed(seed), options, seed, kernels, listener));
      if (options.splits() > 1) {
        listener.said(
            String.format(
                Locale.ROOT,
                "split %d of %d: NDCG@100 %.4f, popularity %.4f, linear %.4f",
                i + 1,
                options.splits(),
                splits.getLast().chosen().ndcgAt100(),
                splits.getLast().popularity().ndcgAt100(),
                splits.getLast().linear().ndcgAt100()));
      }
    }
    return new RecommendationEvaluation(
        splits, interactions.users().size(), interactions.items().size(), interactions.size());
  }

  private static Split split(
      Interactions interactions,
      int[] able,
      RecommenderOptions fitting,
      EvaluationOptions options,
      long seed,
      Kernels kernels,
      FittingListener listener) {
    int[] order = able.clone();
    HeldOut.shuffle(order, new SplittableRandom(seed));
    int[] test = Arrays.copyOf(order, options.testUsers());
    boolean[] isTest = new boolean[interactions.users().size()];
    for (int user : test) {
      isTest[user] = true;
    }
    int[] learning = IntStream.range(0, isTest.length).filter(u -> !isTest[u]).toArray();
    HeldOut held =
        HeldOut.of(
            interactions,
            test,
            List.of(
                options.lastByTime()
                    ? new HeldOut.Hiding.Last()
                    : new HeldOut.Hiding.Random(options.hide(), seed)));
    FittedScorers fitted =
        new RecommenderFitting(interactions, fitting, kernels, listener).fit(learning, true);
    int[] popularity = interactions.popularity(learning);
    return new Split(
        seed,
        test.length,
        fitted.selection(),
        Ranking.measure(fitted.chosen(), held, popularity, learning.length),
        Ranking.measure(fitted.popularity(), held, popularity, learning.length),
        Ranking.measure(fitted.linear().orElseThrow(), held, popularity, learning.length));
  }

  /** Figures of what was chosen: means over the splits. */
  public RankingFigures chosen() {
    return mean(Split::chosen);
  }

  /** Figures of the most popular items: means over the splits. */
  public RankingFigures popularity() {
    return mean(Split::popularity);
  }

  /** Figures of the linear model as it is best alone: means over the splits. */
  public RankingFigures linear() {
    return mean(Split::linear);
  }

  /**
   * Of one split its own, with errors over users; of several the means, with errors over splits.
   */
  private RankingFigures mean(Function<Split, RankingFigures> part) {
    List<RankingFigures> all = splits.stream().map(part).toList();
    return all.size() == 1
        ? all.getFirst()
        : new RankingFigures(
            mean(all, RankingFigures::ndcgAt10),
            mean(all, RankingFigures::ndcgAt100),
            mean(all, RankingFigures::recallAt20),
            mean(all, RankingFigures::recallAt50),
            new RankingFigures.Reach(
                mean(all, f -> f.reach().coverageAt20()), mean(all, f -> f.reach().noveltyAt20())),
            new RankingFigures.Errors(
                error(all, RankingFigures::ndcgAt10),
                error(all, RankingFigures::ndcgAt100),
                error(all, RankingFigures::recallAt20),
                error(all, RankingFigures::recallAt50)));
  }

  private static double mean(List<RankingFigures> all, ToDoubleFunction<RankingFigures> figure) {
    return Ranking.mean(all.stream().mapToDouble(figure).toArray());
  }

  private static double error(List<RankingFigures> all, ToDoubleFunction<RankingFigures> figure) {
    return Ranking.standardError(all.stream().mapToDouble(figure).toArray());
  }

  /** By name, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("users", users);
    map.put("items", items);
    map.put("ratings", interactions);
    map.put("testUsers", splits.getFirst().testUsers);
    map.putAll(chosen().toMap());
    Map<String, Object> baselines = new LinkedHashMap<>();
    baselines.put("popularity", popularity().toMap());
    baselines.put("linear", linear().toMap());
    map.put("baselines", baselines);
    map.put("selection", splits.getFirst().selection.toMap());
    if (splits.size() > 1) {
      map.put(
          "splits",
          splits.stream()
              .map(
                  split -> {
                    Map<String, Object> each = new LinkedHashMap<>();
                    each.put("seed", split.seed);
                    each.putAll(split.chosen.toMap());
                    each.put(
                        "baselines",
                        Map.of(
                            "popularity", split.popularity.toMap(),
                            "linear", split.linear.toMap()));
                    each.put("selection", split.selection.toMap());
                    return each;
                  })
              .toList());
    }
    return map;
  }
}
