package dev.hourglass.base;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** A duration as people write it: {@code 90s}, {@code 15m} or {@code 1h30m}. */
public final class TimeSpan {
  private TimeSpan() {}

  /**
   * Reads {@code 90}, {@code 90s}, {@code 2m30s} or {@code 1h}; a number alone counts seconds.
   *
   * @throws IllegalArgumentException where it is no time above 0
   */
  public static Duration parse(String text) {
    String written = text.strip().toLowerCase(Locale.ROOT);
    if (written.matches("\\d+(\\.\\d+)?")) {
      written += "s";
    }
    try {
      Duration duration = Duration.parse("PT" + written);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      // falls through to the one message for everything that is no time
    }
    throw new IllegalArgumentException(
        "expected a time above 0 such as 90s, 15m or 1h30m, but was '" + text + "'");
  }

  /** The inverse of {@link #parse}. */
  public static String text(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
