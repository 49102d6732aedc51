package dev.hourglass.data.prepare;

import java.util.Locale;

/** How each feature is brought to a range that networks like. */
public enum Scaling {
  /** As it is. */
  NONE("none"),
  /** {@code (x - min) / (max - min)} over the training rows: those lie within 0 and 1. */
  MIN_MAX("min-max"),
  /** {@code (x - mean) / deviation} over the training rows: mean 0, variance 1. */
  STANDARDIZE("standardize");

  private final String text;

  Scaling(String text) {
    this.text = text;
  }

  /** The name used in files and flags: {@code none}, {@code min-max} or {@code standardize}. */
  public String text() {
    return text;
  }

  /**
   * The inverse of {@link #text()}; {@code minmax}, {@code min_max} and {@code standardise} are
   * understood too.
   *
   * @throws IllegalArgumentException if there is no such scaling
   */
  public static Scaling parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "none" -> NONE;
      case "min-max", "minmax" -> MIN_MAX;
      case "standardize", "standardise" -> STANDARDIZE;
      default ->
          throw new IllegalArgumentException(
              "expected one of [none, min-max, standardize] but was '" + text + "'");
    };
  }
}
