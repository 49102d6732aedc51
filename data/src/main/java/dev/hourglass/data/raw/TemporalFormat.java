package dev.hourglass.data.raw;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How a column writes dates, dates with a time, or times of day. Their number is days: since
 * 1970-01-01 (UTC), or since midnight.
 */
public final class TemporalFormat {
  private static final double SECONDS_A_DAY = 86_400;
  private static final double NANOS_A_SECOND = 1e9;

  /** Two digits of a year are of 1970 to 2069. */
  private static final int FIRST_SHORT_YEAR = 1970;

  private final String pattern;
  private final DateTimeFormatter formatter;

  /**
   * @param pattern as {@link DateTimeFormatter} has it; {@code ss} may have a fraction behind it,
   *     and a year of two digits, {@code uu}, comes last in its date
   * @throws IllegalArgumentException if it is no pattern, or has neither day nor hour
   */
  public TemporalFormat(String pattern) {
    this.pattern = pattern;
    this.formatter = formatter(pattern);
    if (!hasDate() && !hasTime()) {
      throw new IllegalArgumentException("a pattern of no date and no time: " + pattern);
    }
  }

  private static DateTimeFormatter formatter(String pattern) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    String rest = pattern;
    int year = rest.indexOf("uu");
    if (year >= 0 && !rest.startsWith("uuuu", year)) {
      append(builder, rest.substring(0, year));
      builder.appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR);
      rest = rest.substring(year + 2);
    }
    int second = rest.indexOf("ss");
    if (second >= 0) {
      append(builder, rest.substring(0, second + 2));
      builder.optionalStart().appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).optionalEnd();
      rest = rest.substring(second + 2);
    }
    append(builder, rest);
    if (pattern.contains("u") && !pattern.contains("d")) {
      builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
    }
    return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }

  private static void append(DateTimeFormatterBuilder builder, String pattern) {
    if (!pattern.isEmpty()) {
      builder.appendPattern(pattern);
    }
  }

  /** The pattern, as {@link DateTimeFormatter} has it. */
  public String pattern() {
    return pattern;
  }

  /** Whether it has a date. */
  public boolean hasDate() {
    return pattern.contains("u");
  }

  /** Whether it has a time of day. */
  public boolean hasTime() {
    return pattern.contains("m");
  }

  /** A cell's number of days, if it is written this way. */
  public OptionalDouble days(String cell) {
    TemporalAccessor read;
    try {
      read = formatter.parse(cell);
    } catch (DateTimeException e) {
      return OptionalDouble.empty();
    }
    LocalTime time = read.query(TemporalQueries.localTime());
    double ofDay = time == null ? 0 : time.toNanoOfDay() / NANOS_A_SECOND / SECONDS_A_DAY;
    if (!hasDate()) {
      return OptionalDouble.of(ofDay);
    }
    LocalDate date = read.query(TemporalQueries.localDate());
    if (date == null) {
      return OptionalDouble.empty();
    }
    ZoneOffset zone = read.query(TemporalQueries.offset());
    double east = zone == null ? 0 : zone.getTotalSeconds() / SECONDS_A_DAY;
    return OptionalDouble.of(date.toEpochDay() + ofDay - east);
  }

  /** A number of days as this format writes it, rounded to what it shows. */
  public String text(double days) {
    if (!hasDate()) {
      double ofDay = days - Math.floor(days);
      long seconds = Math.round(ofDay * SECONDS_A_DAY) % (long) SECONDS_A_DAY;
      return formatter.format(LocalTime.ofSecondOfDay(seconds));
    }
    if (!hasTime()) {
      long day = Math.round(days);
      long least = LocalDate.of(-9999, 1, 1).toEpochDay();
      long most = LocalDate.of(9999, 12, 31).toEpochDay();
      return formatter.format(LocalDate.ofEpochDay(Math.clamp(day, least, most)));
    }
    long seconds = Math.round(Math.clamp(days, -4e6, 2.9e6) * SECONDS_A_DAY);
    return formatter.format(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TemporalFormat format && format.pattern.equals(pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
