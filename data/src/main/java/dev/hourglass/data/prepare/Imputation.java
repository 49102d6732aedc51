package dev.hourglass.data.prepare;

import java.util.Locale;

/** What takes the place of a missing number: a figure of its column over the training rows. */
public enum Imputation {
  /** The middle value; outliers do not move it. */
  MEDIAN("median"),
  /** The average. */
  MEAN("mean");

  private final String text;

  Imputation(String text) {
    this.text = text;
  }

  /** The name used in files and flags: {@code median} or {@code mean}. */
  public String text() {
    return text;
  }

  /**
   * The inverse of {@link #text()}.
   *
   * @throws IllegalArgumentException if there is no such imputation
   */
  public static Imputation parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "median" -> MEDIAN;
      case "mean" -> MEAN;
      default ->
          throw new IllegalArgumentException(
              "expected one of [median, mean] but was '" + text + "'");
    };
  }
}
