package dev.hourglass.tasks.speech;

import dev.hourglass.data.dataset.SampleShape;

/**
 * A recording as the network of recordings sees it: a plane of windows by frequencies. Each place
 * has its amplitude, which the network multiplies by a mask, and beside it the log power, what that
 * comes to on the mean and at the least in the seconds around, and how high the frequency is; all
 * relative to the level around, so that loudness does not matter.
 *
 * <p>The lowest frequency, that of no sound, is left out; beyond the highest, and beyond the
 * recording's end, all is 0.
 */
final class SpectrumPlane {
  /** Numbers of a place. */
  static final int CHANNELS = 5;

  /** Planes are as wide as a multiple of this, which strides of 2 can halve three times. */
  static final int MULTIPLE = 8;

  /** The seconds around. */
  private static final Reach REACH = Reach.FILE;

  /** Log powers are about so many nats wide. */
  private static final float SCALE = 0.25f;

  /** Frequencies are told from this on, in steps that add up to 1 at 8 kHz. */
  private static final float LOWEST = 0.5f;

  private static final float STEP = 1f / 256;

  private final float[][] powers;
  private final SecondsAround seconds;
  private final double[] sums;

  /**
   * Of a recording.
   *
   * @param powers log power, {@code [windows][frequencies]}
   */
  SpectrumPlane(float[][] powers) {
    this.powers = powers;
    this.seconds = new SecondsAround(powers, REACH);
    this.sums = new double[powers.length + 1];
    for (int t = 0; t < powers.length; t++) {
      double sum = 0;
      for (float power : powers[t]) {
        sum += Math.exp(power);
      }
      sums[t + 1] = sums[t] + sum / powers[t].length;
    }
  }

  /** How wide a plane is. */
  static int width(int frequencies) {
    return Math.ceilDiv(frequencies - 1, MULTIPLE) * MULTIPLE;
  }

  /** The shape of so many windows as they are read. */
  static SampleShape shape(int windows, int frequencies) {
    return SampleShape.image(CHANNELS, windows, width(frequencies));
  }

  /** The shape of what is written of them. */
  static SampleShape written(int windows, int frequencies) {
    return SampleShape.image(1, windows, width(frequencies));
  }

  /** 1 over the root of the mean power in the seconds around a window. */
  private double unit(int t) {
    int from = Math.max(0, t - REACH.secondsBefore());
    int to = Math.min(powers.length, t + REACH.secondsAfter() + 1);
    return 1 / Math.sqrt((sums[to] - sums[from]) / (to - from));
  }

  private int end(int from, int windows) {
    return Math.min(powers.length, from + windows);
  }

  /**
   * What is read of some windows.
   *
   * @return as many numbers as their shape has
   */
  float[] read(int from, int windows) {
    int width = width(powers[0].length);
    float[] read = new float[windows * width * CHANNELS];
    for (int t = from; t < end(from, windows); t++) {
      double unit = unit(t);
      int next = (t - from) * width * CHANNELS;
      for (int f = 1; f < powers[t].length; f++) {
        read[next++] = (float) (Math.exp(0.5 * powers[t][f]) * unit);
        read[next++] = (powers[t][f] - seconds.level(t)) * SCALE;
        read[next++] = (seconds.means(t)[f] - seconds.level(t)) * SCALE;
        read[next++] = (seconds.least(t)[f] - seconds.level(t)) * SCALE;
        read[next++] = LOWEST + f * STEP;
      }
    }
    return read;
  }

  /**
   * What is to be written of them: amplitudes times masks.
   *
   * @param masks of all windows and frequencies
   */
  float[] wanted(int from, int windows, float[][] masks) {
    int width = width(powers[0].length);
    float[] wanted = new float[windows * width];
    for (int t = from; t < end(from, windows); t++) {
      double unit = unit(t);
      int next = (t - from) * width;
      for (int f = 1; f < powers[t].length; f++) {
        wanted[next++] = (float) (Math.exp(0.5 * powers[t][f]) * unit * masks[t][f]);
      }
    }
    return wanted;
  }

  /**
   * The mask of a window.
   *
   * @param written of some windows
   * @param row its place among them
   * @param into one for each frequency, from 0 to 1
   */
  void mask(int t, float[] written, int row, float[] into) {
    int width = width(powers[0].length);
    double unit = unit(t);
    for (int f = 1; f < into.length; f++) {
      double amplitude = Math.exp(0.5 * powers[t][f]) * unit;
      into[f] = (float) Math.clamp(written[row * width + f - 1] / amplitude, 0, 1);
    }
    into[0] = into[Math.min(1, into.length - 1)];
  }
}
