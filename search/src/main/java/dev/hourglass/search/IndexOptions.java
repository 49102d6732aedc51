package dev.hourglass.search;

import dev.hourglass.autoencoder.file.ModelFile;
import java.util.List;

/**
 * How an index keeps codes. Start at {@link #defaults()}.
 *
 * @param distance how far apart codes are
 * @param bits of a number of a code while the graph is walked: 32 (as it is), 8, 4 or 1. What the
 *     walk finds is measured again by the numbers as they are
 */
public record IndexOptions(Distance distance, int bits) {
  /** What {@link #bits} can be. */
  public static final List<Integer> BITS = List.of(32, 8, 4, 1);

  /**
   * @throws IllegalArgumentException if there is no such number of bits
   */
  public IndexOptions {
    if (!BITS.contains(bits)) {
      throw new IllegalArgumentException(
          "option 'bits' is 32, 8, 4 or 1 for each number of a code, but was " + bits);
    }
  }

  /** Cosine distance, numbers as they are. */
  public static IndexOptions defaults() {
    return new IndexOptions(Distance.COSINE, 32);
  }

  /** What suits the codes of a model. */
  public static IndexOptions fitting(ModelFile.Model model) {
    return defaults().withDistance(Distance.fitting(model.autoencoder().blueprint()));
  }

  /** The same with another distance. */
  public IndexOptions withDistance(Distance value) {
    return new IndexOptions(value, bits);
  }

  /** The same with another number of bits. */
  public IndexOptions withBits(int value) {
    return new IndexOptions(distance, value);
  }
}
