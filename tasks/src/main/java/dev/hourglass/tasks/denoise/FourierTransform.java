package dev.hourglass.tasks.denoise;

/**
 * The discrete Fourier transform of any length: by powers of two, other lengths as a convolution of
 * such a length (Bluestein 1970).
 */
final class FourierTransform {
  private final int length;
  private final int size;
  private final double[] cos;
  private final double[] sin;

  /** exp(-iπ k²/n), for lengths that are no power of two. */
  private final double[] chirpRe;

  private final double[] chirpIm;
  private final double[] kernelRe;
  private final double[] kernelIm;
  private final double[] re;
  private final double[] im;

  FourierTransform(int length) {
    this.length = length;
    boolean whole = Integer.bitCount(length) == 1;
    this.size = whole ? length : Integer.highestOneBit(2 * length - 1) << 1;
    this.cos = new double[Math.max(1, size / 2)];
    this.sin = new double[cos.length];
    for (int i = 0; i < cos.length; i++) {
      cos[i] = Math.cos(2 * Math.PI * i / size);
      sin[i] = Math.sin(2 * Math.PI * i / size);
    }
    int chirps = whole ? 0 : length;
    int kernel = whole ? 0 : size;
    this.chirpRe = new double[chirps];
    this.chirpIm = new double[chirps];
    this.kernelRe = new double[kernel];
    this.kernelIm = new double[kernel];
    this.re = new double[kernel];
    this.im = new double[kernel];
    for (int k = 0; k < chirps; k++) {
      // k² modulo 2n, so that large angles stay exact.
      double angle = Math.PI * ((long) k * k % (2L * length)) / length;
      chirpRe[k] = Math.cos(angle);
      chirpIm[k] = -Math.sin(angle);
      kernelRe[k] = chirpRe[k];
      kernelIm[k] = -chirpIm[k];
      if (k > 0) {
        kernelRe[size - k] = chirpRe[k];
        kernelIm[size - k] = -chirpIm[k];
      }
    }
    if (!whole) {
      powerOfTwo(kernelRe, kernelIm);
    }
  }

  /** X(k) = Σ x(j) exp(-2πi jk/n), in place. */
  void forward(double[] x, double[] y) {
    if (chirpRe.length == 0) {
      powerOfTwo(x, y);
      return;
    }
    for (int k = 0; k < size; k++) {
      boolean inside = k < length;
      re[k] = inside ? x[k] * chirpRe[k] - y[k] * chirpIm[k] : 0;
      im[k] = inside ? x[k] * chirpIm[k] + y[k] * chirpRe[k] : 0;
    }
    powerOfTwo(re, im);
    for (int k = 0; k < size; k++) {
      double product = re[k] * kernelRe[k] - im[k] * kernelIm[k];
      im[k] = re[k] * kernelIm[k] + im[k] * kernelRe[k];
      re[k] = product;
    }
    powerOfTwo(im, re); // exchanged, it goes back
    for (int k = 0; k < length; k++) {
      x[k] = (re[k] * chirpRe[k] - im[k] * chirpIm[k]) / size;
      y[k] = (re[k] * chirpIm[k] + im[k] * chirpRe[k]) / size;
    }
  }

  /** The inverse, in place. */
  void backward(double[] x, double[] y) {
    forward(y, x);
    for (int k = 0; k < length; k++) {
      x[k] /= length;
      y[k] /= length;
    }
  }

  private void powerOfTwo(double[] x, double[] y) {
    for (int i = 1, j = 0; i < size; i++) {
      int bit = size >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        swap(x, i, j);
        swap(y, i, j);
      }
    }
    for (int half = 1; half < size; half *= 2) {
      int stride = size / (2 * half);
      for (int start = 0; start < size; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          double c = cos[k * stride];
          double s = -sin[k * stride];
          int a = start + k;
          int b = a + half;
          double tx = x[b] * c - y[b] * s;
          double ty = x[b] * s + y[b] * c;
          x[b] = x[a] - tx;
          y[b] = y[a] - ty;
          x[a] += tx;
          y[a] += ty;
        }
      }
    }
  }

  private static void swap(double[] values, int i, int j) {
    double held = values[i];
    values[i] = values[j];
    values[j] = held;
  }
}
