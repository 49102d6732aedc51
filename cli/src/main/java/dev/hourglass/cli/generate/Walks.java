package dev.hourglass.cli.generate;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.tasks.generate.Generation;
import java.util.Optional;
import java.util.function.Function;

/** Walks and traversals as flags want them. */
final class Walks {
  private static final int DEFAULT_WALKS = 8;

  private Walks() {}

  /**
   * Samples a row of which belongs together.
   *
   * @param label of the class that a conditional model is told
   * @param count of walks; null for the usual number
   * @param data reads data
   */
  static Samples of(
      Autoencoder autoencoder,
      Optional<String> label,
      WalkFlags flags,
      Integer count,
      long seed,
      Function<String, Dataset> data) {
    Autoencoder told = label.map(autoencoder::given).orElse(autoencoder);
    Generation generation = Generation.with(told);
    if (flags.traverse != null) {
      return traversals(told, generation, flags, data);
    }
    Dataset samples = data.apply(flags.interpolate);
    int[] pairs = Generation.pairs(samples, count == null ? DEFAULT_WALKS : count, seed);
    if (pairs.length == 0) {
      throw new Mistake("--interpolate walks between samples and wants 2 or more of them");
    }
    return Samples.unnamed(generation.interpolations(samples.subset(pairs), flags.steps));
  }

  private static Samples traversals(
      Autoencoder autoencoder,
      Generation generation,
      WalkFlags flags,
      Function<String, Dataset> data) {
    int[] units = flags.traverse.stream().mapToInt(Integer::intValue).toArray();
    for (int unit : units) {
      if (unit >= autoencoder.codeSize()) {
        throw new Mistake(
            "--traverse: the code's units are 0 to %d, but was %d"
                .formatted(autoencoder.codeSize() - 1, unit));
      }
    }
    if (flags.around != null) {
      return Samples.unnamed(
          generation.traversals(data.apply(flags.around), 0, units, flags.steps));
    }
    if (!autoencoder.blueprint().isGenerative()) {
      throw new Mistake(
          "--traverse: this model has no prior to move in; give --around DATA, whose codes say how"
              + " far units go");
    }
    return Samples.unnamed(generation.traversals(units, flags.steps));
  }
}
