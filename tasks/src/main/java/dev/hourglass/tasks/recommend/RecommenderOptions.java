package dev.hourglass.tasks.recommend;

import java.util.Optional;

/**
 * How a recommender is fitted.
 *
 * @param kind what it goes by; whichever serves validation users best where there is none
 * @param lambda λ of the linear model, above 0; chosen on validation users where there is none
 * @param network the autoencoder and how it is trained
 * @param validationShare of the users, in (0, 0.5]: they choose what is left open, then all are
 *     learned from
 * @param seed of all draws
 */
public record RecommenderOptions(
    Optional<RecommenderKind> kind,
    Optional<Double> lambda,
    NetworkOptions network,
    double validationShare,
    long seed) {
  private static final double DEFAULT_SHARE = 0.15;
  private static final double MOST_SHARE = 0.5;

  public RecommenderOptions {
    lambda.ifPresent(
        given -> {
          if (!(given > 0 && given < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("option 'lambda' must be above 0, but was " + given);
          }
        });
    if (!(validationShare > 0 && validationShare <= MOST_SHARE)) {
      throw new IllegalArgumentException(
          "the share of users who choose must be above 0 and at most 0.5, but was "
              + validationShare);
    }
  }

  /** Everything is chosen on 15 % of the users. */
  public static RecommenderOptions defaults(long seed) {
    return new RecommenderOptions(
        Optional.empty(), Optional.empty(), NetworkOptions.defaults(), DEFAULT_SHARE, seed);
  }

  /** The same going by what is said. */
  public RecommenderOptions withKind(RecommenderKind kind) {
    return new RecommenderOptions(Optional.of(kind), lambda, network, validationShare, seed);
  }

  /** The same with λ as it is said. */
  public RecommenderOptions withLambda(double lambda) {
    return new RecommenderOptions(kind, Optional.of(lambda), network, validationShare, seed);
  }

  /** The same with another autoencoder. */
  public RecommenderOptions withNetwork(NetworkOptions network) {
    return new RecommenderOptions(kind, lambda, network, validationShare, seed);
  }

  /** The same with other draws. */
  public RecommenderOptions withSeed(long seed) {
    return new RecommenderOptions(kind, lambda, network, validationShare, seed);
  }
}
