package dev.hourglass.data.prepare;

import dev.hourglass.data.read.ReadOptions;
import java.util.Objects;

/** Samples that nothing is learnt from: which they are. */
public sealed interface HeldOut {
  /** No samples. */
  record None() implements HeldOut {}

  /**
   * A share of the samples there are, drawn by {@link dev.hourglass.data.dataset.Split}.
   *
   * @param fraction above 0 and below 1
   * @param seed the same seed draws the same rows
   */
  record Share(double fraction, long seed) implements HeldOut {
    /**
     * @throws IllegalArgumentException if the fraction lies outside its range
     */
    public Share {
      if (!(fraction > 0 && fraction < 1)) {
        throw new IllegalArgumentException(
            "a share held out must lie between 0 and 1, but was "
                + fraction
                + "; 0.1 keeps a tenth of the rows");
      }
    }
  }

  /**
   * Data of its own.
   *
   * @param source as {@link dev.hourglass.data.read.DataReader} takes it
   * @param reading how to read it
   */
  record Data(String source, ReadOptions reading) implements HeldOut {
    public Data {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(reading, "reading");
    }
  }

  /** Nothing. */
  static HeldOut none() {
    return new None();
  }

  /**
   * A share, or nothing when it is 0.
   *
   * @throws IllegalArgumentException if the fraction is below 0, or 1 or more
   */
  static HeldOut share(double fraction, long seed) {
    return fraction == 0 ? none() : new Share(fraction, seed);
  }
}
