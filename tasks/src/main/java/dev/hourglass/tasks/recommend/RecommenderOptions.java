package dev.hourglass.tasks.recommend;

import java.util.Optional;

/**
 * How a recommender is fitted.
 *
 * @param kind what it goes by; whichever serves validation users best where there is none
 * @param lambda λ of the linear model, above 0; chosen on validation users where there is none
 * @param network the autoencoder and how it is trained; {@link NetworkOptions#forFewRatings} up to
 *     500,000 ratings and {@link NetworkOptions#defaults} of more, where that is not said
 * @param networks how many of them, of draws of their own, at least 1; as many as the ratings can
 *     bear where that is not said
 * @param validationShare of the users, in (0, 0.5]: they choose what is left open, then all are
 *     learned from
 * @param seed of all draws
 */
public record RecommenderOptions(
    Optional<RecommenderKind> kind,
    Optional<Double> lambda,
    Optional<NetworkOptions> network,
    Optional<Integer> networks,
    double validationShare,
    long seed) {
  private static final double DEFAULT_SHARE = 0.15;
  private static final double MOST_SHARE = 0.5;

  /** The mean of several networks is the better the fewer ratings there are, and the cheaper. */
  private static final int SEVERAL = 3;

  private static final int FEW_RATINGS = 500_000;

  public RecommenderOptions {
    lambda.ifPresent(
        given -> {
          if (!(given > 0 && given < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("option 'lambda' must be above 0, but was " + given);
          }
        });
    networks.ifPresent(
        given -> {
          if (given < 1) {
            throw new IllegalArgumentException(
                "option 'networks' must be at least 1, but was " + given);
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_SHARE,
        seed);
  }

  /** The network that suits so many ratings, where none is said. */
  public static NetworkOptions suited(int ratings) {
    return ratings <= FEW_RATINGS ? NetworkOptions.forFewRatings() : NetworkOptions.defaults();
  }

  /** The network for so many ratings. */
  NetworkOptions networkFor(int ratings) {
    return network.orElseGet(() -> suited(ratings));
  }

  /** How many networks so many ratings are given. */
  int networksFor(int ratings) {
    return networks.orElse(ratings <= FEW_RATINGS ? SEVERAL : 1);
  }

  /** The same with as many networks. */
  public RecommenderOptions withNetworks(int networks) {
    return new RecommenderOptions(
        kind, lambda, network, Optional.of(networks), validationShare, seed);
  }

  /** The same going by what is said. */
  public RecommenderOptions withKind(RecommenderKind kind) {
    return new RecommenderOptions(
        Optional.of(kind), lambda, network, networks, validationShare, seed);
  }

  /** The same with λ as it is said. */
  public RecommenderOptions withLambda(double lambda) {
    return new RecommenderOptions(
        kind, Optional.of(lambda), network, networks, validationShare, seed);
  }

  /** The same with another autoencoder. */
  public RecommenderOptions withNetwork(NetworkOptions network) {
    return new RecommenderOptions(
        kind, lambda, Optional.of(network), networks, validationShare, seed);
  }

  /** The same with other draws. */
  public RecommenderOptions withSeed(long seed) {
    return new RecommenderOptions(kind, lambda, network, networks, validationShare, seed);
  }
}
