package dev.hourglass.autoencoder.train.penalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The discrepancy from the prior by random waves against the kernel that they stand for. */
class CodeWavesTest {
  private static final int UNITS = 3;
  private static final double[] SCALES = {0.1, 0.2, 0.5, 1, 2, 5, 10};

  private static double[][] draws(int rows, double mean, double deviation) {
    Random random = new Random(5);
    double[][] codes = new double[rows][UNITS];
    for (double[] code : codes) {
      Arrays.setAll(code, _ -> mean + deviation * random.nextGaussian());
    }
    return codes;
  }

  /** The mean over some steps, each of which draws its own frequencies. */
  private static double byWaves(double[][] codes, int steps) {
    double sum = 0;
    Tensor code = Tensor.allocate(Arena.ofAuto(), new Shape(codes.length, UNITS), Format.FLOAT64);
    for (int r = 0; r < codes.length; r++) {
      for (int unit = 0; unit < UNITS; unit++) {
        code.set(r, unit, codes[r][unit]);
      }
    }
    CodeWaves waves = new CodeWaves(code);
    BatchLook look = CodeWaves.discrepancy(2, UNITS, 9);
    double[] slopes = new double[waves.count()];
    for (int step = 0; step < steps; step++) {
      double[] sums = new double[waves.count()];
      waves.read(9, 1, step);
      waves.addTo(sums, 0, codes.length);
      sum += look.look(sums, 0, codes.length, 1, step, slopes) / (2 * codes.length);
    }
    return sum / steps;
  }

  /**
   * Between codes by the kernel itself; with the prior by C / (C + r²) = ∫ C e^(−Ct) e^(−tr²) dt,
   * as the mean of e^(−t‖z − p‖²) over p from N(0, I) is known.
   */
  private static double byKernel(double[][] codes) {
    double sum = 0;
    int count = codes.length;
    for (double scale : SCALES) {
      double c = 2 * UNITS * scale;
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          double square = 0;
          for (int unit = 0; unit < UNITS; unit++) {
            double difference = codes[i][unit] - codes[j][unit];
            square += difference * difference;
          }
          sum += i == j ? 0 : c / (c + square) / count / (count - 1);
        }
      }
      // The mean over t, exponential of mean 1/C, by its quantiles.
      int quantiles = 4_000;
      for (int q = 0; q < quantiles; q++) {
        double t = -Math.log((q + 0.5) / quantiles) / c;
        sum += Math.pow(1 + 4 * t, -UNITS / 2.0) / quantiles;
        for (double[] code : codes) {
          double square = Arrays.stream(code).map(z -> z * z).sum();
          sum -=
              2
                  * Math.pow(1 + 2 * t, -UNITS / 2.0)
                  * Math.exp(-t * square / (1 + 2 * t))
                  / quantiles
                  / count;
        }
      }
    }
    return sum / SCALES.length;
  }

  @Test
  void waves_average_to_the_kernels_discrepancy() {
    for (double[][] codes : new double[][][] {draws(12, 0, 1), draws(12, 0.7, 0.4)}) {
      assertThat(byWaves(codes, 400)).isCloseTo(byKernel(codes), within(2e-3));
    }
  }

  @Test
  void draws_from_the_prior_have_none_and_others_have_some() {
    assertThat(byWaves(draws(2_000, 0, 1), 1)).isCloseTo(0, within(2e-3));
    assertThat(byWaves(draws(2_000, 0.5, 1), 1)).isGreaterThan(0.02);
    assertThat(byWaves(draws(2_000, 0, 0.5), 1)).isGreaterThan(0.02);
    assertThat(byWaves(draws(2_000, 0, 2), 1)).isGreaterThan(0.02);
  }
}
