package dev.hourglass.data.dataset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The class of every sample.
 *
 * @param values one class per sample, each in {@code 0 … names.size() - 1}; copied when given, and
 *     not to be written to when read
 * @param names the classes' names, distinct
 */
@SuppressWarnings("ArrayRecordComponent") // large, read in loops, and compared by content below
public record Labels(int[] values, List<String> names) {
  /** The class of samples whose label's cell is empty. */
  public static final String MISSING = "(missing)";

  /**
   * @throws IllegalArgumentException if a value names no class or a name occurs twice
   */
  public Labels {
    values = values.clone();
    names = List.copyOf(names);
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException("label names must be distinct, but were " + names);
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= names.size()) {
        throw new IllegalArgumentException(
            "label %d of sample %d lies outside the %d classes 0 to %d"
                .formatted(values[i], i, names.size(), names.size() - 1));
      }
    }
  }

  /**
   * Labels from one text per sample. Classes are ordered by value when all texts are integers, else
   * alphabetically.
   */
  public static Labels of(List<String> texts) {
    TreeSet<String> distinct = new TreeSet<>(Labels::compareNames);
    distinct.addAll(texts);
    List<String> names = List.copyOf(distinct);
    Map<String, Integer> index = new HashMap<>();
    for (String name : names) {
      index.put(name, index.size());
    }
    return new Labels(texts.stream().mapToInt(index::get).toArray(), names);
  }

  /** Integers before texts, integers by value, everything else alphabetically. */
  private static int compareNames(String a, String b) {
    boolean aIsNumber = a.matches("-?\\d{1,18}");
    boolean bIsNumber = b.matches("-?\\d{1,18}");
    if (aIsNumber && bIsNumber) {
      int order = Long.compare(Long.parseLong(a), Long.parseLong(b));
      return order != 0 ? order : a.compareTo(b);
    }
    return aIsNumber == bIsNumber ? a.compareTo(b) : aIsNumber ? -1 : 1;
  }

  /** How many samples are labelled. */
  public int size() {
    return values.length;
  }

  /** How many classes there are. */
  public int classes() {
    return names.size();
  }

  /** The class name of sample {@code i}. */
  public String name(int i) {
    return names.get(values[i]);
  }

  /** How many samples each class has. */
  public int[] counts() {
    int[] counts = new int[names.size()];
    for (int value : values) {
      counts[value]++;
    }
    return counts;
  }

  /** The labels of these rows, in their order, over the same classes. */
  public Labels subset(int[] rows) {
    int[] chosen = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = values[rows[i]];
    }
    return new Labels(chosen, names);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels(int[] otherValues, List<String> otherNames)
        && Arrays.equals(values, otherValues)
        && names.equals(otherNames);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + names.hashCode();
  }

  @Override
  public String toString() {
    return values.length + " labels of " + names.size() + " classes " + names;
  }
}
