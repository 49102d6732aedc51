package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.tasks.recommend.InteractionOptions;
import dev.hourglass.tasks.recommend.NetworkOptions;
import dev.hourglass.tasks.recommend.RecommenderKind;
import dev.hourglass.tasks.recommend.RecommenderOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which ratings count and what is fitted. */
@FlagGroup("Fitting")
public final class RecommenderFlags {
  @Option(
      names = "--min-rating",
      paramLabel = "X",
      description = "Only ratings of X and more count, all alike. Default: all ratings do.")
  Double minRating;

  @Option(
      names = "--min-count",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Users and items with fewer are left out, until all that are left have as many. Default:"
              + " 5.")
  int minCount = InteractionOptions.DEFAULT_MIN_COUNT;

  @Option(
      names = "--model",
      paramLabel = "KIND",
      description =
          "popularity, linear (EASE), network (a variational autoencoder) or hybrid (their"
              + " product). Default: whichever serves validation users best.")
  RecommenderKind kind;

  @Option(
      names = "--lambda",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description = "λ of the linear model. Default: chosen on validation users.")
  Double lambda;

  @Option(
      names = "--hidden",
      paramLabel = "N,N,…",
      split = ",",
      converter = NumberFlag.Positive.class,
      description = "The network's hidden layers. Default: 200 up to 500,000 ratings, 600 of more.")
  List<Integer> hidden;

  @Option(
      names = "--code",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Units of the network's code. Default: 100 up to 500,000 ratings, 200 of more.")
  Integer code;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Epochs of the networks; of a single one validation users choose the best of them."
              + " Default: 30 up to 500,000 ratings, 40 of more.")
  Integer epochs;

  @Option(
      names = "--networks",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "How many networks, of which the mean counts. Default: 3 up to 500,000 ratings, 1 of"
              + " more.")
  Integer networks;

  /** Of what is chosen anew when a recommender is fitted from the beginning, what was given. */
  public List<String> choices() {
    Map<String, Object> choices = new LinkedHashMap<>();
    choices.put("--model", kind);
    choices.put("--lambda", lambda);
    choices.put("--hidden", hidden);
    choices.put("--code", code);
    choices.put("--epochs", epochs);
    choices.put("--networks", networks);
    return choices.keySet().stream().filter(flag -> choices.get(flag) != null).toList();
  }

  /** Which ratings count. */
  public InteractionOptions interactions() {
    return new InteractionOptions(Optional.ofNullable(minRating), minCount);
  }

  /** What is fitted on so many ratings. */
  public RecommenderOptions options(int ratings, long seed) {
    NetworkOptions network = RecommenderOptions.suited(ratings);
    network =
        network.withLayers(
            hidden == null ? network.hidden() : hidden, code == null ? network.code() : code);
    if (epochs != null) {
      network = network.withEpochs(epochs);
    }
    RecommenderOptions options = RecommenderOptions.defaults(seed).withNetwork(network);
    if (networks != null) {
      options = options.withNetworks(networks);
    }
    if (kind != null) {
      options = options.withKind(kind);
    }
    return lambda == null ? options : options.withLambda(lambda);
  }
}
