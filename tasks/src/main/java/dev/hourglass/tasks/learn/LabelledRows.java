package dev.hourglass.tasks.learn;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Which samples' labels are looked at: few, drawn by a seed, of each class as many. */
final class LabelledRows {
  private LabelledRows() {}

  /**
   * The rows that have a label.
   *
   * @throws DataException where one is missing and that is not to be passed over
   */
  static int[] present(Labels labels, boolean skipMissing, String source) {
    int missing = labels.names().indexOf(Labels.MISSING);
    int[] present =
        IntStream.range(0, labels.size()).filter(i -> labels.values()[i] != missing).toArray();
    if (present.length < labels.size() && !skipMissing) {
      int first = 0;
      while (labels.values()[first] != missing) {
        first++;
      }
      throw new DataException(
          ("%s: %,d of %,d labels are missing, the first in row %,d; fill them in, or take those"
                  + " rows for samples without labels with option 'skip-unlabelled'")
              .formatted(source, labels.size() - present.length, labels.size(), first + 1));
    }
    if (present.length == 0) {
      throw new DataException(source + ": all labels are missing; there is nothing to learn");
    }
    return present;
  }

  /**
   * Draws rows of each class in turn until there are enough; of a class that has no more, none.
   *
   * @param labels of the samples that have one
   * @param count how many; all where empty
   * @return numbers of those labels, ascending
   * @throws DataException when there are not as many, fewer than the classes, or a class has one
   *     sample
   */
  static int[] ofClasses(Labels labels, OptionalInt count, long seed, String source) {
    checkClasses(labels, source);
    int wanted = checkedCount(labels.size(), count, source);
    if (wanted < labels.classes()) {
      throw new DataException(
          "%s: %d labels for %d classes; give option 'labelled' at least one for each"
              .formatted(source, wanted, labels.classes()));
    }
    if (wanted == labels.size()) {
      return RowOrder.all(wanted);
    }
    List<List<Integer>> byClass = new ArrayList<>();
    for (int c = 0; c < labels.classes(); c++) {
      byClass.add(new ArrayList<>());
    }
    for (int row : shuffled(labels.size(), seed)) {
      byClass.get(labels.values()[row]).add(row);
    }
    int[] rows = new int[wanted];
    int at = 0;
    for (int turn = 0; at < wanted; turn++) {
      for (List<Integer> ofClass : byClass) {
        if (turn < ofClass.size() && at < wanted) {
          rows[at++] = ofClass.get(turn);
        }
      }
    }
    Arrays.sort(rows);
    return rows;
  }

  /** Rows whatever their labels. */
  static int[] ofNumbers(int size, OptionalInt count, long seed, String source) {
    int[] rows = Arrays.copyOf(shuffled(size, seed), checkedCount(size, count, source));
    Arrays.sort(rows);
    return rows;
  }

  private static int checkedCount(int size, OptionalInt count, String source) {
    if (count.isPresent() && count.getAsInt() > size) {
      throw new DataException(
          "%s: option 'labelled' = %,d, but there are only %,d labels"
              .formatted(source, count.getAsInt(), size));
    }
    return count.orElse(size);
  }

  private static void checkClasses(Labels labels, String source) {
    if (labels.classes() < 2) {
      throw new DataException(
          "%s: all labels are '%s'; a classifier tells two classes or more apart"
              .formatted(source, labels.names().getFirst()));
    }
    int[] counts = labels.counts();
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] == 1) {
        throw new DataException(
            ("%s: class '%s' has one sample; a class is learned from two or more: leave it out, or"
                    + " predict numbers with option 'predict' = number")
                .formatted(source, labels.names().get(c)));
      }
    }
  }

  /** Rows in an order drawn by the seed. */
  private static int[] shuffled(int size, long seed) {
    int[] rows = RowOrder.all(size);
    long key = Noise.key(seed, NoisePurpose.LABELLED_ROWS, 0, 0);
    for (int i = size - 1; i > 0; i--) {
      int j = (int) (Noise.uniform(key, i) * (i + 1));
      int kept = rows[i];
      rows[i] = rows[j];
      rows[j] = kept;
    }
    return rows;
  }

  /** Those of some rows that stand at the given places. */
  static int[] chosen(int[] rows, int[] places) {
    return Arrays.stream(places).map(place -> rows[place]).toArray();
  }
}
