package dev.hourglass.bench.quality;

/** Whether a figure differs between precisions by more than seeds move it. */
enum Verdict {
  /** Seeds move it as much. */
  WITHIN("within the spread"),
  /** It differs, for the better in bfloat16. */
  BETTER("bfloat16 better"),
  /** It differs, for the worse in bfloat16. */
  WORSE("BFLOAT16 WORSE"),
  /** It differs, and should not. */
  DIFFERENT("DIFFERENT"),
  /** There is no spread to compare with. */
  UNKNOWN("one seed: no spread"),
  /** A training diverged. */
  DIVERGED("DIVERGED");

  /**
   * Means of three seeds each differ by more than so many standard deviations by chance alone in
   * about one comparison of fourteen (two-sided t-test, four degrees of freedom, t = 2 · √(3/2) =
   * 2.45).
   */
  static final double DEVIATIONS = 2;

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** For the table. */
  String text() {
    return text;
  }

  /** Compares. */
  static Verdict of(Criterion criterion, Spread float32, Spread bfloat16) {
    double difference = bfloat16.mean() - float32.mean();
    if (!Double.isFinite(difference)) {
      return DIVERGED;
    }
    if (difference == 0) {
      return WITHIN;
    }
    if (float32.seeds() < 2) {
      return UNKNOWN;
    }
    if (Math.abs(difference) <= DEVIATIONS * float32.pooled(bfloat16)) {
      return WITHIN;
    }
    return switch (criterion.wanted()) {
      case LESS -> difference < 0 ? BETTER : WORSE;
      case SAME -> DIFFERENT;
    };
  }
}
