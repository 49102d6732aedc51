package dev.hourglass.tasks.denoise.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassicFilterTest {
  private static final int HEIGHT = 18;
  private static final int WIDTH = 23;

  private static float[] random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  private static Picture step(double sigma) {
    SplittableRandom random = new SplittableRandom(9);
    float[] values = new float[48 * 48 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((i / 3 % 48 < 24 ? 0.3 : 0.7) + sigma * random.nextGaussian());
    }
    return new Picture(values, SampleShape.image(3, 48, 48), 8);
  }

  private static double distance(Picture a, Picture b) {
    double sum = 0;
    for (int i = 0; i < a.values().length; i++) {
      sum += Math.pow(a.values()[i] - b.values()[i], 2);
    }
    return sum / a.values().length;
  }

  @ParameterizedTest
  @EnumSource
  void noise_beside_an_edge_becomes_less(ClassicFilter filter) {
    Picture clean = step(0);
    Picture noisy = step(0.1);
    double best =
        filter.strengths().stream()
            .mapToDouble(strength -> distance(clean, filter.apply(noisy, strength)))
            .min()
            .orElseThrow();
    assertThat(best).isLessThan(0.4 * distance(clean, noisy));
  }

  private static int inside(int place, int count) {
    return place < 0 ? -1 - place : place >= count ? 2 * count - 1 - place : place;
  }

  @Test
  void non_local_means_are_as_defined() {
    float[] plane = random(HEIGHT * WIDTH, 1);
    double sigma = 0.3;
    float[] fast = NonLocalMeans.apply(new float[][] {plane}, HEIGHT, WIDTH, sigma)[0];
    // Away from edges, where a patch lies inside wherever it is looked for.
    int y = 9;
    int x = 11;
    double weights = 0;
    double sum = 0;
    for (int dy = -6; dy <= 6; dy++) {
      for (int dx = -6; dx <= 6; dx++) {
        double unlike = 0;
        for (int py = -2; py <= 2; py++) {
          for (int px = -2; px <= 2; px++) {
            double here = plane[(y + py) * WIDTH + x + px];
            double there = plane[inside(y + dy + py, HEIGHT) * WIDTH + inside(x + dx + px, WIDTH)];
            unlike += (here - there) * (here - there) / 25;
          }
        }
        double weight = Math.exp(-Math.max(0, unlike - 2 * sigma * sigma) / (0.64 * sigma * sigma));
        weights += weight;
        sum += weight * plane[(y + dy) * WIDTH + x + dx];
      }
    }
    assertThat(fast[y * WIDTH + x]).isCloseTo((float) (sum / weights), within(1e-5f));
  }

  private static double energy(float[] u, float[] f, double lambda) {
    double energy = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int i = y * WIDTH + x;
        double dy = y + 1 < HEIGHT ? u[i + WIDTH] - u[i] : 0;
        double dx = x + 1 < WIDTH ? u[i + 1] - u[i] : 0;
        energy += Math.pow(u[i] - f[i], 2) / 2 + lambda * Math.hypot(dy, dx);
      }
    }
    return energy;
  }

  @Test
  void total_variation_finds_the_least_energy_there_is_nearby() {
    float[] noisy = random(HEIGHT * WIDTH, 2);
    double lambda = 0.1;
    float[] clean = TotalVariation.apply(noisy, HEIGHT, WIDTH, lambda);
    double least = energy(clean, noisy, lambda);
    assertThat(least).isLessThan(0.7 * energy(noisy, noisy, lambda));
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 200; trial++) {
      float[] other = clean.clone();
      int at = random.nextInt(other.length);
      other[at] += (float) random.nextDouble(-0.2, 0.2);
      assertThat(energy(other, noisy, lambda)).isGreaterThan(least - 0.01);
    }
  }

  @Test
  void a_median_is_one() {
    float[] plane = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[] median = MedianFilter.apply(plane, 3, 3, 1);
    assertThat(median[4]).isEqualTo(5);
    // 1 1 2 / 1 1 2 / 4 4 5
    assertThat(median[0]).isEqualTo(2);
  }

  @Test
  void a_gaussian_keeps_what_is_even_and_spreads_a_point() {
    float[] point = new float[HEIGHT * WIDTH];
    point[9 * WIDTH + 11] = 1;
    float[] smooth = GaussianFilter.smooth(point, HEIGHT, WIDTH, 1);
    double sum = 0;
    for (float value : smooth) {
      sum += value;
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
    assertThat(smooth[9 * WIDTH + 12] / smooth[9 * WIDTH + 11])
        .isCloseTo((float) Math.exp(-0.5), within(1e-5f));
  }
}
