package dev.hourglass.data.table;

import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.NumberText;
import dev.hourglass.data.raw.TemporalFormats;
import dev.hourglass.data.raw.TemporalFormats.DayOrder;
import java.util.List;
import java.util.Optional;

/** What a column seems to hold, told from some of its cells. */
sealed interface ColumnGuess {
  /** Numbers, for the most part. */
  record Numbers() implements ColumnGuess {}

  /** Dates or times, all that there are. */
  record Times(TemporalFormats.Found format) implements ColumnGuess {}

  /** Texts. */
  record Texts() implements ColumnGuess {}

  /** Nothing but missing cells. */
  record Nothing() implements ColumnGuess {}

  /**
   * Looks at cells.
   *
   * @param cells stripped
   * @param mark the numbers' decimal mark; either where it is not known yet
   */
  static ColumnGuess of(List<String> cells, Optional<DecimalMark> mark, Optional<DayOrder> order) {
    NumberText one = new NumberText(mark.orElse(DecimalMark.POINT));
    NumberText other = new NumberText(mark.orElse(DecimalMark.COMMA));
    int numbers = 0;
    int texts = 0;
    int placeholders = 0;
    for (String cell : cells) {
      switch (one.read(cell)) {
        case NUMBER, INFINITY, NAN -> numbers++;
        case PLACEHOLDER -> placeholders++;
        case MISSING -> {}
        case TEXT -> {
          if (other.read(cell) == Cell.NUMBER) {
            numbers++;
          } else {
            texts++;
          }
        }
      }
    }
    if (numbers == 0 && texts == 0) {
      return placeholders == 0 ? new Nothing() : new Texts();
    }
    if (numbers >= texts) {
      return new Numbers();
    }
    List<String> present = cells.stream().filter(cell -> Cell.of(cell) == Cell.TEXT).toList();
    Optional<TemporalFormats.Found> format = TemporalFormats.of(present, order);
    return format.isPresent() ? new Times(format.get()) : new Texts();
  }

  /** Whether cells are numbers, or times, and not one of them a text. */
  static boolean isPure(List<String> cells, Optional<DecimalMark> mark, Optional<DayOrder> order) {
    return switch (of(cells, mark, order)) {
      case Times _ -> true;
      case Texts _, Nothing _ -> false;
      case Numbers _ -> {
        NumberText one = new NumberText(mark.orElse(DecimalMark.POINT));
        NumberText other = new NumberText(mark.orElse(DecimalMark.COMMA));
        yield cells.stream()
            .noneMatch(cell -> one.read(cell) == Cell.TEXT && other.read(cell) == Cell.TEXT);
      }
    };
  }

  /** Whether its cells are of a kind that names are not. */
  default boolean isTyped() {
    return this instanceof Numbers || this instanceof Times;
  }
}
