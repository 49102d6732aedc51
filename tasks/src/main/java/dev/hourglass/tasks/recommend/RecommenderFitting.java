package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.Judge;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.recommend.Selection.Ridge;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fits models twice: on most users, so that the others choose between them and their settings, and
 * with what was chosen on all.
 */
final class RecommenderFitting {
  /** The share of a validation user's items that are hidden. */
  private static final double HIDDEN_SHARE = 0.2;

  /** More say no more. */
  private static final int MOST_VALIDATION_USERS = 2_000;

  /** Fewer choose by chance. */
  private static final int FEWEST_VALIDATION_USERS = 20;

  private static final double FIRST_LAMBDA = 200;
  private static final double LEAST_LAMBDA = 1;
  private static final double MOST_LAMBDA = 1e5;

  /** Where one inversion takes this many items long, fewer λ are tried. */
  private static final int MANY_ITEMS = 5_000;

  private static final List<Double> POWERS = List.of(0.2, 0.3, 0.4, 0.6, 0.8, 1.0, 1.5);

  /** Shares of the diagonal that a hybrid's linear half is tried with, and the λ beside each. */
  private static final List<Ridge> HALVES =
      List.of(new Ridge(0.5, 1), new Ridge(0.5, 3), new Ridge(0.25, 3));

  private final Interactions interactions;
  private final RecommenderOptions options;
  private final Kernels kernels;
  private final FittingListener listener;
  private final int items;

  RecommenderFitting(
      Interactions interactions,
      RecommenderOptions options,
      Kernels kernels,
      FittingListener listener) {
    this.interactions = interactions;
    this.options = options;
    this.kernels = kernels;
    this.listener = listener;
    this.items = interactions.items().size();
  }

  /**
   * Fits on these users.
   *
   * @param withLinear whether the linear model is wanted whatever is chosen, to compare with
   */
  FittedScorers fit(int[] users, boolean withLinear) {
    int items = interactions.items().size();
    boolean linear =
        withLinear || considers(RecommenderKind.LINEAR) || considers(RecommenderKind.HYBRID);
    if (linear && items > LinearScorer.MOST_ITEMS) {
      listener.said(
          String.format(
              Locale.ROOT,
              "the linear model learns the %,d most popular of %,d items: more would take too much"
                  + " memory",
              LinearScorer.MOST_ITEMS,
              items));
    }
    Selection selection = select(users);
    return refit(users, selection, withLinear);
  }

  // ---- choosing ----

  private boolean considers(RecommenderKind kind) {
    return options.kind().isEmpty() || options.kind().get() == kind;
  }

  private Selection select(int[] users) {
    int[] able = IntStream.of(users).filter(u -> interactions.count(u) > 1).toArray();
    int wanted =
        Math.min(MOST_VALIDATION_USERS, (int) Math.round(options.validationShare() * able.length));
    Ridge first = new Ridge(options.lambda().orElse(FIRST_LAMBDA), 0);
    if (wanted < FEWEST_VALIDATION_USERS) {
      RecommenderKind kind = options.kind().orElse(RecommenderKind.LINEAR);
      listener.said(
          String.format(
              Locale.ROOT,
              "%,d users with two items or more are too few to choose on: %s, as set beforehand",
              able.length,
              kind.text()));
      return new Selection(kind, first, first, 1, options.network().epochs() / 2, Map.of());
    }
    HeldOut.shuffle(able, new SplittableRandom(options.seed()));
    int[] choosing = Arrays.copyOf(able, wanted);
    boolean[] chooses = new boolean[interactions.users().size()];
    for (int user : choosing) {
      chooses[user] = true;
    }
    int[] learning = IntStream.of(users).filter(u -> !chooses[u]).toArray();
    HeldOut held =
        HeldOut.of(interactions, choosing, new HeldOut.Hiding.Random(HIDDEN_SHARE, options.seed()));
    return new Choosing(learning, held, interactions.popularity(learning)).selection(first);
  }

  /** What is tried on users who choose. */
  private final class Choosing {
    private final int[] learning;
    private final HeldOut held;
    private final int[] popularity;
    private final Map<RecommenderKind, Double> figures = new EnumMap<>(RecommenderKind.class);

    Choosing(int[] learning, HeldOut held, int[] popularity) {
      this.learning = learning;
      this.held = held;
      this.popularity = popularity;
    }

    private double ndcg(ItemScorer scorer) {
      return Ranking.measure(scorer, held, popularity, learning.length).ndcgAt100();
    }

    Selection selection(Ridge first) {
      if (considers(RecommenderKind.POPULARITY)) {
        record(RecommenderKind.POPULARITY, ndcg(PopularityScorer.of(popularity)), "");
      }
      Ridge linear = first;
      Optional<Grams> grams = Optional.empty();
      if (considers(RecommenderKind.LINEAR) || considers(RecommenderKind.HYBRID)) {
        grams = Optional.of(Grams.of(interactions, learning, popularity));
        linear = bestRidge(grams.get(), first);
      }
      Selection selection = new Selection(RecommenderKind.LINEAR, linear, linear, 1, 0, Map.of());
      if (considers(RecommenderKind.NETWORK) || considers(RecommenderKind.HYBRID)) {
        TrainingResult network = network();
        selection =
            new Selection(
                RecommenderKind.NETWORK, linear, linear, 1, network.bestEpoch(), Map.of());
        if (considers(RecommenderKind.HYBRID)) {
          selection = hybrid(grams.orElseThrow(), linear, network);
        }
      }
      RecommenderKind best =
          options
              .kind()
              .orElseGet(
                  () ->
                      figures.entrySet().stream()
                          .max(Map.Entry.comparingByValue())
                          .orElseThrow()
                          .getKey());
      return new Selection(
          best,
          selection.linear(),
          selection.linearHalf(),
          selection.power(),
          selection.epochs(),
          figures);
    }

    private void record(RecommenderKind kind, double ndcg, String how) {
      figures.put(kind, ndcg);
      listener.said(String.format(Locale.ROOT, "%-10s NDCG@100 %.4f%s", kind.text(), ndcg, how));
    }

    /** Goes up and down from the first λ by factors of 2 as long as that helps. */
    private Ridge bestRidge(Grams grams, Ridge first) {
      Map<Double, Double> tried = new HashMap<>();
      double best = first.lambda();
      tried.put(best, ndcg(grams.fit(new Ridge(best, 0), items, kernels)));
      double factor = items > MANY_ITEMS ? 4 : 2;
      if (options.lambda().isEmpty()) {
        for (double step : new double[] {factor, 1 / factor}) {
          double next = best * step;
          while (next >= LEAST_LAMBDA && next <= MOST_LAMBDA && !tried.containsKey(next)) {
            tried.put(next, ndcg(grams.fit(new Ridge(next, 0), items, kernels)));
            if (tried.get(next) <= tried.get(best)) {
              break;
            }
            best = next;
            next *= step;
          }
        }
      }
      record(
          RecommenderKind.LINEAR,
          tried.get(best),
          String.format(Locale.ROOT, "  λ %.3g of %d tried", best, tried.size()));
      return new Ridge(best, 0);
    }

    private TrainingResult network() {
      Judge judge = model -> -ndcg(new NetworkScorer(model));
      TrainingResult result =
          new NetworkFitting(options.network(), options.seed(), kernels, watching())
              .train(interactions.histories(learning), judge);
      record(
          RecommenderKind.NETWORK,
          ndcg(new NetworkScorer(result.autoencoder())),
          String.format(
              Locale.ROOT,
              "  epoch %d of %d, %,.0f users a second",
              result.bestEpoch(),
              result.history().size(),
              result.history().getLast().samplesPerSecond()));
      return result;
    }

    private Selection hybrid(Grams grams, Ridge linear, TrainingResult result) {
      ItemScorer network = new NetworkScorer(result.autoencoder());
      double best = Double.NEGATIVE_INFINITY;
      Ridge half = linear;
      double power = 1;
      for (int i = -1; i < (items > MANY_ITEMS ? 0 : HALVES.size()); i++) {
        Ridge ridge =
            i < 0
                ? linear
                : new Ridge(HALVES.get(i).lambda() * linear.lambda(), HALVES.get(i).share());
        LinearScorer scorer = grams.fit(ridge, items, kernels);
        for (double each : POWERS) {
          double ndcg = ndcg(new HybridScorer(network, scorer, each));
          if (ndcg > best) {
            best = ndcg;
            half = ridge;
            power = each;
          }
        }
      }
      record(
          RecommenderKind.HYBRID,
          best,
          String.format(
              Locale.ROOT,
              "  the network to the power %.1f times linear with λ %.3g%s",
              power,
              half.lambda(),
              half.share() == 0 ? "" : " and %.0f diag(G)".formatted(half.share())));
      return new Selection(
          RecommenderKind.HYBRID, linear, half, power, result.bestEpoch(), Map.of());
    }
  }

  // ---- fitting what was chosen ----

  private FittedScorers refit(int[] users, Selection selection, boolean withLinear) {
    int[] popularity = interactions.popularity(users);
    RecommenderKind kind = selection.kind();
    Optional<LinearScorer> linear = Optional.empty();
    Optional<LinearScorer> half = Optional.empty();
    if (withLinear || kind.usesLinear()) {
      Grams grams = Grams.of(interactions, users, popularity);
      if (withLinear || kind == RecommenderKind.LINEAR) {
        linear = Optional.of(grams.fit(selection.linear(), items, kernels));
      }
      if (kind == RecommenderKind.HYBRID) {
        half =
            selection.linearHalf().equals(selection.linear()) && linear.isPresent()
                ? linear
                : Optional.of(grams.fit(selection.linearHalf(), items, kernels));
      }
    }
    Optional<Autoencoder> network = Optional.empty();
    if (kind.usesNetwork()) {
      network =
          Optional.of(
              new NetworkFitting(options.network(), options.seed(), kernels, watching())
                  .train(interactions.histories(users), Math.max(1, selection.epochs()))
                  .autoencoder());
    }
    return new FittedScorers(selection, PopularityScorer.of(popularity), linear, half, network);
  }

  private TrainingListener watching() {
    return new TrainingListener() {
      @Override
      public void epochEnded(EpochRecord epoch) {
        if (epoch.epoch() % 10 == 0) {
          listener.said(
              String.format(
                  Locale.ROOT,
                  "network    epoch %d of %d, %,.0f users a second",
                  epoch.epoch(),
                  options.network().epochs(),
                  epoch.samplesPerSecond()));
        }
      }
    };
  }

  /**
   * Pairs of items counted once, for any number of linear models.
   *
   * @param learned the items that the models learn
   * @param gram {@code [learned, learned]}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Grams(int[] learned, Tensor gram) {
    static Grams of(Interactions interactions, int[] users, int[] popularity) {
      int[] learned = LinearScorer.learnable(popularity);
      int[] place = LinearScorer.places(learned, popularity.length);
      return new Grams(learned, GramMatrix.of(interactions, users, place, learned.length));
    }

    LinearScorer fit(Ridge ridge, int items, Kernels kernels) {
      return LinearScorer.fit(learned, gram, ridge, items, kernels);
    }
  }
}
