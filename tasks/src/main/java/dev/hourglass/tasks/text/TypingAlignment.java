package dev.hourglass.tasks.text;

import dev.hourglass.tasks.text.TypingModel.Slip;

/**
 * How a word became what was typed: the likeliest sequence of slips, by dynamic programming over
 * both. Holds buffers: one a thread.
 */
final class TypingAlignment {
  /** Characters beside the part that differs that may take part in an alignment. */
  private static final int MARGIN = 1;

  private final TypingModel model;
  private float[] costs = new float[256];
  private byte[] steps = new byte[256];

  private static final byte KEPT = 0;
  private static final byte OMITTED = 1;
  private static final byte ADDED = 2;
  private static final byte EXCHANGED = 3;
  private static final byte SWAPPED = 4;

  TypingAlignment(TypingModel model) {
    this.model = model;
  }

  /** Receives the slips of an alignment, last first. */
  interface Visitor {
    /**
     * A slip.
     *
     * @param before the symbol before
     * @param at the symbol it happened at; the edge where one was put in
     * @param after the symbol after
     * @param typed what was typed instead, where something was
     */
    void slip(Slip slip, int before, int at, int after, int typed);
  }

  /**
   * −log of the probability that the word becomes what was typed, of the likeliest way.
   *
   * @param right the word meant
   * @param typed what was typed
   */
  float cost(int[] right, int[] typed) {
    int from = 0;
    int end = Math.min(right.length, typed.length);
    while (from < end && right[from] == typed[from]) {
      from++;
    }
    int tail = 0;
    while (tail < end - from && right[right.length - 1 - tail] == typed[typed.length - 1 - tail]) {
      tail++;
    }
    from = Math.max(0, from - MARGIN);
    tail = Math.max(0, tail - MARGIN);
    fill(right, typed, from, right.length - tail, typed.length - tail);
    return costs[
        (right.length - tail - from) * (typed.length - tail - from + 1)
            + typed.length
            - tail
            - from];
  }

  /** Visits the slips of the likeliest way. */
  void trace(int[] right, int[] typed, Visitor visitor) {
    fill(right, typed, 0, right.length, typed.length);
    int width = typed.length + 1;
    int i = right.length;
    int j = typed.length;
    while (i > 0 || j > 0) {
      switch (steps[i * width + j]) {
        case OMITTED -> {
          visitor.slip(
              Slip.OMITTED, symbol(right, i - 2), right[i - 1], symbol(right, i), Alphabet.EDGE);
          i--;
        }
        case ADDED -> {
          visitor.slip(
              Slip.ADDED, symbol(right, i - 1), Alphabet.EDGE, symbol(right, i), typed[j - 1]);
          j--;
        }
        case EXCHANGED -> {
          visitor.slip(
              Slip.EXCHANGED, symbol(right, i - 2), right[i - 1], symbol(right, i), typed[j - 1]);
          i--;
          j--;
        }
        case SWAPPED -> {
          visitor.slip(
              Slip.SWAPPED, symbol(right, i - 3), right[i - 2], right[i - 1], Alphabet.EDGE);
          i -= 2;
          j -= 2;
        }
        default -> {
          i--;
          j--;
        }
      }
    }
  }

  private static int symbol(int[] word, int i) {
    return i < 0 || i >= word.length ? Alphabet.EDGE : word[i];
  }

  private static float nats(float probability) {
    return (float) -Math.log(probability);
  }

  private void fill(int[] right, int[] typed, int from, int endRight, int endTyped) {
    int rows = endRight - from + 1;
    int width = endTyped - from + 1;
    if (costs.length < rows * width) {
      costs = new float[2 * rows * width];
      steps = new byte[2 * rows * width];
    }
    for (int r = 0; r < rows; r++) {
      int i = from + r;
      for (int c = 0; c < width; c++) {
        int j = from + c;
        float best = r == 0 && c == 0 ? 0 : Float.POSITIVE_INFINITY;
        byte step = KEPT;
        if (r > 0 && c > 0 && right[i - 1] == typed[j - 1]) {
          best = costs[(r - 1) * width + c - 1];
        } else {
          if (r > 0) {
            float cost =
                costs[(r - 1) * width + c]
                    + nats(model.omitted(symbol(right, i - 2), right[i - 1], symbol(right, i)));
            if (cost < best) {
              best = cost;
              step = OMITTED;
            }
          }
          if (c > 0) {
            float cost =
                costs[r * width + c - 1]
                    + nats(model.added(symbol(right, i - 1), symbol(right, i), typed[j - 1]));
            if (cost < best) {
              best = cost;
              step = ADDED;
            }
          }
          if (r > 0 && c > 0) {
            float cost =
                costs[(r - 1) * width + c - 1]
                    + nats(
                        model.exchanged(
                            symbol(right, i - 2), right[i - 1], symbol(right, i), typed[j - 1]));
            if (cost < best) {
              best = cost;
              step = EXCHANGED;
            }
          }
          if (r > 1 && c > 1 && right[i - 1] == typed[j - 2] && right[i - 2] == typed[j - 1]) {
            float cost =
                costs[(r - 2) * width + c - 2]
                    + nats(model.swapped(symbol(right, i - 3), right[i - 2], right[i - 1]));
            if (cost < best) {
              best = cost;
              step = SWAPPED;
            }
          }
        }
        costs[r * width + c] = best;
        steps[r * width + c] = step;
      }
    }
  }
}
