package dev.hourglass.data.table;

import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.NumberText;
import dev.hourglass.data.raw.TemporalFormat;
import dev.hourglass.data.raw.TemporalFormats;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rows of a table are read: those whose cell in a column compares so with a value. Numbers
 * are compared as numbers, dates and times as such, other texts are equal or not. An empty value
 * stands for a missing cell, which is neither below nor above anything.
 *
 * @param column a header's name, or a 1-based position
 * @param relation between cell and value
 * @param value what is compared with
 */
public record RowCondition(String column, Relation relation, String value) {
  private static final Pattern FORM = Pattern.compile("(.+?)(!=|<=|>=|=|<|>)(.*)", Pattern.DOTALL);

  /** How a cell and a value relate. */
  public enum Relation {
    EQUAL("="),
    OTHER("!="),
    BELOW("<"),
    AT_MOST("<="),
    ABOVE(">"),
    AT_LEAST(">=");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    private boolean holds(int comparison) {
      return switch (this) {
        case EQUAL -> comparison == 0;
        case OTHER -> comparison != 0;
        case BELOW -> comparison < 0;
        case AT_MOST -> comparison <= 0;
        case ABOVE -> comparison > 0;
        case AT_LEAST -> comparison >= 0;
      };
    }

    private boolean isOrder() {
      return this != EQUAL && this != OTHER;
    }
  }

  /**
   * The inverse of {@link #text}: {@code COLUMN=VALUE}, or with {@code !=}, {@code <}, {@code <=},
   * {@code >}, {@code >=}.
   *
   * @throws IllegalArgumentException if it is none, or orders by a value that has no order
   */
  public static RowCondition parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected COLUMN=VALUE, or with !=, <, <=, > or >=, such as temperature>30, but was '%s'"
              .formatted(text));
    }
    for (Relation relation : Relation.values()) {
      if (relation.sign.equals(matcher.group(2))) {
        return new RowCondition(matcher.group(1).strip(), relation, matcher.group(3).strip());
      }
    }
    throw new IllegalStateException("a sign of no relation: " + matcher.group(2));
  }

  /**
   * @throws IllegalArgumentException if it orders by a value that is neither a number nor a date
   */
  public RowCondition {
    boolean number =
        new NumberText(DecimalMark.POINT).read(value) == Cell.NUMBER
            || new NumberText(DecimalMark.COMMA).read(value) == Cell.NUMBER;
    if (relation.isOrder() && !number && format(value).isEmpty()) {
      throw new IllegalArgumentException(
          "expected a number, a date or a time behind %s, but was '%s'; texts can be compared by ="
                  .formatted(relation.sign, value)
              + " and != alone");
    }
  }

  /** As it is spelt. */
  public String text() {
    return column + relation.sign + value;
  }

  private static Optional<TemporalFormat> format(String cell) {
    return TemporalFormats.of(List.of(cell), Optional.empty()).map(TemporalFormats.Found::format);
  }

  /** Tells of the rows of a table whether they are meant. */
  Predicate<RowCells> in(CsvHeader header, DecimalMark decimal) {
    int at = header.find(column, "where");
    NumberText wanted = new NumberText(decimal);
    if (wanted.read(value) == Cell.NUMBER) {
      double number = wanted.value();
      NumberText cell = new NumberText(decimal);
      return row ->
          cell.read(row.chars(), row.start(at), row.end(at)) == Cell.NUMBER
              ? relation.holds(Double.compare(cell.value() + 0.0, number + 0.0))
              : relation == Relation.OTHER;
    }
    if (relation.isOrder()) {
      return new Times(at, format(value).orElseThrow().days(value).orElseThrow());
    }
    boolean missing = value.isEmpty();
    return row -> {
      boolean same = missing ? Cell.of(row.text(at)) == Cell.MISSING : row.text(at).equals(value);
      return same == (relation == Relation.EQUAL);
    };
  }

  /** Compares dates and times, in whatever format the column has them. */
  private final class Times implements Predicate<RowCells> {
    private final int at;
    private final double days;
    private Optional<TemporalFormat> format = Optional.empty();

    Times(int at, double days) {
      this.at = at;
      this.days = days;
    }

    @Override
    public boolean test(RowCells row) {
      String cell = row.text(at);
      OptionalDouble own = format.map(f -> f.days(cell)).orElse(OptionalDouble.empty());
      if (own.isEmpty()) {
        format = format(cell).or(() -> format);
        own = format.map(f -> f.days(cell)).orElse(OptionalDouble.empty());
      }
      return own.isPresent() && relation.holds(Double.compare(own.getAsDouble(), days));
    }
  }
}
