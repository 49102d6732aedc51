package dev.hourglass.data.table;

import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Numbers the texts of a categorical column as they come, and sorts them in the end. */
final class CategoryCodes {
  private static final int MISSING = -1;

  private final Collection<String> missing;
  private int[] codes = new int[64];
  private final Map<String, Integer> codeOf = new HashMap<>();
  private int size;

  /**
   * @param missing texts that mean that a cell is missing, besides the usual ones
   */
  CategoryCodes(Collection<String> missing) {
    this.missing = Set.copyOf(missing);
  }

  void add(String cell) {
    add(isMissing(cell) ? MISSING : codeOf.computeIfAbsent(cell, k -> codeOf.size()));
  }

  /** A cell whose text is of no interest. */
  void addMissing() {
    add(MISSING);
  }

  /** Forgets the cell that was added last; its text may stay among the categories. */
  void removeLast() {
    size--;
  }

  private void add(int code) {
    if (size == codes.length) {
      codes = Arrays.copyOf(codes, size + (size >> 1));
    }
    codes[size++] = code;
  }

  private boolean isMissing(String cell) {
    if (missing.contains(cell)) {
      return true;
    }
    Integer known = codeOf.get(cell);
    if (known != null) {
      return false;
    }
    return switch (Cell.of(cell)) {
      case MISSING, NAN -> true;
      case NUMBER, INFINITY, PLACEHOLDER, TEXT -> false;
    };
  }

  /** How many different texts there are. */
  int distinct() {
    return codeOf.size();
  }

  /** How many cells are not missing. */
  int present() {
    int present = 0;
    for (int i = 0; i < size; i++) {
      present += codes[i] >= 0 ? 1 : 0;
    }
    return present;
  }

  /** The different texts in the order they came first, with how often each came. */
  Map<String, Integer> counts() {
    int[] counts = new int[codeOf.size()];
    for (int i = 0; i < size; i++) {
      if (codes[i] >= 0) {
        counts[codes[i]]++;
      }
    }
    Map<String, Integer> result = HashMap.newHashMap(counts.length);
    codeOf.forEach((text, code) -> result.put(text, counts[code]));
    return result;
  }

  /**
   * What was added since the last time, the categories in alphabetical order, whatever order they
   * came in.
   */
  Column.Categorical take(String name) {
    List<String> sorted = new ArrayList<>(new TreeSet<>(codeOf.keySet()));
    int[] sortedCode = new int[sorted.size()];
    for (int i = 0; i < sortedCode.length; i++) {
      sortedCode[codeOf.get(sorted.get(i))] = i;
    }
    int[] result = new int[size];
    for (int i = 0; i < size; i++) {
      result[i] = codes[i] < 0 ? MISSING : sortedCode[codes[i]];
    }
    size = 0;
    codeOf.clear();
    return new Column.Categorical(name, result, sorted);
  }
}
