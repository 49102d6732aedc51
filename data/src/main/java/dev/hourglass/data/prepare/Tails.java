package dev.hourglass.data.prepare;

import java.util.Locale;

/** What becomes of numbers whose distribution has heavy tails: amounts, bytes, durations. */
public enum Tails {
  /** They are scaled as they are, and cut where they lie far outside. */
  KEEP("keep"),
  /**
   * Column by column: where the training rows' tails are heavier than those of an exponential
   * distribution and a logarithm makes them lighter, it is the logarithm that is scaled.
   */
  LOG("log"),
  /** Every column of numbers goes by its quantiles: it comes out bell-shaped, whatever it was. */
  QUANTILE("quantile");

  private final String text;

  Tails(String text) {
    this.text = text;
  }

  /** The name used in flags: {@code keep}, {@code log} or {@code quantile}. */
  public String text() {
    return text;
  }

  /**
   * The inverse of {@link #text()}.
   *
   * @throws IllegalArgumentException if there is no such choice
   */
  public static Tails parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "keep" -> KEEP;
      case "log" -> LOG;
      case "quantile" -> QUANTILE;
      default ->
          throw new IllegalArgumentException(
              "expected one of [keep, log, quantile] but was '" + text + "'");
    };
  }
}
