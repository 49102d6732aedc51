package dev.hourglass.tasks.speech;

/** The discrete Fourier transform of one size, a power of two, in place (Cooley and Tukey 1965). */
final class Fourier {
  private final int size;
  private final double[] cosines;
  private final double[] sines;

  Fourier(int size) {
    if (Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("the size is a power of two, but was " + size);
    }
    this.size = size;
    this.cosines = new double[size / 2];
    this.sines = new double[size / 2];
    for (int i = 0; i < size / 2; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / size);
      sines[i] = Math.sin(2 * Math.PI * i / size);
    }
  }

  /**
   * X_k = Σ x_n e^(∓2πikn/N).
   *
   * @param inverse whether the exponent is positive; the result is then N times too large
   */
  void transform(double[] real, double[] imaginary, boolean inverse) {
    int shift = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 0; i < size; i++) {
      int j = size == 1 ? 0 : Integer.reverse(i) >>> shift;
      if (j > i) {
        double r = real[i];
        real[i] = real[j];
        real[j] = r;
        double m = imaginary[i];
        imaginary[i] = imaginary[j];
        imaginary[j] = m;
      }
    }
    for (int half = 1; half < size; half *= 2) {
      int stride = size / (2 * half);
      for (int from = 0; from < size; from += 2 * half) {
        for (int k = 0; k < half; k++) {
          double c = cosines[k * stride];
          double s = inverse ? sines[k * stride] : -sines[k * stride];
          int a = from + k;
          int b = a + half;
          double r = real[b] * c - imaginary[b] * s;
          double m = real[b] * s + imaginary[b] * c;
          real[b] = real[a] - r;
          imaginary[b] = imaginary[a] - m;
          real[a] += r;
          imaginary[a] += m;
        }
      }
    }
  }
}
