package dev.hourglass.tasks.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import org.junit.jupiter.api.Test;

/** The classics on a few points, against figures that were not made by this program. */
class CoderReferenceTest {
  private static final Dataset POINTS =
      Dataset.of(
          new float[][] {
            {0.2f, 0.7f, 0.4f}, {0.9f, 0.1f, 0.5f}, {0.3f, 0.3f, 0.8f},
            {0.6f, 0.4f, 0.1f}, {0.0f, 0.9f, 0.6f}, {0.75f, 0.25f, 0.95f}
          });

  /** NumPy: eigenvectors of the covariance (of n, not n − 1), of either sign. */
  @Test
  void principal_components_are_those_of_numpy() {
    double[] variances = {0.1679737003, 0.07583343302};
    double[][] components = {
      {-0.7505936257, 0.6502675027, -0.1173089257}, {-0.1929426863, -0.04589315565, 0.9801361834}
    };
    double[][] codes = {
      {0.3804630316, -0.1172004326},
      {-0.546843871, -0.1267108025},
      {-0.001626894201, 0.2739170375},
      {-0.07966199525, -0.4746504246},
      {0.6371734645, 0.1082367289},
      {-0.3895037358, 0.3364078934}
    };
    double rebuiltError = 0.002411507916;

    Pca pca = Pca.fit(POINTS, 2, TestKernels.BEST);

    Tensor found = pca.encode(POINTS);
    for (int k = 0; k < 2; k++) {
      assertThat(pca.variances()[k]).isCloseTo(variances[k], within(1e-6));
      double sign = Math.signum(pca.components().get(k, 0) * components[k][0]);
      for (int f = 0; f < 3; f++) {
        assertThat(sign * pca.components().get(k, f)).isCloseTo(components[k][f], within(1e-5));
      }
      for (int r = 0; r < POINTS.size(); r++) {
        assertThat(sign * found.get(r, k)).isCloseTo(codes[r][k], within(1e-5));
      }
    }
    assertThat(meanSquaredError(pca)).isCloseTo(rebuiltError, within(1e-6));
  }

  /** The best of all partitions of the six points into three, tried one by one. */
  @Test
  void k_means_finds_the_best_partition_of_all_within_ten_seeds() {
    double best = 0.0190972211;
    double found = Double.POSITIVE_INFINITY;
    for (long seed = 0; seed < 10; seed++) {
      double error = meanSquaredError(KMeans.fit(POINTS, 3, seed, TestKernels.BEST));
      assertThat(error).as("seed %d", seed).isGreaterThan(best - 1e-6);
      found = Math.min(found, error);
    }
    assertThat(found).isCloseTo(best, within(1e-6));
  }

  private static double meanSquaredError(Coder coder) {
    Tensor rebuilt = coder.decode(coder.encode(POINTS));
    double sum = 0;
    for (int r = 0; r < POINTS.size(); r++) {
      for (int f = 0; f < POINTS.features(); f++) {
        sum += Math.pow(rebuilt.get(r, f) - POINTS.row(r)[f], 2);
      }
    }
    return sum / POINTS.size() / POINTS.features();
  }
}
