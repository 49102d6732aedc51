package dev.hourglass.data.rating;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** When something was rated: seconds since 1970, or a date as ISO 8601 has it. */
final class RatingTime {
  private static final int DATE_LENGTH = 10;

  /** More seconds than this are milliseconds: it would be after the year 5138. */
  static final double MOST_SECONDS = 1e11;

  private RatingTime() {}

  /** Seconds since 1970, if it is a time or any number. */
  static OptionalLong parse(String cell) {
    try {
      double number = Double.parseDouble(cell);
      if (Double.isFinite(number)) {
        return OptionalLong.of((long) (number > MOST_SECONDS ? number / 1000 : number));
      }
    } catch (NumberFormatException _) {
      // a date then
    }
    return date(cell);
  }

  /** The year, if it is a date and no number. */
  static OptionalInt yearOf(String cell) {
    return date(cell).isPresent()
        ? OptionalInt.of(LocalDate.parse(cell.substring(0, DATE_LENGTH)).getYear())
        : OptionalInt.empty();
  }

  private static OptionalLong date(String cell) {
    if (cell.length() < DATE_LENGTH || cell.charAt(4) != '-') {
      return OptionalLong.empty();
    }
    try {
      if (cell.length() == DATE_LENGTH) {
        return OptionalLong.of(LocalDate.parse(cell).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
      }
      String iso = cell.substring(0, DATE_LENGTH) + 'T' + cell.substring(DATE_LENGTH + 1).strip();
      boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > 7;
      return OptionalLong.of(
          zoned
              ? OffsetDateTime.parse(iso.replace(" ", "")).toEpochSecond()
              : LocalDateTime.parse(iso).toEpochSecond(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return OptionalLong.empty();
    }
  }
}
