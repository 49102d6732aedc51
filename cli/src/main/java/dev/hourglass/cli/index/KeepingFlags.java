package dev.hourglass.cli.index;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.search.Distance;
import dev.hourglass.search.IndexOptions;
import picocli.CommandLine.Option;

/** How an index keeps codes. */
@FlagGroup("The index")
final class KeepingFlags {
  @Option(
      names = "--distance",
      paramLabel = "cosine|euclidean",
      description =
          "How far apart codes are. Default: by what the model's codes mean, which is said.")
  Distance distance;

  @Option(
      names = "--bits",
      paramLabel = "32|8|4|1",
      description =
          "Of each number of a code while the graph is walked; what is found is measured by the"
              + " numbers as they are. Fewer take less memory. Default: 32.")
  Integer bits;

  /** For the codes of a model. */
  IndexOptions options(ModelFile.Model model) {
    IndexOptions options = IndexOptions.fitting(model);
    if (distance != null) {
      options = options.withDistance(distance);
    }
    return bits == null ? options : options.withBits(bits);
  }
}
