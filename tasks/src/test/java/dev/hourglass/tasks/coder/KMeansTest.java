package dev.hourglass.tasks.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.RandomRows;
import dev.hourglass.tasks.TestKernels;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final float[][] CENTRES = {{0, 0}, {10, 0}, {0, 10}, {10, 10}};

  private static Dataset blobs(int each, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[CENTRES.length * each][];
    for (int i = 0; i < rows.length; i++) {
      float[] centre = CENTRES[i % CENTRES.length];
      rows[i] =
          new float[] {
            (float) (centre[0] + random.nextGaussian()), (float) (centre[1] + random.nextGaussian())
          };
    }
    return Dataset.of(rows);
  }

  @Test
  void separable_blobs_get_a_centroid_each_whatever_the_seed() {
    for (long seed = 0; seed < 10; seed++) {
      KMeans kMeans = KMeans.fit(blobs(400, seed), 4, seed, TestKernels.BEST);
      for (float[] centre : CENTRES) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int c = 0; c < 4; c++) {
          nearest =
              Math.min(
                  nearest,
                  Math.hypot(
                      kMeans.centroids().get(c, 0) - centre[0],
                      kMeans.centroids().get(c, 1) - centre[1]));
        }
        assertThat(nearest).as("seed %d", seed).isLessThan(0.3);
      }
    }
  }

  @Test
  void decoding_a_code_gives_the_nearest_centroid() {
    Dataset samples = Dataset.of(RandomRows.correlated(600, 7, 5, 0.2, 1));
    KMeans kMeans = KMeans.fit(samples, 9, 1, TestKernels.BEST);

    Tensor rebuilt = kMeans.decode(kMeans.encode(samples));
    int[] assigned = kMeans.assign(samples);

    double total = 0;
    for (int r = 0; r < samples.size(); r++) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < 9; c++) {
        double distance = distance(samples.row(r), kMeans.centroids().row(c));
        if (distance < least) {
          least = distance;
          nearest = c;
        }
      }
      total += least / samples.size();
      assertThat(assigned[r]).isEqualTo(nearest);
      assertThat(rebuilt.row(r)).isEqualTo(kMeans.centroids().row(nearest));
    }
    assertThat(kMeans.meanSquaredDistance()).isCloseTo(total, within(1e-4 * total));
  }

  @Test
  void a_unit_says_by_how_much_its_centroid_is_nearer_than_the_average() {
    Dataset samples = Dataset.of(new float[][] {{0, 0}, {3, 4}});
    KMeans kMeans = KMeans.fit(samples, 2, 0, TestKernels.BEST);
    float[] code = kMeans.encode(samples).row(0);
    // Distances 0 and 5 have mean 2.5.
    assertThat(code[0] + code[1]).isEqualTo(2.5f);
    assertThat(Math.min(code[0], code[1])).isZero();
  }

  @Test
  void the_same_seed_gives_the_same_bits() {
    Dataset samples = Dataset.of(RandomRows.correlated(3_000, 10, 6, 0.3, 2));
    assertThat(KMeans.fit(samples, 12, 5, TestKernels.BEST).centroids().toArray())
        .isDeepEqualTo(KMeans.fit(samples, 12, 5, TestKernels.BEST).centroids().toArray());
  }

  @Test
  void more_centroids_than_distinct_samples_do_no_harm() {
    float[][] rows = new float[60][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {i % 3, -(i % 3)};
    }
    KMeans kMeans = KMeans.fit(Dataset.of(rows), 5, 3, TestKernels.BEST);
    assertThat(kMeans.meanSquaredDistance()).isLessThan(1e-9);
  }

  @Test
  void more_centroids_than_samples_are_refused() {
    Dataset samples = Dataset.of(new float[][] {{1}, {2}});
    assertThatThrownBy(() -> KMeans.fit(samples, 3, 0, TestKernels.BEST))
        .hasMessage("k-means of 2 samples has 1 to 2 centroids, but was asked for 3");
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
    }
    return sum;
  }
}
