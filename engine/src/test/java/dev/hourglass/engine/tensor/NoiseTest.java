package dev.hourglass.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of fixed keys: they hold always or never. */
class NoiseTest {
  private static final int DRAWS = 1 << 20;
  private static final long KEY = Noise.key(42, 1, 0, 0);

  /** Five deviations of a mean of so many draws with deviation 1. */
  private static final double FIVE_SIGMA = 5 / Math.sqrt(DRAWS);

  @Test
  void normal_draws_have_the_first_four_moments_of_the_normal_distribution() {
    double mean = mean(i -> Noise.normal(KEY, i));
    double variance = mean(i -> Math.pow(Noise.normal(KEY, i), 2));
    double skewness = mean(i -> Math.pow(Noise.normal(KEY, i), 3));
    double kurtosis = mean(i -> Math.pow(Noise.normal(KEY, i), 4));

    // The deviations of z, z², z³ and z⁴ are 1, √2, √15 and √96.
    assertThat(mean).isCloseTo(0, within(FIVE_SIGMA));
    assertThat(variance).isCloseTo(1, within(Math.sqrt(2) * FIVE_SIGMA));
    assertThat(skewness).isCloseTo(0, within(Math.sqrt(15) * FIVE_SIGMA));
    assertThat(kurtosis).isCloseTo(3, within(Math.sqrt(96) * FIVE_SIGMA));
  }

  @Test
  void a_normal_draw_is_the_exact_quantile_of_its_uniform_draw() {
    double largest = 0;
    double furthest = 0;
    for (int i = 0; i < 4 * DRAWS; i++) {
      double z = Noise.normal(KEY, i);
      if (Math.abs(z) < 4.5 && i >= DRAWS / 16) {
        continue; // The middle is seen often enough; the tails are rare.
      }
      // Newton's step from z to the quantile: its size is the error of z.
      double error = (distribution(z) - Noise.uniform(KEY, i)) / density(z);
      largest = Math.max(largest, Math.abs(error / z));
      furthest = Math.max(furthest, Math.abs(z));
    }
    System.out.printf(
        "normal draws differ from exact quantiles by %.1e at most, up to |z| = %.2f%n",
        largest, furthest);
    assertThat(largest).isLessThan(1e-6);
    assertThat(furthest).isBetween(5.0, 5.3);
  }

  @Test
  void uniform_draws_fill_256_cells_evenly() {
    int[] cells = new int[256];
    for (int i = 0; i < DRAWS; i++) {
      cells[(int) (256 * Noise.uniform(KEY, i))]++;
    }
    double expected = DRAWS / 256.0;
    double chiSquare = 0;
    for (int cell : cells) {
      chiSquare += (cell - expected) * (cell - expected) / expected;
    }
    // 255 degrees of freedom: mean 255, deviation √510; too even would be as wrong as uneven.
    assertThat(chiSquare).isCloseTo(255, within(5 * Math.sqrt(510)));
  }

  @Test
  void uniform_draws_lie_strictly_between_0_and_1_and_single_precision_holds_them() {
    assertThat(
            IntStream.range(0, DRAWS)
                .mapToDouble(i -> Noise.uniform(KEY, i))
                .filter(u -> !(u > 0 && u < 1 && (float) u == u)))
        .isEmpty();
  }

  /** A feature's neighbour, the same feature of the next image, a power of two. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 28, 784, 1024, 65536})
  void neighbouring_counters_give_uncorrelated_draws(int distance) {
    assertThat(correlation(KEY, KEY, distance)).isCloseTo(0, within(FIVE_SIGMA));
  }

  @Test
  void keys_that_differ_in_one_argument_give_uncorrelated_draws() {
    long[] others = {
      Noise.key(43, 1, 0, 0), Noise.key(42, 2, 0, 0), Noise.key(42, 1, 1, 0), Noise.key(42, 1, 0, 1)
    };
    for (long other : others) {
      for (int distance : new int[] {0, 1, 784}) {
        assertThat(correlation(KEY, other, distance)).isCloseTo(0, within(FIVE_SIGMA));
      }
    }
  }

  @Test
  void each_bit_of_counter_and_key_flips_half_of_the_result() {
    int trials = 4096;
    double sigma = Math.sqrt(32.0 * trials) / 2;
    for (int bit = 0; bit < 64; bit++) {
      long byKey = 0;
      long byCounter = 0;
      for (int i = 0; i < trials; i++) {
        int plain = Noise.bits(KEY, i);
        byKey += Integer.bitCount(plain ^ Noise.bits(KEY ^ (1L << bit), i));
        byCounter += Integer.bitCount(plain ^ Noise.bits(KEY, i ^ (1 << bit)));
      }
      // Six of the deviations that independent bits would have: 96 such figures are looked at.
      assertThat((double) byKey).as("key bit %d", bit).isCloseTo(16.0 * trials, within(6 * sigma));
      assertThat((double) byCounter)
          .as("counter bit %d", bit & 31)
          .isCloseTo(16.0 * trials, within(6 * sigma));
    }
  }

  @Test
  void no_two_arguments_can_be_exchanged_and_no_key_occurs_twice() {
    Set<Long> keys = new HashSet<>();
    int side = 12;
    for (int seed = 0; seed < side; seed++) {
      for (int purpose = 0; purpose < side; purpose++) {
        for (int epoch = 0; epoch < side; epoch++) {
          for (int step = 0; step < side; step++) {
            keys.add(Noise.key(seed, purpose, epoch, step));
          }
        }
      }
    }
    assertThat(keys).hasSize(side * side * side * side);
  }

  @Test
  void the_bits_are_the_same_in_every_version() {
    // Frozen: a model that is resumed must go on with the noise it began with.
    assertThat(Noise.key(42, 1, 0, 0)).isEqualTo(0x173b1f91f879dbabL);
    assertThat(Noise.bits(KEY, 0)).isEqualTo(0x5b97d13b);
    assertThat(Noise.bits(KEY, -1)).isEqualTo(0xb993260a);
  }

  private static double mean(IntToDoubleFunction draw) {
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      sum += draw.applyAsDouble(i);
    }
    return sum / DRAWS;
  }

  private static double correlation(long key, long other, int distance) {
    // (u − ½) √12 has mean 0 and deviation 1.
    return mean(
        i -> 12 * (Noise.uniform(key, i) - 0.5) * (Noise.uniform(other, i + distance) - 0.5));
  }

  private static double density(double z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  /** Φ(z), exact to the last digits: Abramowitz and Stegun 26.2.11 and 26.2.14. */
  private static double distribution(double z) {
    if (z < -3) {
      double fraction = -z;
      for (int n = 200; n > 0; n--) {
        fraction = -z + n / fraction;
      }
      return density(z) / fraction;
    }
    if (z > 3) {
      return 1 - distribution(-z);
    }
    double term = z;
    double sum = z;
    for (int n = 3; n < 200; n += 2) {
      term *= z * z / n;
      sum += term;
    }
    return 0.5 + density(z) * sum;
  }
}
