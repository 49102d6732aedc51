package dev.hourglass.cli.generate;

import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.cli.screen.Mistake;
import java.util.List;
import picocli.CommandLine.Option;

/** Ways through the latent space. */
@FlagGroup("Walking, and staying near")
final class WalkFlags {
  private static final int DEFAULT_STEPS = 11;

  @Option(
      names = "--interpolate",
      paramLabel = "DATA",
      description = "Walk from the code of one sample of this data to that of another.")
  String interpolate;

  @Option(
      names = "--traverse",
      paramLabel = "UNITS",
      split = ",",
      converter = NumberFlag.Count.class,
      description =
          "Move these units of the code (the first is 0) from low to high, a row each, while the"
              + " others stay: over the prior, or over the codes of --around.")
  List<Integer> traverse;

  @Option(
      names = "--around",
      paramLabel = "DATA",
      description =
          "Samples near each of this data, --count of each, with its label; with --traverse: start"
              + " at the first of them.")
  String around;

  @Option(
      names = "--spread",
      paramLabel = "S",
      converter = NumberFlag.Rate.class,
      description =
          "With --around: how far from a sample's code, in deviations that the encoder gives it, or"
              + " where it gives none, of the codes over the data. Default: 1; where it gives none"
              + " 0.3.")
  Double spread;

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Samples in a walk or traversal. Default: " + DEFAULT_STEPS + ".")
  int steps = DEFAULT_STEPS;

  /** Whether samples come in rows that belong together. */
  boolean walks() {
    return interpolate != null || traverse != null;
  }

  /** Whether samples stay near those of data. */
  boolean staysNear() {
    return around != null && traverse == null;
  }

  void check() {
    if (spread != null && !staysNear()) {
      throw new Mistake("--spread says how far from the samples of --around DATA; give it too");
    }
  }
}
