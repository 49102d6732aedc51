package dev.hourglass.tasks.anomaly;

import dev.hourglass.base.Label;

/** What the rows are that a detector is fitted on. */
public enum Regime {
  /** All of them are normal: whatever is unlike them is an anomaly. */
  NORMAL,
  /** A few per cent may be anomalies, and nobody knows which. */
  ALL;

  /** As people write it. */
  public String text() {
    return Label.of(this);
  }

  /** A sentence's beginning for people: what was fitted on what. */
  public String sentence() {
    return switch (this) {
      case NORMAL -> "fitted on rows that are all normal";
      case ALL -> "fitted on all rows without labels, a few per cent of which may be anomalies";
    };
  }
}
