package dev.hourglass.cli;

import dev.hourglass.autoencoder.Training;
import picocli.CommandLine.Option;

/** The seed of commands that draw. */
@FlagGroup("Common")
final class SeedFlag {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of noise and draws: the same seed gives the same. Default: 42.")
  long seed = Training.DEFAULT_SEED;
}
