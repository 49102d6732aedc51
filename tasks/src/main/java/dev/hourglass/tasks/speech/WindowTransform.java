package dev.hourglass.tasks.speech;

/**
 * One window of a channel as a spectrum and back: 32 ms under the root of a Hann window, both when
 * it is taken apart and when it is put together, a quarter of that after the one before.
 *
 * <p>Not for several threads: a spectrum is worked on in place.
 */
final class WindowTransform {
  /** Of a window. */
  static final double SECONDS = 0.032;

  /** Windows that cover a sample. */
  static final int OVERLAP = 4;

  /** Between the frequencies at which spectra are seen, in Hz. */
  static final double SPACING = 31.25;

  /** Added to the power, where full scale is 1: what is below is silence. */
  static final double SILENCE = 1e-9;

  private final int window;
  private final int hop;
  private final int size;
  private final double perBin;
  private final double[] taper;
  private final Fourier fourier;
  private final double[] re;
  private final double[] im;

  /** For channels of a rate. */
  WindowTransform(int rate) {
    this.hop = Math.max(1, (int) Math.round(SECONDS * rate / OVERLAP));
    this.window = hop * OVERLAP;
    this.size = window == 1 ? 1 : Integer.highestOneBit(window - 1) * 2;
    this.perBin = rate / (double) size;
    this.fourier = new Fourier(size);
    this.taper = new double[window];
    for (int i = 0; i < window; i++) {
      taper[i] = Math.sqrt(0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / window));
    }
    this.re = new double[size];
    this.im = new double[size];
  }

  /** Samples from one window's start to the next one's. */
  int hop() {
    return hop;
  }

  /** Samples of a window. */
  int window() {
    return window;
  }

  /** Numbers of a spectrum. */
  int size() {
    return size;
  }

  /** Hz from one number of a spectrum to the next. */
  double perBin() {
    return perBin;
  }

  /** Frequencies of a spectrum, from 0 to half the rate. */
  int bins() {
    return size / 2 + 1;
  }

  /**
   * The spectrum of a window.
   *
   * @param start of the window; samples that the channel has not are silent
   * @param real as long as {@link #size}, overwritten, as is {@code imaginary}
   */
  void analyse(float[] channel, int start, double[] real, double[] imaginary) {
    for (int i = 0; i < size; i++) {
      int at = start + i;
      boolean there = i < window && at >= 0 && at < channel.length;
      real[i] = there ? channel[at] * taper[i] : 0;
      imaginary[i] = 0;
    }
    fourier.transform(real, imaginary, false);
  }

  double power(double[] real, double[] imaginary, int bin) {
    return (real[bin] * real[bin] + imaginary[bin] * imaginary[bin]) / window;
  }

  /**
   * log power at the frequencies that are seen; those beyond half the rate are silent.
   *
   * @param into as many as wanted
   */
  void logPower(double[] real, double[] imaginary, float[] into) {
    for (int f = 0; f < into.length; f++) {
      double place = f * SPACING / perBin;
      int below = (int) Math.floor(place + 1e-9);
      double p = 0;
      if (below < bins()) {
        double share = Math.max(0, place - below);
        p = (1 - share) * power(real, imaginary, below);
        if (share > 0 && below + 1 < bins()) {
          p += share * power(real, imaginary, below + 1);
        }
      }
      into[f] = (float) Math.log(p + SILENCE);
    }
  }

  /** The factor of a bin, of those at the frequencies that are seen; beyond, the last one. */
  double factor(float[] seen, int bin) {
    double place = bin * perBin / SPACING;
    int below = Math.min(seen.length - 1, (int) place);
    int above = Math.min(seen.length - 1, below + 1);
    double share = place - (int) place;
    return (1 - share) * seen[below] + share * seen[above];
  }

  /** A factor of each bin. */
  interface BinFactor {
    double of(int bin);
  }

  /**
   * Adds a window, its spectrum multiplied, to a channel that is put together again.
   *
   * @param start of the window in {@code sum}; what lies outside is dropped
   */
  void add(double[] real, double[] imaginary, BinFactor factor, double[] sum, int start) {
    for (int bin = 0; bin < bins(); bin++) {
      double by = factor.of(bin);
      re[bin] = real[bin] * by;
      im[bin] = imaginary[bin] * by;
      if (bin > 0 && bin < size - bin) {
        re[size - bin] = re[bin];
        im[size - bin] = -im[bin];
      }
    }
    fourier.transform(re, im, true);
    for (int i = 0; i < window; i++) {
      int at = start + i;
      if (at >= 0 && at < sum.length) {
        // Squared windows a quarter apart add up to half their number.
        sum[at] += re[i] * taper[i] / size * 2 / OVERLAP;
      }
    }
  }
}
