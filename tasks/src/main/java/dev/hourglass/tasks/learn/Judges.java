package dev.hourglass.tasks.learn;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.Split;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Samples that judge a model when it is made.
 *
 * @param on which they are
 * @param samples with labels
 */
record Judges(FineTuned.JudgedOn on, Dataset samples) {
  /** Of more samples that were not learned from the rest is left out. */
  private static final int MOST = 10_000;

  /**
   * Those with labels that were not looked at, or what there is.
   *
   * @param present rows with labels
   * @param labelled rows whose labels were looked at
   * @param learned rows that are learned from
   */
  static Judges of(
      Dataset samples, int[] present, int[] labelled, int[] learned, Optional<Split> split) {
    int[] strange = without(present, learned);
    int[] unseen = without(present, labelled);
    if (unseen.length > 0) {
      int[] rest = strange.length > 0 ? strange : unseen;
      int[] some = LabelledRows.chosen(rest, RowOrder.spread(rest.length, MOST));
      return new Judges(
          strange.length > 0
              ? FineTuned.JudgedOn.NOT_LEARNED_FROM
              : FineTuned.JudgedOn.LABELS_UNSEEN,
          samples.subset(some));
    }
    return split
        .map(
            s ->
                new Judges(
                    FineTuned.JudgedOn.HELD_ASIDE,
                    samples.subset(LabelledRows.chosen(labelled, s.validation()))))
        .orElseGet(() -> new Judges(FineTuned.JudgedOn.TRAINING, samples.subset(labelled)));
  }

  private static int[] without(int[] rows, int[] those) {
    Set<Integer> out = new HashSet<>();
    Arrays.stream(those).forEach(out::add);
    return Arrays.stream(rows).filter(row -> !out.contains(row)).toArray();
  }
}
