package dev.hourglass.cli.generate;

import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.cli.screen.Mistake;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where codes are drawn from. */
@FlagGroup("Drawing")
final class DrawingFlags {
  @Option(
      names = "--class",
      paramLabel = "LABEL",
      description =
          "Samples of this class: what a model trained with --condition is told, or with --fitted"
              + " what this class's codes look like.")
  String label;

  @Option(
      names = "--fitted",
      paramLabel = "DATA",
      description = "Draw from a Gaussian fitted to the codes of this data.")
  String fitted;

  @Option(
      names = "--prior",
      description =
          "With a model trained with --condition: draw from the prior N(0, I), in place of the"
              + " mixtures of Gaussians that were fitted to each class's codes in training.")
  boolean prior;

  @Option(
      names = "--mixture",
      paramLabel = "K",
      converter = NumberFlag.Positive.class,
      description = "With --fitted: a mixture of up to K Gaussians in place of one.")
  Integer mixture;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description =
          "What the deviations of the prior, or of what is fitted, are multiplied by: below 1 for"
              + " samples nearer to what is usual. Default: 1.")
  Double temperature;

  /** Refuses what says how to draw where nothing is drawn. */
  void check(boolean draws) {
    if (fitted == null && mixture != null) {
      throw new Mistake("--mixture says what is fitted with --fitted DATA; give it too");
    }
    if (prior && fitted != null) {
      throw new Mistake("--prior and --fitted cannot be combined; give one");
    }
    if (!draws && temperature != null) {
      throw new Mistake(
          "--temperature spreads what is drawn from a prior, but nothing is drawn from one here");
    }
  }

  Optional<String> label() {
    return Optional.ofNullable(label);
  }

  double spread() {
    return temperature == null ? 1 : temperature;
  }
}
