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
  /** Of a window. */
  static final double SECONDS = 0.032;

  /** Windows that cover a sample. */
  static final int OVERLAP = 4;

  /** Between the frequencies at which spectra are seen. */
  static final double SPACING = 31.25;

  /** Added to the power, where full scale is 1: what is below is silence. */
  private static final double SILENCE = 1e-9;

  private final int rate;
  private final int length;
  private final int window;
  private final int hop;
  private final int size;
  private final double[] taper;
  private final Fourier fourier;
  private final double[][] real;
  private final double[][] imaginary;

  private Spectrogram(int rate, int length) {
    this.rate = rate;
    this.length = length;
    this.hop = Math.max(1, (int) Math.round(SECONDS * rate / OVERLAP));
    this.window = hop * OVERLAP;
    this.size = window == 1 ? 1 : Integer.highestOneBit(window - 1) * 2;
    this.fourier = new Fourier(size);
    this.taper = new double[window];
    for (int i = 0; i < window; i++) {
      taper[i] = Math.sqrt(0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / window));
    }
    int frames = Math.ceilDiv(length + window - hop, hop);
    this.real = new double[frames][];
    this.imaginary = new double[frames][];
  }

  /** Takes a channel apart. */
  static Spectrogram of(float[] channel, int rate) {
    Spectrogram spectrogram = new Spectrogram(rate, channel.length);
    for (int t = 0; t < spectrogram.frames(); t++) {
      spectrogram.analyse(channel, t);
    }
    return spectrogram;
  }

  private void analyse(float[] channel, int t) {
    double[] re = new double[size];
    double[] im = new double[size];
    int start = start(t);
    for (int i = 0; i < window; i++) {
      int at = start + i;
      if (at >= 0 && at < length) {
        re[i] = channel[at] * taper[i];
      }
    }
    fourier.transform(re, im, false);
    real[t] = re;
    imaginary[t] = im;
  }

  /** The first sample of a window; the first windows begin before the recording. */
  private int start(int t) {
    return t * hop - (window - hop);
  }

  int frames() {
    return real.length;
  }

  private int bins() {
    return size / 2 + 1;
  }

  /** How many frequencies are seen up to half a rate. */
  static int frequencies(int rate) {
    return (int) Math.floor(rate / 2.0 / SPACING) + 1;
  }

  private double power(int t, int bin) {
    return (real[t][bin] * real[t][bin] + imaginary[t][bin] * imaginary[t][bin]) / window;
  }

  /**
   * log power of a window at the frequencies that are seen; those beyond half the rate are silent.
   *
   * @param into as many as wanted
   */
  void logPower(int t, float[] into) {
    double perBin = rate / (double) size;
    for (int f = 0; f < into.length; f++) {
      double place = f * SPACING / perBin;
      int below = (int) Math.floor(place + 1e-9);
      double p = 0;
      if (below < bins()) {
        double share = Math.max(0, place - below);
        p = (1 - share) * power(t, below);
        if (share > 0 && below + 1 < bins()) {
          p += share * power(t, below + 1);
        }
      }
      into[f] = (float) Math.log(p + SILENCE);
    }
  }

  /**
   * How much of a mixture's window is of a part of it, seen along the mixture's phase, 0 to 1, at
   * the frequencies that are seen (the phase-sensitive mask of Erdogan et al. 2015); both of one
   * rate whose spectra lie at these frequencies, or between them.
   */
  static void mask(Spectrogram part, Spectrogram mixture, int t, float[] into) {
    double perBin = mixture.rate / (double) mixture.size;
    for (int f = 0; f < into.length; f++) {
      int bin = (int) Math.round(f * SPACING / perBin);
      if (bin >= mixture.bins()) {
        into[f] = 0;
        continue;
      }
      double re = mixture.real[t][bin];
      double im = mixture.imaginary[t][bin];
      double along = part.real[t][bin] * re + part.imaginary[t][bin] * im;
      into[f] = (float) Math.clamp(along / (re * re + im * im + SILENCE), 0, 1);
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
    double perBin = rate / (double) size / SPACING;
    return together(
        (t, bin) -> {
          if (bin == 0) {
            gains.of(t, factors);
          }
          double place = bin * perBin;
          int below = Math.min(seen - 1, (int) place);
          int above = Math.min(seen - 1, below + 1);
          double share = place - (int) place;
          return (1 - share) * factors[below] + share * factors[above];
        });
  }

  /** A factor of each bin of each window, asked for window by window, bin by bin. */
  interface BinGain {
    double of(int t, int bin);
  }

  /** The same with a factor for each of the bins of this rate. */
  float[] together(BinGain gain) {
    double[] sum = new double[length];
    double[] re = new double[size];
    double[] im = new double[size];
    for (int t = 0; t < frames(); t++) {
      for (int bin = 0; bin < bins(); bin++) {
        double factor = gain.of(t, bin);
        re[bin] = real[t][bin] * factor;
        im[bin] = imaginary[t][bin] * factor;
        if (bin > 0 && bin < size - bin) {
          re[size - bin] = re[bin];
          im[size - bin] = -im[bin];
        }
      }
      fourier.transform(re, im, true);
      int start = start(t);
      for (int i = 0; i < window; i++) {
        int at = start + i;
        if (at >= 0 && at < length) {
          // Squared windows a quarter apart add up to half their number.
          sum[at] += re[i] * taper[i] / size * 2 / OVERLAP;
        }
      }
    }
    float[] channel = new float[length];
    for (int i = 0; i < length; i++) {
      channel[i] = (float) sum[i];
    }
    return channel;
  }
}
