package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.rating.Seasons;
import java.util.List;
import java.util.Optional;

/**
 * All that was fitted on the same users.
 *
 * @param selection what was chosen
 * @param popularity how many users have each item
 * @param linear the linear model as it is best alone, where it was fitted
 * @param linearHalf the linear model within the hybrid, where it was fitted
 * @param seasons when items are liked, where that counts
 * @param networks the autoencoders, where they were trained
 */
record FittedScorers(
    Selection selection,
    PopularityScorer popularity,
    Optional<LinearScorer> linear,
    Optional<LinearScorer> linearHalf,
    Optional<Seasons> seasons,
    List<Autoencoder> networks) {

  FittedScorers {
    networks = List.copyOf(networks);
  }

  /** What goes by the kind that was chosen. */
  ItemScorer chosen() {
    return switch (selection.kind()) {
      case POPULARITY -> popularity;
      case LINEAR -> linear.orElseThrow();
      case NETWORK -> new NetworkScorer(networks);
      case HYBRID ->
          new HybridScorer(
              new NetworkScorer(networks),
              linearHalf.orElseThrow(),
              selection.blend().power(),
              seasons,
              selection.blend().seasonPower(),
              networks.getFirst().kernels());
    };
  }
}
