package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Judge;
import dev.hourglass.data.rating.Seasons;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.recommend.Selection.Blend;
import dev.hourglass.tasks.recommend.Selection.Ridge;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is tried on users who choose. */
final class Choosing {
  private static final double LEAST_LAMBDA = 1;
  private static final double MOST_LAMBDA = 1e5;

  /** Where one inversion takes this many items long, fewer λ are tried. */
  private static final int MANY_ITEMS = 5_000;

  /** As many networks choose the power of more. */
  private static final int CHOOSING_NETWORKS = 2;

  private static final List<Double> POWERS = List.of(0.2, 0.3, 0.4, 0.6, 0.8, 1.0);

  private static final List<Double> SEASON_POWERS = List.of(0.1, 0.2, 0.3, 0.4);

  /**
   * Where a hybrid's linear half is looked for: λ as a part of the one that is best alone, items as
   * if left out with probability 3/4, users by the root of their count.
   */
  private static final Ridge HALF = new Ridge(0.25, 3, 0.5);

  private final Interactions interactions;
  private final RecommenderOptions options;
  private final Kernels kernels;
  private final FittingListener listener;
  private final int[] learning;
  private final HeldOut held;
  private final int[] popularity;
  private final LinearFitting linears;
  private final Map<RecommenderKind, Double> figures = new EnumMap<>(RecommenderKind.class);
  private List<Autoencoder> trained = List.of();

  /**
   * Of users who choose.
   *
   * @param learning users who are learned from
   * @param held the users who choose, some of their items hidden
   */
  Choosing(
      Interactions interactions,
      RecommenderOptions options,
      Kernels kernels,
      FittingListener listener,
      int[] learning,
      HeldOut held) {
    this.interactions = interactions;
    this.options = options;
    this.kernels = kernels;
    this.listener = listener;
    this.learning = learning;
    this.held = held;
    this.popularity = interactions.popularity(learning);
    this.linears = new LinearFitting(interactions, learning, popularity, kernels);
  }

  private boolean considers(RecommenderKind kind) {
    return options.kind().isEmpty() || options.kind().get() == kind;
  }

  private double ndcg(ItemScorer scorer) {
    return Ranking.measure(scorer, held, popularity, learning.length).ndcgAt100();
  }

  /** The networks that were trained without those who choose, each of its best epoch. */
  List<Autoencoder> trained() {
    return trained;
  }

  /** What they choose; λ is looked for from there on unless it is given. */
  Selection selection(Ridge first) {
    if (considers(RecommenderKind.POPULARITY)) {
      record(RecommenderKind.POPULARITY, ndcg(PopularityScorer.of(popularity)), "");
    }
    Ridge linear =
        considers(RecommenderKind.LINEAR) || considers(RecommenderKind.HYBRID)
            ? bestRidge(first)
            : first;
    Selection selection =
        new Selection(RecommenderKind.LINEAR, linear, Blend.of(linear), 0, 0, Map.of());
    if (considers(RecommenderKind.NETWORK) || considers(RecommenderKind.HYBRID)) {
      NetworkTeam.Judged team = networks();
      int networks = options.networksFor(interactions.size());
      selection =
          new Selection(
              RecommenderKind.NETWORK, linear, Blend.of(linear), team.epochs(), networks, Map.of());
      if (considers(RecommenderKind.HYBRID)) {
        selection = hybrid(selection, new NetworkScorer(team.networks()));
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
        selection.blend(),
        selection.epochs(),
        selection.networks(),
        figures);
  }

  private void record(RecommenderKind kind, double ndcg, String how) {
    figures.put(kind, ndcg);
    listener.said(String.format(Locale.ROOT, "%-10s NDCG@100 %.4f%s", kind.text(), ndcg, how));
  }

  private Ridge bestRidge(Ridge first) {
    Map<Double, Double> tried = new HashMap<>();
    Ridge best = options.lambda().isPresent() ? first : climbed(first, tried);
    record(
        RecommenderKind.LINEAR,
        tried.computeIfAbsent(best.lambda(), _ -> ndcg(linears.fit(best))),
        String.format(Locale.ROOT, "  λ %.3g of %d tried", best.lambda(), tried.size()));
    return best;
  }

  /**
   * Goes up and down from the first λ by factors of 2 as long as that helps.
   *
   * @param tried what was found for each λ
   */
  private Ridge climbed(Ridge first, Map<Double, Double> tried) {
    double best = first.lambda();
    tried.put(best, ndcg(linears.fit(first)));
    double factor = popularity.length > MANY_ITEMS ? 4 : 2;
    for (double step : new double[] {factor, 1 / factor}) {
      double next = best * step;
      while (next >= LEAST_LAMBDA && next <= MOST_LAMBDA && !tried.containsKey(next)) {
        tried.put(next, ndcg(linears.fit(first.with(next))));
        if (tried.get(next) <= tried.get(best)) {
          break;
        }
        best = next;
        next *= step;
      }
    }
    return first.with(best);
  }

  private NetworkTeam.Judged networks() {
    Judge judge = model -> -ndcg(new NetworkScorer(model));
    NetworkOptions network = options.networkFor(interactions.size());
    NetworkTeam.Judged team =
        new NetworkTeam(network, options.seed(), kernels, listener)
            .train(
                interactions.histories(learning),
                Math.min(CHOOSING_NETWORKS, options.networksFor(interactions.size())),
                judge);
    trained = team.networks();
    record(
        RecommenderKind.NETWORK,
        ndcg(new NetworkScorer(team.networks())),
        String.format(
            Locale.ROOT,
            "  %d of them, epoch %d of %d, %,.0f users a second",
            team.networks().size(),
            team.epochs(),
            network.epochs(),
            team.usersPerSecond()));
    return team;
  }

  private Selection hybrid(Selection alone, ItemScorer networks) {
    double best = Double.NEGATIVE_INFINITY;
    Blend blend = Blend.of(alone.linear());
    LinearScorer half = linears.fit(blend.linear());
    for (Ridge ridge : halves(alone.linear())) {
      LinearScorer scorer = linears.fit(ridge);
      for (double each : POWERS) {
        double ndcg = ndcg(new HybridScorer(networks, scorer, each, Optional.empty(), 0, kernels));
        if (ndcg > best) {
          best = ndcg;
          blend = new Blend(ridge, each, 0);
          half = scorer;
        }
      }
    }
    Optional<Seasons> seasons = interactions.seasons(learning);
    for (double each : seasons.isPresent() ? SEASON_POWERS : List.<Double>of()) {
      double ndcg = ndcg(new HybridScorer(networks, half, blend.power(), seasons, each, kernels));
      if (ndcg > best) {
        best = ndcg;
        blend = new Blend(blend.linear(), blend.power(), each);
      }
    }
    Ridge ridge = blend.linear();
    record(
        RecommenderKind.HYBRID,
        best,
        String.format(
            Locale.ROOT,
            "  the networks to the power %.1f times linear with λ %.3g%s%s%s",
            blend.power(),
            ridge.lambda(),
            ridge.share() == 0 ? "" : " and %.0f diag(G)".formatted(ridge.share()),
            ridge.damping() == 0 ? "" : ", users by count^−%.1f".formatted(ridge.damping()),
            blend.seasonPower() == 0
                ? ""
                : ", times what is liked at the time to the power %.1f"
                    .formatted(blend.seasonPower())));
    return new Selection(
        RecommenderKind.HYBRID, alone.linear(), blend, alone.epochs(), alone.networks(), Map.of());
  }

  /**
   * The linear model as it is alone, and the damped one that is best alone with the λ beside it.
   */
  private List<Ridge> halves(Ridge linear) {
    if (popularity.length > MANY_ITEMS) {
      return List.of(linear);
    }
    Ridge begin = HALF.with(Math.max(LEAST_LAMBDA, HALF.lambda() * linear.lambda()));
    Ridge best = climbed(begin, new HashMap<>());
    return List.of(best, best.with(2 * best.lambda()), best.with(best.lambda() / 2), linear);
  }
}
