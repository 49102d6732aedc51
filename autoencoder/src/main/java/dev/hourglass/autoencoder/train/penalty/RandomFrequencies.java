package dev.hourglass.autoencoder.train.penalty;

import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;

/**
 * Frequencies whose waves stand for the inverse multiquadratic kernel: E [cos w·(x − y)] = k(x, y)
 * (Rahimi and Recht 2007).
 *
 * <p>k(x, y) = C / (C + ‖x − y‖²), the mean over the scales C = 2n · {0.1, 0.2, 0.5, 1, 2, 5, 10}
 * of n units (Tolstikhin et al. 2018, section 4, where the kernels of these scales are added). As C
 * / (C + r²) = E exp(−t r²) with t exponential of mean 1 / C, and exp(−t r²) is the mean of waves
 * whose frequencies are N(0, 2t), w = √(2t) ε.
 */
final class RandomFrequencies {
  /** How many there are: their mean is within some hundredths of the kernel in one step. */
  static final int COUNT = 256;

  /** Of the authors' program, in units of what two draws from the prior are apart. */
  private static final double[] SCALES = {0.1, 0.2, 0.5, 1, 2, 5, 10};

  private final int units;
  private final double[] frequencies;
  private final double[] ofPrior = new double[COUNT];

  RandomFrequencies(int units) {
    this.units = units;
    this.frequencies = new double[COUNT * units];
  }

  /** Draws those of a step anew, so that no direction stays unseen. */
  void draw(long seed, int epoch, int step) {
    long key = Noise.key(seed, NoisePurpose.FREQUENCIES, epoch, step);
    int counter = 0;
    for (int k = 0; k < COUNT; k++) {
      double scale = 2.0 * units * SCALES[k % SCALES.length];
      double deviation = Math.sqrt(-2 * Math.log(Noise.uniform(key, counter++)) / scale);
      double square = 0;
      for (int unit = 0; unit < units; unit++) {
        double w = deviation * Noise.normal(key, counter++);
        frequencies[k * units + unit] = w;
        square += w * w;
      }
      ofPrior[k] = Math.exp(-square / 2);
    }
  }

  /** w · z. */
  double phase(int k, double[] code) {
    double sum = 0;
    for (int unit = 0; unit < units; unit++) {
      sum += frequencies[k * units + unit] * code[unit];
    }
    return sum;
  }

  /** gradient += slope · w. */
  void addPhaseGradient(int k, double slope, double[] gradient) {
    for (int unit = 0; unit < units; unit++) {
      gradient[unit] += slope * frequencies[k * units + unit];
    }
  }

  /** E cos w·z of z from N(0, I), e^(−‖w‖²/2); that of the sine is 0. */
  double ofPrior(int k) {
    return ofPrior[k];
  }
}
