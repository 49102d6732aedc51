package dev.hourglass.data.table;

import dev.hourglass.data.raw.Cell;
import java.util.List;
import java.util.Optional;

/** Tells whether the first row of a table names its columns. */
final class HeaderVotes {
  /** The answer, and whether it could be otherwise. */
  enum Answer {
    NAMES,
    ROW,
    /** Numbers that count upwards, which the columns below do not go on with. */
    NAMES_THAT_COUNT,
    /** Numbers that count upwards, as the columns below may. */
    ROW_THAT_COUNTS;

    boolean isNamed() {
      return this == NAMES || this == NAMES_THAT_COUNT;
    }
  }

  private static final int MANY = 3;

  /** Fewer rows tell nothing of what their columns hold. */
  private static final int FEW_ROWS = 3;

  private static final int FIRST_YEAR = 1800;
  private static final int LAST_YEAR = 2200;

  private HeaderVotes() {}

  /**
   * Every column votes: a text over numbers or dates speaks for a header, a number over numbers
   * against it, unless the first row counts upwards as default names and years do. When no column
   * has numbers, a first row whose texts never come again is a header.
   *
   * @param first the first row
   * @param columns the cells below it, column by column
   * @param guesses what those are
   */
  static Answer of(List<String> first, List<List<String>> columns, List<ColumnGuess> guesses) {
    if (countsUp(first) && !columns.isEmpty() && !columns.getFirst().isEmpty()) {
      boolean many = first.size() > MANY && step(first) == 1;
      return many || differs(first, columns) ? Answer.NAMES_THAT_COUNT : Answer.ROW_THAT_COUNTS;
    }
    int votes = 0;
    boolean comesAgain = false;
    boolean allTexts = true;
    for (int c = 0; c < first.size(); c++) {
      String head = first.get(c);
      boolean text = isText(head);
      allTexts &= text;
      comesAgain |= text && columns.get(c).contains(head);
      // A text among numbers: then the column says nothing.
      boolean pure = columns.get(c).stream().noneMatch(HeaderVotes::isText);
      if (guesses.get(c) instanceof ColumnGuess.Times
          || guesses.get(c) instanceof ColumnGuess.Numbers && pure) {
        votes += text ? 1 : isTyped(head) ? -1 : 0;
      }
    }
    if (votes != 0) {
      return votes > 0 ? Answer.NAMES : Answer.ROW;
    }
    return allTexts && !comesAgain ? Answer.NAMES : Answer.ROW;
  }

  private static boolean isText(String cell) {
    return Cell.of(cell) == Cell.TEXT && !isTyped(cell);
  }

  private static boolean isTyped(String cell) {
    return ColumnGuess.of(List.of(cell), Optional.empty(), Optional.empty()).isTyped();
  }

  /** Whole numbers at equal steps upwards; the first may be empty, over an index. */
  private static boolean countsUp(List<String> first) {
    int from = first.getFirst().isEmpty() ? 1 : 0;
    if (first.size() - from < 2) {
      return false;
    }
    for (String cell : first.subList(from, first.size())) {
      if (!cell.matches("\\d{1,9}")) {
        return false;
      }
    }
    int start = Integer.parseInt(first.get(from));
    boolean usual = start <= 1 || start >= FIRST_YEAR && start <= LAST_YEAR;
    int step = step(first);
    for (int c = from + 1; c < first.size(); c++) {
      if (!usual
          || step < 1
          || Integer.parseInt(first.get(c)) - Integer.parseInt(first.get(c - 1)) != step) {
        return false;
      }
    }
    return true;
  }

  private static int step(List<String> first) {
    int last = first.size() - 1;
    return Integer.parseInt(first.get(last)) - Integer.parseInt(first.get(last - 1));
  }

  /** Whether a column has fractions under a whole number, or never comes near it. */
  private static boolean differs(List<String> first, List<List<String>> columns) {
    for (int c = 0; c < first.size(); c++) {
      if (first.get(c).isEmpty()) {
        return true;
      }
      double head = Double.parseDouble(first.get(c));
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      int fractions = 0;
      int wholes = 0;
      for (String cell : columns.get(c)) {
        if (cell.matches("[-+]?\\d*[.,]\\d+([eE][-+]?\\d+)?")) {
          fractions++;
        } else if (cell.matches("[-+]?\\d{1,15}")) {
          wholes++;
          least = Math.min(least, Double.parseDouble(cell));
          most = Math.max(most, Double.parseDouble(cell));
        }
      }
      double range = most - least;
      boolean far = wholes >= FEW_ROWS && (head > most + range || head < least - range);
      if (fractions >= FEW_ROWS && fractions > wholes || far) {
        return true;
      }
    }
    return false;
  }
}
