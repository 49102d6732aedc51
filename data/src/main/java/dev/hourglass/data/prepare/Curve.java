package dev.hourglass.data.prepare;

import java.util.Map;

/** What a column's numbers go through before they are scaled: ascending, and it can be undone. */
sealed interface Curve permits Logarithm, Quantiles {
  /** Where a number goes. */
  double of(double x);

  /** The number that went there. */
  double undone(double y);

  /** The straight line that it follows about the median. */
  Scale linear();

  /** Adds what is kept of it to the map of its column. */
  void addTo(Map<String, Object> column);

  /** For people, such as {@code its logarithm}. */
  String wording();
}
