package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.rating.Ratings;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.recommend.ItemScorer.Histories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells what users may like: fitted on who has what, saved in one file, loaded, asked. A new user
 * is a list of items: nobody need be fitted again for one.
 *
 * <pre>{@code
 * Recommender recommender =
 *     Recommender.fit(interactions, RecommenderOptions.defaults(42), kernels, SILENT);
 * recommender.save(Path.of("films.safetensors"));
 * List<Recommendation> best = recommender.top(List.of("tt0113277", "tt0114369"), 20);
 * }</pre>
 *
 * <p>Immutable and safe to use from several threads.
 */
public final class Recommender {
  /** Of more items than this only so many are looked at to explain, evenly spread. */
  private static final int MOST_EXPLAINING = 250;

  private final List<String> items;
  private final Map<String, Integer> itemNumbers;
  private final KnownUsers users;
  private final Map<String, Integer> userNumbers;
  private final FittedScorers fitted;
  private final ItemScorer scorer;

  Recommender(List<String> items, KnownUsers users, FittedScorers fitted) {
    this.items = items;
    this.itemNumbers = KnownUsers.numbers(items);
    this.users = users;
    this.userNumbers = KnownUsers.numbers(users.names());
    this.fitted = fitted;
    this.scorer = fitted.chosen();
  }

  /** Fits a recommender on all users. */
  public static Recommender fit(
      Interactions interactions,
      RecommenderOptions options,
      Kernels kernels,
      FittingListener listener) {
    FittedScorers fitted =
        new RecommenderFitting(interactions, options, kernels, listener)
            .fit(RowOrder.all(interactions.users().size()), false);
    return new Recommender(
        interactions.items(), KnownUsers.of(interactions, fitted.seasons().isPresent()), fitted);
  }

  /**
   * What new ratings add to what counts for this recommender: its users and items stay, new ones
   * must have as many as the options say, counted in the new ratings.
   *
   * @throws DataException if none of the new ratings counts
   */
  public Interactions joined(Ratings fresh, InteractionOptions options) {
    return JoinedInteractions.of(items, users, fresh, options);
  }

  /**
   * Goes on from this recommender instead of beginning anew: what was chosen for it stays, the
   * linear model is solved for all that counts now, and networks are trained for a quarter of their
   * epochs more, from where they are.
   *
   * @param joined of {@link #joined}
   * @param options whose seed counts, and how networks are trained; their layers are as they are
   * @throws IllegalArgumentException if its first items are not those of this recommender
   */
  public Recommender goOn(
      Interactions joined, RecommenderOptions options, Kernels kernels, FittingListener listener) {
    if (joined.items().size() < items.size()
        || !joined.items().subList(0, items.size()).equals(items)) {
      throw new IllegalArgumentException(
          "the items do not begin with those that the recommender knows");
    }
    FittedScorers further = new RecommenderFitting(joined, options, kernels, listener).goOn(fitted);
    return new Recommender(
        joined.items(), KnownUsers.of(joined, further.seasons().isPresent()), further);
  }

  /**
   * The recommender in a file.
   *
   * @throws ModelFileException if there is none, or the file cannot be read
   */
  public static Recommender load(Path file, Kernels kernels) {
    return RecommenderFile.read(file, kernels);
  }

  /** Whether a file says that it holds a recommender. */
  public static boolean isIn(Path file) {
    return RecommenderFile.isOne(file);
  }

  /** Writes the file, whole or not at all. */
  public void save(Path file) {
    RecommenderFile.write(file, this);
  }

  /** What it goes by, and what was chosen how. */
  public Selection selection() {
    return fitted.selection();
  }

  /** The items it can recommend. */
  public List<String> items() {
    return items;
  }

  /** The users it was fitted on. */
  public List<String> users() {
    return users.names();
  }

  FittedScorers fitted() {
    return fitted;
  }

  KnownUsers knownUsers() {
    return users;
  }

  // ---- users ----

  /**
   * What a user has.
   *
   * @throws DataException if there is no such user
   */
  public List<String> itemsOf(String user) {
    return Arrays.stream(users.itemsOf(number(user))).mapToObj(items::get).toList();
  }

  private int number(String user) {
    Integer number = userNumbers.get(user);
    if (number == null) {
      throw UnknownName.user(user, users.names());
    }
    return number;
  }

  /** Whether it was fitted on a user of that name. */
  public boolean knowsUser(String name) {
    return userNumbers.containsKey(name);
  }

  /** Whether it knows an item. */
  public boolean knows(String item) {
    return itemNumbers.containsKey(item);
  }

  /**
   * The numbers of items, ascending and each once.
   *
   * @throws DataException if one is not known
   */
  private int[] numbers(List<String> names) {
    return names.stream()
        .map(
            name ->
                Optional.ofNullable(itemNumbers.get(name))
                    .orElseThrow(() -> UnknownName.item(name, items)))
        .mapToInt(Integer::intValue)
        .distinct()
        .sorted()
        .toArray();
  }

  // ---- the top of items ----

  /**
   * The best items for a user it was fitted on, without those the user has.
   *
   * @param most how many at most, at least 1
   * @throws DataException if there is no such user
   */
  public List<Recommendation> topFor(String user, int most) {
    return topOf(List.of(users.itemsOf(number(user))), most).getFirst();
  }

  /**
   * The best items for somebody who has these, without these.
   *
   * @param has at least one
   * @param most how many at most, at least 1
   * @throws DataException if an item is not known, or there are none
   */
  public List<Recommendation> top(List<String> has, int most) {
    if (has.isEmpty()) {
      throw new DataException(
          "somebody without an item cannot be told what to like; give at least one");
    }
    return topOf(List.of(numbers(has)), most).getFirst();
  }

  /** The best items for many users it was fitted on, in their order; on all processors. */
  public List<List<Recommendation>> topForAll(List<String> names, int most) {
    return topOf(names.stream().map(name -> users.itemsOf(number(name))).toList(), most);
  }

  /** The best items for many new users, in their order; on all processors. */
  public List<List<Recommendation>> topOfAll(List<List<String>> have, int most) {
    return topOf(have.parallelStream().map(this::numbers).toList(), most);
  }

  private List<List<Recommendation>> topOf(List<int[]> histories, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("option 'n' must be at least 1, but was " + most);
    }
    List<List<Recommendation>> top = new ArrayList<>();
    for (int i = 0; i < histories.size(); i++) {
      top.add(List.of());
    }
    Ranking.of(
        scorer,
        Histories.now(samples(histories)),
        most,
        (user, best) -> {
          List<Recommendation> own = new ArrayList<>(best.size());
          for (int rank = 0; rank < best.size(); rank++) {
            own.add(new Recommendation(items.get(best.item(rank)), best.score(rank), List.of()));
          }
          top.set(user, own);
        });
    return top;
  }

  private SparseSamples samples(List<int[]> histories) {
    SparseBuilder builder = SparseSamples.builder(items.size());
    for (int[] history : histories) {
      builder.add(history, Interactions.ones(history.length));
    }
    return builder.build();
  }

  // ---- why ----

  /**
   * The same recommendations with what speaks for them: each item that the user has is taken away
   * in turn, and what a recommendation's score loses is that item's part in it.
   *
   * @param has what the user has
   * @param recommendations of {@link #top} for these
   * @param most items to name for each
   */
  public List<Recommendation> explain(
      List<String> has, List<Recommendation> recommendations, int most) {
    int[] history = numbers(has);
    if (history.length < 2 || recommendations.isEmpty()) {
      return recommendations.stream()
          .map(
              each ->
                  new Recommendation(
                      each.item(),
                      each.score(),
                      has.stream().limit(1).map(i -> new Recommendation.Because(i, 1)).toList()))
          .toList();
    }
    int[] asked =
        Arrays.stream(RowOrder.spread(history.length, MOST_EXPLAINING))
            .map(i -> history[i])
            .toArray();
    int[] wanted =
        recommendations.stream().mapToInt(each -> itemNumbers.get(each.item())).toArray();
    double[] whole = scores(List.of(history), wanted)[0];
    double[][] without =
        scores(
            Arrays.stream(asked)
                .mapToObj(left -> Arrays.stream(history).filter(i -> i != left).toArray())
                .toList(),
            wanted);
    List<Recommendation> explained = new ArrayList<>();
    for (int w = 0; w < wanted.length; w++) {
      int at = w;
      List<Recommendation.Because> because =
          IntStream.range(0, asked.length)
              .mapToObj(
                  i ->
                      new Recommendation.Because(
                          items.get(asked[i]), lost(whole[at], without[i][at])))
              .filter(each -> each.share() > 0)
              .sorted(Comparator.comparingDouble(Recommendation.Because::share).reversed())
              .limit(most)
              .toList();
      Recommendation given = recommendations.get(w);
      explained.add(new Recommendation(given.item(), given.score(), because));
    }
    return explained;
  }

  /**
   * The part of a score that is lost, 1 where nothing is left that speaks for the item. The
   * network's scores are logarithms: their difference is what a probability is divided by.
   */
  private double lost(double whole, double without) {
    double part =
        fitted.selection().kind() == RecommenderKind.NETWORK
            ? 1 - Math.exp(without - whole)
            : (whole - without) / Math.max(Math.abs(whole), Double.MIN_NORMAL);
    return Math.min(1, part);
  }

  /** The scores of some items for each history. */
  private double[][] scores(List<int[]> histories, int[] wanted) {
    double[][] scores = new double[histories.size()][wanted.length];
    Ranking.scores(
        scorer,
        Histories.now(samples(histories)),
        () ->
            (user, all) -> {
              for (int w = 0; w < wanted.length; w++) {
                scores[user][w] = all[wanted[w]];
              }
            });
    return scores;
  }

  // ---- similar items ----

  /**
   * The items that go best with one: by the linear model's weights where it goes by one, else by
   * the cosine between the weights of the network's last layer, or nothing but popularity.
   *
   * @param most how many at most, at least 1
   * @throws DataException if the item is not known
   */
  public List<Recommendation> similar(String item, int most) {
    int asked = numbers(List.of(item))[0];
    float[] alike =
        fitted
            .linearHalf()
            .or(fitted::linear)
            .map(linear -> linear.weightsOf(asked))
            .or(
                () ->
                    fitted.networks().isEmpty()
                        ? Optional.empty()
                        : Optional.of(OutputWeights.cosines(fitted.networks(), asked)))
            .orElse(fitted.popularity().counts());
    RankedItems best = new RankedItems(Math.min(most, items.size()));
    for (int i = 0; i < alike.length; i++) {
      if (i != asked) {
        best.offer(i, alike[i]);
      }
    }
    best.sort();
    return IntStream.range(0, best.size())
        .mapToObj(
            rank -> new Recommendation(items.get(best.item(rank)), best.score(rank), List.of()))
        .toList();
  }

  @Override
  public String toString() {
    return "Recommender by %s of %,d items, fitted on %,d users"
        .formatted(fitted.selection().kind().text(), items.size(), users.names().size());
  }
}
