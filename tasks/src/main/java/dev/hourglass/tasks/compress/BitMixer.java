package dev.hourglass.tasks.compress;

import java.util.Arrays;

/**
 * The probability of the next bit from what was seen in several contexts at once, weighed by how
 * right each has been (context mixing, Mahoney 2005, after lpaq): in integers alone, so that every
 * machine comes to the same.
 */
final class BitMixer {
  /** Slots of a context's table are 2 to the power of this, at least and at most. */
  private static final int FEWEST_BITS = 12;

  private static final int MOST_BITS = 20;

  private static final int HALF = 1 << 15;

  /** A slot counts to this, and learns by one over its count until then. */
  private static final int MOST_COUNT = 255;

  private static final int WEIGHT_BITS = 16;
  private static final int LEARNING_SHIFT = 10;

  /** Logits are in 1/256, from -2,047 to 2,047. */
  private static final int MOST_LOGIT = 2047;

  private static final int[] LOGISTIC = {
    1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348,
    3607, 3785, 3901, 3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094
  };

  private static final int[] STRETCHED = stretched();
  private static final int[] RECIPROCALS = reciprocals();

  private final int contexts;
  private final int tableBits;

  /** Probability of a 1 in 16 bits, above its count in 8. */
  private final int[][] tables;

  private final int[] weights;
  private final int[] slots;
  private final int[] inputs;
  private int selected;
  private int mixed;

  /**
   * A mixer that knows nothing yet.
   *
   * @param contexts that are mixed
   * @param selectors sets of weights there are
   * @param tableBits slots of a context's table are 2 to the power of this; see {@link #tableBits}
   * @throws IllegalArgumentException if they are out of range
   */
  BitMixer(int contexts, int selectors, int tableBits) {
    if (tableBits < FEWEST_BITS || tableBits > MOST_BITS) {
      throw new IllegalArgumentException("tables of contexts have 2^" + tableBits + " slots");
    }
    this.contexts = contexts;
    this.tableBits = tableBits;
    this.tables = new int[contexts][1 << tableBits];
    for (int[] table : tables) {
      Arrays.fill(table, HALF << 8);
    }
    // Two inputs a context: what it says, and how sure its count lets it be.
    this.weights = new int[2 * contexts * selectors];
    Arrays.fill(weights, (1 << WEIGHT_BITS) / contexts / 2 * 3 / 2);
    this.slots = new int[contexts];
    this.inputs = new int[2 * contexts];
  }

  /** What suits so many bytes: room for most of their bits' contexts. */
  static int tableBits(long bytes) {
    return Math.clamp(Long.SIZE - Long.numberOfLeadingZeros(4 * bytes), FEWEST_BITS, MOST_BITS);
  }

  private static int[] stretched() {
    int[] table = new int[4096];
    int at = 0;
    for (int logit = -MOST_LOGIT; logit <= MOST_LOGIT; logit++) {
      int value = squash(logit);
      for (; at <= value && at < table.length; at++) {
        table[at] = logit;
      }
    }
    Arrays.fill(table, at, table.length, MOST_LOGIT);
    return table;
  }

  private static int[] reciprocals() {
    int[] table = new int[MOST_COUNT + 1];
    for (int count = 0; count <= MOST_COUNT; count++) {
      table[count] = (int) (65_536 / (count + 1.6));
    }
    return table;
  }

  /** 4096/(1 + e^(-x/256)), from a table of 33 places. */
  private static int squash(int logit) {
    if (logit > MOST_LOGIT) {
      return 4095;
    }
    if (logit < -MOST_LOGIT) {
      return 0;
    }
    int weight = logit & 127;
    int place = (logit >> 7) + 16;
    return (LOGISTIC[place] * (128 - weight) + LOGISTIC[place + 1] * weight + 64) >> 7;
  }

  /**
   * The probability of a 1, of 65,536.
   *
   * @param hashes one a context, any numbers
   * @param node what of the symbol is known
   * @param selector of the weights
   */
  int probability(int[] hashes, int node, int selector) {
    selected = selector * 2 * contexts;
    long dot = 0;
    for (int i = 0; i < contexts; i++) {
      int hash = (hashes[i] + node * 0x2C1B3C6D) * 0x297A2D39;
      hash ^= hash >>> 15;
      slots[i] = (hash * 0x9E3779B1) >>> (32 - tableBits);
      int slot = tables[i][slots[i]];
      int logit = STRETCHED[slot >>> 12];
      int count = slot & 0xFF;
      inputs[2 * i] = logit;
      inputs[2 * i + 1] = count == 0 ? 0 : (logit * Math.min(count, 32)) >> 5;
      dot += (long) inputs[2 * i] * weights[selected + 2 * i];
      dot += (long) inputs[2 * i + 1] * weights[selected + 2 * i + 1];
    }
    int logit = (int) Math.clamp(dot >> WEIGHT_BITS, -MOST_LOGIT, MOST_LOGIT);
    mixed = squash(logit);
    return Math.clamp(mixed * 16 + 8, 24, 65_536 - 24);
  }

  /** Learns what the bit was that the last probability was of. */
  void learn(int bit) {
    int error = ((bit << 12) - mixed) * 2;
    for (int i = 0; i < 2 * contexts; i++) {
      weights[selected + i] += (inputs[i] * error + (1 << (LEARNING_SHIFT - 1))) >> LEARNING_SHIFT;
    }
    for (int i = 0; i < contexts; i++) {
      int slot = tables[i][slots[i]];
      int count = slot & 0xFF;
      int probability = slot >>> 8;
      int target = bit == 1 ? 65_535 : 0;
      probability += (int) ((long) (target - probability) * RECIPROCALS[count] >> 16);
      tables[i][slots[i]] = probability << 8 | Math.min(count + 1, MOST_COUNT);
    }
  }
}
