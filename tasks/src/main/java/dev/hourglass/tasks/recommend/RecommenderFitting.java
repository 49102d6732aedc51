package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.rating.Seasons;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.recommend.Selection.Blend;
import dev.hourglass.tasks.recommend.Selection.Ridge;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Fits models twice: on most users, so that the others choose between them and their settings, and
 * with what was chosen on all; networks once where next to nobody chooses.
 */
final class RecommenderFitting {
  /** The share of a validation user's items that are hidden. */
  private static final double HIDDEN_SHARE = 0.2;

  /** More say no more. */
  private static final int MOST_VALIDATION_USERS = 2_000;

  /** So often is a validation user asked, where they are few, each time with other items hidden. */
  private static final int MOST_QUESTIONS = 4;

  /** Fewer choose by chance. */
  private static final int FEWEST_VALIDATION_USERS = 20;

  /** Where fewer of all users choose, networks are not trained anew to learn from them too. */
  private static final double FEW_CHOOSE = 0.05;

  private static final double FIRST_LAMBDA = 200;

  private final Interactions interactions;
  private final RecommenderOptions options;
  private final Kernels kernels;
  private final FittingListener listener;
  private final NetworkOptions network;

  RecommenderFitting(
      Interactions interactions,
      RecommenderOptions options,
      Kernels kernels,
      FittingListener listener) {
    this.interactions = interactions;
    this.options = options;
    this.kernels = kernels;
    this.listener = listener;
    this.network = options.networkFor(interactions.size());
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
    Choice choice = choose(users);
    return fitted(users, choice.selection, withLinear, networks(users, choice));
  }

  // ---- choosing ----

  private boolean considers(RecommenderKind kind) {
    return options.kind().isEmpty() || options.kind().get() == kind;
  }

  /**
   * What was chosen.
   *
   * @param networks that need not be trained anew
   */
  private record Choice(Selection selection, List<Autoencoder> networks) {
    Choice(Selection selection) {
      this(selection, List.of());
    }
  }

  private Choice choose(int[] users) {
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
      return new Choice(
          new Selection(
              kind,
              first,
              Blend.of(first),
              network.epochs() / 2,
              options.networksFor(interactions.size()),
              Map.of()));
    }
    HeldOut.shuffle(able, new SplittableRandom(options.seed()));
    int[] choosing = Arrays.copyOf(able, wanted);
    boolean[] chooses = new boolean[interactions.users().size()];
    for (int user : choosing) {
      chooses[user] = true;
    }
    int[] learning = IntStream.of(users).filter(u -> !chooses[u]).toArray();
    HeldOut held =
        HeldOut.of(
            interactions,
            choosing,
            LongStream.range(0, Math.clamp(MOST_VALIDATION_USERS / wanted, 1, MOST_QUESTIONS))
                .mapToObj(i -> new HeldOut.Hiding.Random(HIDDEN_SHARE, options.seed() + i))
                .toList());
    Choosing choice = new Choosing(interactions, options, kernels, listener, learning, held);
    Selection selection = choice.selection(first);
    return choosing.length < FEW_CHOOSE * users.length
            && choice.trained().size() == selection.networks()
        ? new Choice(selection, choice.trained())
        : new Choice(selection);
  }

  // ---- fitting what was chosen ----

  private List<Autoencoder> networks(int[] users, Choice choice) {
    Selection selection = choice.selection;
    if (!selection.kind().usesNetwork()) {
      return List.of();
    }
    if (!choice.networks.isEmpty()) {
      listener.said("networks   as trained without those who chose: they are less than 5% of all");
      return choice.networks;
    }
    return new NetworkTeam(network, options.seed(), kernels, listener)
        .train(
            interactions.histories(users), selection.networks(), Math.max(1, selection.epochs()));
  }

  private FittedScorers fitted(
      int[] users, Selection selection, boolean withLinear, List<Autoencoder> networks) {
    int[] popularity = interactions.popularity(users);
    LinearFitting linears = new LinearFitting(interactions, users, popularity, kernels);
    Optional<LinearScorer> linear =
        withLinear || selection.kind() == RecommenderKind.LINEAR
            ? Optional.of(linears.fit(selection.linear()))
            : Optional.empty();
    Optional<LinearScorer> half =
        selection.kind() != RecommenderKind.HYBRID
            ? Optional.empty()
            : selection.blend().linear().equals(selection.linear()) && linear.isPresent()
                ? linear
                : Optional.of(linears.fit(selection.blend().linear()));
    return new FittedScorers(
        selection,
        PopularityScorer.of(popularity),
        linear,
        half,
        seasons(users, selection),
        networks);
  }

  private Optional<Seasons> seasons(int[] users, Selection selection) {
    if (selection.kind() != RecommenderKind.HYBRID || selection.blend().seasonPower() == 0) {
      return Optional.empty();
    }
    if (!interactions.hasTimes()) {
      listener.said("seasons    count no longer: of some ratings it is not known when they were");
      return Optional.empty();
    }
    return interactions.seasons(users);
  }

  // ---- going on ----

  /**
   * Goes on from what was fitted on other users, on all of these: choices stay, the linear model is
   * solved anew, networks are trained for a quarter of their epochs.
   *
   * @param begun of the first of these items
   */
  FittedScorers goOn(FittedScorers begun) {
    int[] users = RowOrder.all(interactions.users().size());
    Selection selection = begun.selection();
    int[] popularity = interactions.popularity(users);
    List<Autoencoder> grown =
        begun.networks().stream()
            .map(each -> GrownNetwork.of(each, popularity, options.seed(), kernels))
            .toList();
    int epochs = Math.max(1, Math.ceilDiv(selection.epochs(), 4));
    listener.said(
        String.format(
            Locale.ROOT,
            "%s, as chosen before%s",
            selection.kind().text(),
            grown.isEmpty()
                ? ""
                : "; %d epochs more of %d networks".formatted(epochs, grown.size())));
    List<Autoencoder> networks =
        grown.isEmpty()
            ? List.of()
            : new NetworkTeam(network, options.seed(), kernels, listener)
                .train(interactions.histories(users), grown, epochs);
    return fitted(users, selection, false, networks);
  }
}
