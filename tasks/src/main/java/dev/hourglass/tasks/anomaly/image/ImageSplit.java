package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.tasks.anomaly.ThresholdRule;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which normal images train a network, and how many tell what normal ones score: every fifth, which
 * is then not trained on; all of them where there are fewer than 20.
 *
 * @param images in all
 */
public record ImageSplit(int images) {
  private static final int FEWEST_TO_SPLIT = 20;
  private static final int ASIDE = 5;
  private static final double ROUNDING = 1e-9;

  /** Whether some are not trained on. */
  public boolean keepsSomeAside() {
    return images >= FEWEST_TO_SPLIT;
  }

  /** How many images the threshold stands on. */
  public int judging() {
    return judgingRows().length;
  }

  int[] trainedRows() {
    return rows(row -> !keepsSomeAside() || !isFifth(row));
  }

  int[] judgingRows() {
    return rows(row -> !keepsSomeAside() || isFifth(row));
  }

  private static boolean isFifth(int row) {
    return row % ASIDE == ASIDE - 1;
  }

  private int[] rows(IntPredicate chosen) {
    return IntStream.range(0, images).filter(chosen).toArray();
  }

  /** Why so few images cannot hold what a rule promises; empty where they can. */
  public Optional<String> doubt(ThresholdRule rule) {
    if (!keepsSomeAside()) {
      return Optional.of(
          "of %d images none is kept aside: the threshold stands on those that were trained on, and more normal images will lie above it; give %d or more"
              .formatted(images, FEWEST_TO_SPLIT));
    }
    int judging = judging();
    if (rule instanceof ThresholdRule.Quantile(double quantile)
        && Math.ceil((judging + 1) * quantile) > judging) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the threshold is the highest score of the %,d images kept aside, above which one"
                  + " normal image in %,d lies: too few for %s, which takes %,d images in all",
              judging,
              judging + 1,
              rule.text(),
              ASIDE * (long) Math.ceil(quantile / (1 - quantile) - ROUNDING)));
    }
    return Optional.empty();
  }
}
