package dev.hourglass.cli.flags;

import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.cli.screen.FlagGroup;
import picocli.CommandLine.Option;

/** The seed of commands that draw. */
@FlagGroup("Common")
public final class SeedFlag {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of noise and draws: the same seed gives the same. Default: 42.")
  public long seed = Training.DEFAULT_SEED;
}
