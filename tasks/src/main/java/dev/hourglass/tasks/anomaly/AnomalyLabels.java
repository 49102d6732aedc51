package dev.hourglass.tasks.anomaly;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.raw.RawData;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which rows are anomalies, by a label column: all whose label is not the normal one.
 *
 * @param normal the label of normal rows
 * @param anomalies for every row whether it is one; not to be written to
 * @param remarks what people should know of how labels were understood
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
public record AnomalyLabels(String normal, boolean[] anomalies, List<String> remarks) {
  private static final int TWO = 2;

  public AnomalyLabels {
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads the labels of data.
   *
   * @param normal the label of normal rows; 0 or {@code normal} where empty
   * @throws DataException if there are no labels, no row has the normal one, or it cannot be told
   */
  public static AnomalyLabels of(RawData raw, Optional<String> normal) {
    Labels labels =
        raw.labels()
            .orElseThrow(
                () ->
                    new DataException(
                        raw.source()
                            + ": has no labels, which say what rows are normal; name their column"
                            + " with option 'label-column'"));
    String name =
        normal
            .map(wanted -> named(raw.source(), labels, wanted))
            .orElseGet(() -> usual(raw.source(), labels));
    int value = labels.names().indexOf(name);
    boolean[] anomalies = new boolean[labels.size()];
    for (int i = 0; i < anomalies.length; i++) {
      anomalies[i] = labels.values()[i] != value;
    }
    boolean many = labels.classes() > TWO;
    List<String> remarks =
        many
            ? List.of(
                "%s: rows labelled '%s' are normal, those of the other %d labels (%s) are anomalies"
                    .formatted(
                        raw.source(),
                        name,
                        labels.classes() - 1,
                        ShortList.of(
                            labels.names().stream().filter(other -> !other.equals(name)).toList())))
            : List.of();
    return new AnomalyLabels(name, anomalies, remarks);
  }

  private static String named(String source, Labels labels, String wanted) {
    return labels.names().stream()
        .filter(name -> isSame(name, wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "%s: no row has the label '%s' that option 'normal' names; its labels are %s"
                        .formatted(source, wanted, ShortList.of(labels.names()))));
  }

  private static String usual(String source, Labels labels) {
    List<String> found =
        labels.names().stream()
            .filter(name -> isSame(name, "0") || name.strip().equalsIgnoreCase("normal"))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new DataException(
        "%s: %s; its labels are %s. Say which rows are normal with option 'normal'"
            .formatted(
                source,
                found.isEmpty()
                    ? "no row has the label 0 or 'normal'"
                    : "the labels %s may all mean normal".formatted(String.join(" and ", found)),
                ShortList.of(labels.names())));
  }

  /** The same text, or the same number: a column of 0.0 and 1.0 has the label 0. */
  private static boolean isSame(String name, String wanted) {
    if (name.strip().toLowerCase(Locale.ROOT).equals(wanted.strip().toLowerCase(Locale.ROOT))) {
      return true;
    }
    try {
      return Double.parseDouble(name) == Double.parseDouble(wanted);
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /** How many rows are anomalies. */
  public int count() {
    return Ranking.count(anomalies);
  }

  /** The numbers of the normal rows, ascending. */
  public int[] normalRows() {
    return IntStream.range(0, anomalies.length).filter(i -> !anomalies[i]).toArray();
  }
}
