package dev.hourglass.data.table;

import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Numbers the texts of a categorical column as they come, and sorts them in the end. */
final class CategoryCodes {
  private final int[] codes;
  private final Map<String, Integer> codeOf = new HashMap<>();
  private int size;

  /** For at most so many cells at a time. */
  CategoryCodes(int cells) {
    this.codes = new int[cells];
  }

  void add(String cell) {
    codes[size++] =
        switch (Cell.of(cell)) {
          case MISSING, NAN -> -1;
          case NUMBER, INFINITY, TEXT -> codeOf.computeIfAbsent(cell, k -> codeOf.size());
        };
  }

  /**
   * What was added since the last time, the categories in alphabetical order, whatever order they
   * came in.
   */
  Column.Categorical take(String name) {
    List<String> sorted = List.copyOf(new TreeSet<>(codeOf.keySet()));
    int[] sortedCode = new int[sorted.size()];
    for (int i = 0; i < sortedCode.length; i++) {
      sortedCode[codeOf.get(sorted.get(i))] = i;
    }
    int[] result = new int[size];
    for (int i = 0; i < size; i++) {
      result[i] = codes[i] < 0 ? -1 : sortedCode[codes[i]];
    }
    size = 0;
    codeOf.clear();
    return new Column.Categorical(name, result, sorted);
  }
}
