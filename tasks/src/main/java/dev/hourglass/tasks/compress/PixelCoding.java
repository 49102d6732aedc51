package dev.hourglass.tasks.compress;

import dev.hourglass.data.dataset.SampleShape;

/**
 * Whole numbers of samples as what they differ by from a reconstruction, which is corrected by how
 * wrong it was at the neighbours above and to the left (the median of LOCO-I, Weinberger et al.
 * 2000); without a reconstruction, by that median of the neighbours themselves.
 */
final class PixelCoding {
  private static final int CONTEXTS = 9;
  private static final int ENERGIES = 12;

  private final SampleShape shape;
  private final int most;
  private final SymbolCoder coder;
  private final int[] hashes = new int[CONTEXTS];

  /** Where the numbers to the left, above, above left and above right lie; -1 outside. */
  private final int[] near = new int[4];

  /** A context's number, behind which its own values are mixed. */
  private int place;

  /**
   * A walk over samples.
   *
   * @param most the largest number, 255 or 65,535
   */
  PixelCoding(SampleShape shape, int most, SymbolCoder coder) {
    this.shape = shape;
    this.most = most;
    this.coder = coder;
  }

  static BitMixer mixer(int tableBits) {
    return new BitMixer(CONTEXTS, 2 * ENERGIES * 8, tableBits);
  }

  /**
   * Writes a sample, or reads it.
   *
   * @param sample its numbers; filled when reading
   * @param base its reconstruction; zeros where there is none
   */
  void sample(int[] sample, int[] base) {
    int channels = shape.channels();
    int width = shape.width();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          int at = (y * width + x) * channels + c;
          near[0] = x > 0 ? at - channels : -1;
          near[1] = y > 0 ? at - width * channels : -1;
          near[2] = x > 0 && y > 0 ? near[1] - channels : -1;
          near[3] = y > 0 && x < width - 1 ? near[1] + channels : -1;
          number(sample, base, at, c);
        }
      }
    }
  }

  private void number(int[] sample, int[] base, int at, int channel) {
    int west = wrong(sample, base, near[0]);
    int north = wrong(sample, base, near[1]);
    int corner = wrong(sample, base, near[2]);
    int right = wrong(sample, base, near[3]);
    if (near[0] < 0) {
      west = north;
      corner = north;
    }
    if (near[1] < 0) {
      north = west;
      corner = west;
      right = west;
    }
    int before = channel > 0 ? sample[at - 1] - base[at - 1] : 0;
    int gradient = median(west, north, corner);
    int correction = gradient;
    if (channel > 0) {
      // What the channel before was off by here, it was off by more or less there.
      int there = at - 1;
      int expected =
          median(
              wrong(sample, base, near[0] < 0 ? -1 : near[0] - 1),
              wrong(sample, base, near[1] < 0 ? -1 : near[1] - 1),
              wrong(sample, base, near[2] < 0 ? -1 : near[2] - 1));
      correction += sample[there] - base[there] - expected;
    }
    int guess = Math.clamp((long) base[at] + correction, 0, most);
    int energy =
        energy(Math.abs(west - north) + Math.abs(north - corner) + Math.abs(west - corner) / 2);
    int scale = most > 255 ? 8 : 0;
    place = 0;
    context(guess, channel);
    context(guess >> scale + 2, base[at] >> scale + 2, channel);
    context(west >> scale + 1, north >> scale + 1, channel);
    context(energy, before >> scale + 1, channel);
    context(at, base[at] >> scale + 4, 0);
    context(value(sample, near[0]) >> scale, value(sample, near[1]) >> scale, channel);
    context(at, guess >> scale + 5, energy);
    context(gradient >> scale, before >> scale, channel);
    context(energy, channel, right - north >> scale + 2);
    sample[at] = residual(sample[at], guess, energy);
  }

  private static int median(int west, int north, int corner) {
    return Math.max(Math.min(west, north), Math.min(Math.max(west, north), west + north - corner));
  }

  /** Writes or reads what a number differs by from a guess, folded to be positive. */
  private int residual(int number, int guess, int energy) {
    int symbol = coder.isWriting() ? folded(number, guess) : 0;
    if (most <= 255) {
      return unfolded(coder.code(symbol, hashes, energy), guess);
    }
    int high = coder.code(symbol >> 8, hashes, energy);
    for (int i = 0; i < CONTEXTS; i++) {
      hashes[i] = hashes[i] * 31 + high + 1;
    }
    int low = coder.code(symbol & 0xFF, hashes, ENERGIES + energy);
    return unfolded(high << 8 | low, guess);
  }

  /** Differences of both signs by turns, as far as both are possible, then the rest. */
  private int folded(int number, int guess) {
    int both = Math.min(guess, most - guess);
    int difference = number - guess;
    if (Math.abs(difference) > both) {
      return Math.abs(difference) + both;
    }
    return difference > 0 ? 2 * difference - 1 : -2 * difference;
  }

  private int unfolded(int symbol, int guess) {
    int both = Math.min(guess, most - guess);
    if (symbol > 2 * both) {
      int difference = symbol - both;
      return guess > both ? guess - difference : guess + difference;
    }
    return (symbol & 1) == 1 ? guess + (symbol + 1) / 2 : guess - symbol / 2;
  }

  private static int energy(int sum) {
    return Math.min(ENERGIES - 1, 32 - Integer.numberOfLeadingZeros(sum));
  }

  private static int value(int[] sample, int at) {
    return at < 0 ? 0 : sample[at];
  }

  private static int wrong(int[] sample, int[] base, int at) {
    return at < 0 ? 0 : sample[at] - base[at];
  }

  private void context(int a, int b) {
    context(a, b, 0);
  }

  private void context(int a, int b, int c) {
    hashes[place] = ((a * 0x2F0B4C47 + b) * 0x1F35A7BD + c) * 0x3D4D51CB + place;
    place++;
  }
}
