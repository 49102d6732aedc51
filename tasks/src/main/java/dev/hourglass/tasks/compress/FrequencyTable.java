package dev.hourglass.tasks.compress;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How often a unit of the code takes each of its steps, in integers: what travels in the file, so
 * that it decodes to the same codes everywhere. A step that was never seen is written as an escape
 * and its number.
 */
final class FrequencyTable {
  /** All frequencies together are 2 to the power of this. */
  static final int PRECISION = 12;

  private static final int TOTAL = 1 << PRECISION;

  /** More symbols have no frequencies of their own; the others are escapes. */
  private static final int MOST_SYMBOLS = TOTAL / 4;

  private static final int RAW_BITS = 8;

  /** Bits that a symbol of each frequency takes. */
  private static final double[] BITS = new double[TOTAL + 1];

  static {
    for (int frequency = 1; frequency <= TOTAL; frequency++) {
      BITS[frequency] = PRECISION - Math.log(frequency) / Math.log(2);
    }
  }

  private final int least;
  private final int[] frequencies;

  /** Sums before each symbol, then before the escape, then all. */
  private final int[] sums;

  private FrequencyTable(int least, int[] frequencies) {
    this.least = least;
    this.frequencies = frequencies;
    this.sums = new int[frequencies.length + 2];
    for (int i = 0; i < frequencies.length; i++) {
      sums[i + 1] = sums[i] + frequencies[i];
    }
    sums[frequencies.length + 1] = TOTAL;
  }

  /**
   * Of symbols that were seen.
   *
   * @param symbols in any order, at least one
   */
  static FrequencyTable of(int[] symbols) {
    int least = Arrays.stream(symbols).min().orElseThrow();
    int most = Arrays.stream(symbols).max().orElseThrow();
    if ((long) most - least >= MOST_SYMBOLS) {
      int[] sorted = symbols.clone();
      Arrays.sort(sorted);
      int middle = sorted[sorted.length / 2];
      least = Math.max(least, middle - MOST_SYMBOLS / 2);
      most = Math.min(most, middle + MOST_SYMBOLS / 2 - 1);
    }
    long[] counts = new long[most - least + 1];
    long counted = 0;
    for (int symbol : symbols) {
      if (symbol >= least && symbol <= most) {
        counts[symbol - least]++;
        counted++;
      }
    }
    return new FrequencyTable(least, scaled(counts, counted));
  }

  /** To a sum of one less than the total at most: what is left is the escape's. */
  private static int[] scaled(long[] counts, long counted) {
    int[] frequencies = new int[counts.length];
    int sum = 0;
    int largest = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        frequencies[i] = (int) Math.max(1, (counts[i] * (TOTAL - 1) + counted / 2) / counted);
        sum += frequencies[i];
      }
      largest = frequencies[i] > frequencies[largest] ? i : largest;
    }
    while (sum > TOTAL - 1) {
      int excess = sum - (TOTAL - 1);
      int taken = Math.min(excess, Math.max(1, frequencies[largest] / 8));
      frequencies[largest] -= taken;
      sum -= taken;
      for (int i = 0; i < frequencies.length; i++) {
        largest = frequencies[i] > frequencies[largest] ? i : largest;
      }
    }
    frequencies[largest] += TOTAL - 1 - sum;
    return frequencies;
  }

  /** Bits that a symbol takes. */
  double bits(int symbol) {
    int i = symbol - least;
    boolean known = i >= 0 && i < frequencies.length && frequencies[i] > 0;
    return known ? BITS[frequencies[i]] : BITS[TOTAL - sums[frequencies.length]] + 4 * RAW_BITS;
  }

  void write(int symbol, RangeEncoder out) {
    int i = symbol - least;
    if (i >= 0 && i < frequencies.length && frequencies[i] > 0) {
      out.write(sums[i], frequencies[i], PRECISION);
      return;
    }
    int escape = sums[frequencies.length];
    out.write(escape, TOTAL - escape, PRECISION);
    for (int shift = 3 * RAW_BITS; shift >= 0; shift -= RAW_BITS) {
      out.writeRaw(symbol >>> shift & 0xFF, RAW_BITS);
    }
  }

  int read(RangeDecoder in) {
    int at = in.peek(PRECISION);
    int found = Arrays.binarySearch(sums, 0, frequencies.length + 1, at);
    // Symbols of no frequency share their sum with the next: the last of equals is meant.
    int i = found >= 0 ? found : -found - 2;
    while (i < frequencies.length && sums[i + 1] == sums[i]) {
      i++;
    }
    if (i < frequencies.length) {
      in.skip(sums[i], frequencies[i]);
      return least + i;
    }
    in.skip(sums[frequencies.length], TOTAL - sums[frequencies.length]);
    int symbol = 0;
    for (int k = 0; k < 4; k++) {
      symbol = symbol << RAW_BITS | in.readRaw(RAW_BITS);
    }
    return symbol;
  }

  // ---- in the file ----

  void write(ByteArrayOutputStream out) {
    Varint.writeSigned(least, out);
    Varint.write(frequencies.length, out);
    for (int frequency : frequencies) {
      Varint.write(frequency, out);
    }
  }

  /**
   * Reads a table.
   *
   * @throws IllegalArgumentException if it is none
   */
  static FrequencyTable read(ByteBuffer in) {
    int least = Varint.readSigned(in);
    int count = Varint.read(in);
    if (count < 1 || count > TOTAL) {
      throw new IllegalArgumentException("a table of frequencies has " + count + " symbols");
    }
    int[] frequencies = new int[count];
    int sum = 0;
    for (int i = 0; i < count; i++) {
      frequencies[i] = Varint.read(in);
      sum += frequencies[i];
      if (frequencies[i] < 0 || sum < 0 || sum > TOTAL - 1) {
        throw new IllegalArgumentException("a table's frequencies exceed their sum");
      }
    }
    return new FrequencyTable(least, frequencies);
  }
}
