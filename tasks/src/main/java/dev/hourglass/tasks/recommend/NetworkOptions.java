package dev.hourglass.tasks.recommend;

import java.util.List;

/**
 * What the autoencoder of items is and how it is trained.
 *
 * @param hidden units of the encoder's hidden layers; the decoder mirrors them
 * @param code units of the code, at least 1
 * @param dropout share of a user's items that are left out each time, in [0, 1)
 * @param beta weight of the code's divergence from its prior, above 0
 * @param annealing share of the training over which beta grows to that, in [0, 1]
 * @param epochs at most where one network is judged, of each where there are several, at least 1
 * @param batch users a step, at least 1; fewer where an epoch would have less than 12 steps
 */
public record NetworkOptions(
    List<Integer> hidden,
    int code,
    double dropout,
    double beta,
    double annealing,
    int epochs,
    int batch) {

  public NetworkOptions {
    hidden = List.copyOf(hidden);
    require(code >= 1, "option 'code' must be at least 1, but was " + code);
    require(
        dropout >= 0 && dropout < 1,
        "option 'dropout' must be at least 0 and below 1, but was " + dropout);
    require(epochs >= 1, "option 'epochs' must be at least 1, but was " + epochs);
    require(batch >= 1, "option 'batch' must be at least 1, but was " + batch);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * As published for films (Liang et al. 2018): items-600-200-600-items, half of a user's items
   * left out, β up to 0.2.
   */
  public static NetworkOptions defaults() {
    return new NetworkOptions(List.of(600), 200, 0.5, 0.2, 0.5, 40, 256);
  }

  /**
   * For few ratings: items-200-100-200-items in steps of 64 users. On some ten thousand ratings it
   * is better than the larger one, which fits them by heart, and trained in a third of the time.
   */
  public static NetworkOptions forFewRatings() {
    return new NetworkOptions(List.of(200), 100, 0.5, 0.2, 0.5, 30, 64);
  }

  /** The same with other layers. */
  public NetworkOptions withLayers(List<Integer> hidden, int code) {
    return new NetworkOptions(hidden, code, dropout, beta, annealing, epochs, batch);
  }

  /** The same with as many epochs at most. */
  public NetworkOptions withEpochs(int epochs) {
    return new NetworkOptions(hidden, code, dropout, beta, annealing, epochs, batch);
  }
}
