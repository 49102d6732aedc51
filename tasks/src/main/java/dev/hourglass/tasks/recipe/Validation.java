package dev.hourglass.tasks.recipe;

import dev.hourglass.base.Decimal;

/** What training is watched on: a share of the training data, or data of its own. */
public sealed interface Validation {
  /** A share of the training data, in [0, 1); 0 for none. */
  record Share(double fraction) implements Validation {
    public Share {
      if (!(fraction >= 0 && fraction < 1)) {
        throw new IllegalArgumentException(
            "a share of the data is at least 0 and below 1, but was "
                + Decimal.text(fraction)
                + "; 0.1 keeps a tenth of it for validation");
      }
    }
  }

  /** Data of its own, named as training data is. */
  record Data(String source) implements Validation {}

  /**
   * A number is a share, everything else is data.
   *
   * @throws IllegalArgumentException when it is a number that is no share
   */
  static Validation parse(String text) {
    double fraction;
    try {
      fraction = Double.parseDouble(text.strip());
    } catch (NumberFormatException _) {
      return new Data(text);
    }
    return new Share(fraction);
  }

  /** The inverse of {@link #parse}. */
  default String text() {
    return switch (this) {
      case Share share -> Decimal.text(share.fraction());
      case Data data -> data.source();
    };
  }
}
