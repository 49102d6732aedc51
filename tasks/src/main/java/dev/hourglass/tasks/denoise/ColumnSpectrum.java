package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.SampleShape;
import java.util.SplittableRandom;

/**
 * The spectrum of a picture down its columns. A scanner that measures whole lines of k-space and
 * leaves out others loses frequencies of this direction alone: along the lines nothing is missing,
 * and the transform there cancels out.
 *
 * <p>Pictures are real, so that a line and its mirror image tell the same: both are measured or
 * neither, and what zero filling makes of them is real too. Its missing lines can be told from it.
 */
final class ColumnSpectrum {
  /** The share of the lines about the middle that are always measured (Zbontar et al. 2018). */
  private static final double CENTRE = 0.08;

  /**
   * A line is one that was measured where the given picture has at least this share of the energy
   * that the mended one has there; what is missing has none.
   */
  private static final double MEASURED = 0.25;

  private final SampleShape shape;
  private final FourierTransform transform;
  private final double[] re;
  private final double[] im;

  private ColumnSpectrum(SampleShape shape) {
    this.shape = shape;
    this.transform = new FourierTransform(shape.height());
    this.re = new double[shape.height()];
    this.im = new double[shape.height()];
  }

  /**
   * Leaves lines out, in place.
   *
   * @param times how many times fewer are left than there are
   */
  static void undersample(
      float[] values, SampleShape shape, double times, SplittableRandom random) {
    new ColumnSpectrum(shape).keep(values, lines(shape.height(), times, random));
  }

  /** Which lines are measured: those about the middle, and others by chance. */
  static boolean[] lines(int height, double times, SplittableRandom random) {
    boolean[] measured = new boolean[height];
    measured[0] = true;
    int wanted = Math.max(1, (int) Math.round(height / times));
    int count = 1;
    int half = height / 2;
    int centre = (int) Math.round(CENTRE * height / 2);
    int[] others = new int[Math.max(0, half - Math.min(half, centre))];
    for (int line = 1; line <= half; line++) {
      if (line <= centre && count < wanted) {
        count += measure(measured, line);
      } else if (line > centre) {
        others[line - centre - 1] = line;
      }
    }
    for (int i = 0; i < others.length && count < wanted; i++) {
      int j = i + random.nextInt(others.length - i);
      int line = others[j];
      others[j] = others[i];
      count += measure(measured, line);
    }
    return measured;
  }

  private static int measure(boolean[] measured, int line) {
    int mirror = measured.length - line;
    measured[line] = true;
    measured[mirror] = true;
    return line == mirror ? 1 : 2;
  }

  private void keep(float[] values, boolean[] measured) {
    int columns = values.length / shape.height();
    for (int column = 0; column < columns; column += 2) {
      read(values, column, columns);
      transform.forward(re, im);
      for (int line = 0; line < measured.length; line++) {
        if (!measured[line]) {
          re[line] = 0;
          im[line] = 0;
        }
      }
      transform.backward(re, im);
      write(values, column, columns);
    }
  }

  /** Two columns at once, one as the imaginary part of the other. */
  private void read(float[] values, int column, int columns) {
    boolean pair = column + 1 < columns;
    for (int y = 0; y < re.length; y++) {
      re[y] = values[y * columns + column];
      im[y] = pair ? values[y * columns + column + 1] : 0;
    }
  }

  private void write(float[] values, int column, int columns) {
    boolean pair = column + 1 < columns;
    for (int y = 0; y < re.length; y++) {
      values[y * columns + column] = (float) re[y];
      if (pair) {
        values[y * columns + column + 1] = (float) im[y];
      }
    }
  }

  /**
   * Puts the lines that were measured back into a mended picture, in place (data consistency): only
   * what was missing is guessed.
   *
   * @param given the picture that lacks lines
   * @param mended what a model made of it
   */
  static void putBack(float[] given, float[] mended, SampleShape shape) {
    ColumnSpectrum spectrum = new ColumnSpectrum(shape);
    boolean[] measured = spectrum.measured(given, mended);
    float[] change = new float[given.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = given[i] - mended[i];
    }
    spectrum.keep(change, measured);
    for (int i = 0; i < change.length; i++) {
      mended[i] += change[i];
    }
  }

  private boolean[] measured(float[] given, float[] mended) {
    double[] there = energies(given);
    double[] should = energies(mended);
    boolean[] measured = new boolean[there.length];
    for (int line = 0; line < measured.length; line++) {
      measured[line] = there[line] >= MEASURED * should[line];
    }
    return measured;
  }

  /** Of each line and its mirror image together. */
  private double[] energies(float[] values) {
    int columns = values.length / shape.height();
    double[] energies = new double[shape.height()];
    for (int column = 0; column < columns; column += 2) {
      read(values, column, columns);
      transform.forward(re, im);
      for (int line = 0; line < energies.length; line++) {
        int mirror = (energies.length - line) % energies.length;
        double energy = re[line] * re[line] + im[line] * im[line];
        energies[line] += energy;
        energies[mirror] += energy;
      }
    }
    return energies;
  }
}
