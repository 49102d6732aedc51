package dev.hourglass.tasks.speech;

/**
 * A channel as short-time spectra: windows of 32 ms, a quarter of that apart, under the root of a
 * Hann window when they are taken apart and again when they are put together.
 *
 * <p>Whatever the rate, a spectrum is seen at the same frequencies, {@value #SPACING} Hz apart, so
 * that a model serves recordings of any rate: {@link #logPower} interpolates, and so does {@link
 * #filtered} back.
 */
final class Spectrogram {
  static final double SECONDS = WindowTransform.SECONDS;
  static final int OVERLAP = WindowTransform.OVERLAP;
  static final double SPACING = WindowTransform.SPACING;

  private final int length;
  private final WindowTransform windows;
  private final double[][] real;
  private final double[][] imaginary;

  private Spectrogram(int rate, int length) {
    this.length = length;
    this.windows = new WindowTransform(rate);
    int frames = Math.ceilDiv(length + windows.window() - windows.hop(), windows.hop());
    this.real = new double[frames][windows.size()];
    this.imaginary = new double[frames][windows.size()];
  }

  /** Takes a channel apart. */
  static Spectrogram of(float[] channel, int rate) {
    Spectrogram spectrogram = new Spectrogram(rate, channel.length);
    for (int t = 0; t < spectrogram.frames(); t++) {
      spectrogram.windows.analyse(
          channel, spectrogram.start(t), spectrogram.real[t], spectrogram.imaginary[t]);
    }
    return spectrogram;
  }

  /** The first sample of a window; the first windows begin before the recording. */
  private int start(int t) {
    return t * windows.hop() - (windows.window() - windows.hop());
  }

  int frames() {
    return real.length;
  }

  private int bins() {
    return windows.bins();
  }

  /** How many frequencies are seen up to half a rate. */
  static int frequencies(int rate) {
    return (int) Math.floor(rate / 2.0 / SPACING) + 1;
  }

  private double power(int t, int bin) {
    return windows.power(real[t], imaginary[t], bin);
  }

  /**
   * log power of a window at the frequencies that are seen; those beyond half the rate are silent.
   *
   * @param into as many as wanted
   */
  void logPower(int t, float[] into) {
    windows.logPower(real[t], imaginary[t], into);
  }

  /**
   * How much of a mixture's window is of a part of it, seen along the mixture's phase, 0 to 1, at
   * the frequencies that are seen (the phase-sensitive mask of Erdogan et al. 2015); both of one
   * rate whose spectra lie at these frequencies, or between them.
   */
  static void mask(Spectrogram part, Spectrogram mixture, int t, float[] into) {
    double perBin = mixture.windows.perBin();
    for (int f = 0; f < into.length; f++) {
      int bin = (int) Math.round(f * SPACING / perBin);
      if (bin >= mixture.bins()) {
        into[f] = 0;
        continue;
      }
      double re = mixture.real[t][bin];
      double im = mixture.imaginary[t][bin];
      double along = part.real[t][bin] * re + part.imaginary[t][bin] * im;
      into[f] = (float) Math.clamp(along / (re * re + im * im + WindowTransform.SILENCE), 0, 1);
    }
  }

  /** Powers at the bins of this rate, of a window. */
  double[] powers(int t) {
    double[] powers = new double[bins()];
    for (int b = 0; b < powers.length; b++) {
      powers[b] = power(t, b);
    }
    return powers;
  }

  /** Factors for the windows of a channel. */
  interface Gains {
    /**
     * The factors of a window.
     *
     * @param into one for each frequency that is seen; beyond, the last one is used
     */
    void of(int t, float[] into);
  }

  /**
   * Multiplies each window's spectrum and puts the channel together again.
   *
   * @param seen how many frequencies have a factor
   */
  float[] filtered(int seen, Gains gains) {
    float[] factors = new float[seen];
    return together(
        (t, bin) -> {
          if (bin == 0) {
            gains.of(t, factors);
          }
          return windows.factor(factors, bin);
        });
  }

  /** A factor of each bin of each window, asked for window by window, bin by bin. */
  interface BinGain {
    double of(int t, int bin);
  }

  /** The same with a factor for each of the bins of this rate. */
  float[] together(BinGain gain) {
    double[] sum = new double[length];
    for (int t = 0; t < frames(); t++) {
      int window = t;
      windows.add(real[t], imaginary[t], bin -> gain.of(window, bin), sum, start(t));
    }
    float[] channel = new float[length];
    for (int i = 0; i < length; i++) {
      channel[i] = (float) sum[i];
    }
    return channel;
  }
}
