package dev.hourglass.autoencoder.pca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymmetricEigenTest {

  /** The covariance of a hundred samples of which so many differ; of one it is all rounding. */
  private static DMatrixRMaj covariance(int features, int distinct, double scale) {
    Random random = new Random(7);
    double[][] samples = new double[100][features];
    double[] mean = new double[features];
    for (int i = 0; i < samples.length; i++) {
      for (int f = 0; f < features; f++) {
        samples[i][f] = i < distinct ? random.nextDouble() * scale : samples[0][f];
        mean[f] += samples[i][f] / samples.length;
      }
    }
    DMatrixRMaj covariance = new DMatrixRMaj(features, features);
    for (double[] sample : samples) {
      for (int r = 0; r < features; r++) {
        for (int c = 0; c < features; c++) {
          covariance.add(r, c, (sample[r] - mean[r]) * (sample[c] - mean[c]) / samples.length);
        }
      }
    }
    return covariance;
  }

  @ParameterizedTest
  @CsvSource({
    "12, 100, 1",
    "60, 2, 1",
    "60, 3, 1e-150",
    "60, 5, 1e140",
    "200, 1, 1",
    "200, 1, 1e-8",
    "200, 4, 1e-100"
  })
  void vectors_and_values_are_the_matrix_however_alike_the_samples(
      int features, int distinct, double scale) {
    DMatrixRMaj matrix = covariance(features, distinct, scale);
    SymmetricEigen eigen = SymmetricEigen.of(matrix);
    double largest = Math.abs(eigen.values()[0]);
    for (int k = 0; k < features; k += 7) {
      double[] vector = eigen.vectors()[k];
      double length = 0;
      for (int r = 0; r < features; r++) {
        double product = 0;
        for (int c = 0; c < features; c++) {
          product += matrix.get(r, c) * vector[c];
        }
        assertThat(product / largest)
            .isCloseTo(eigen.values()[k] * vector[r] / largest, within(1e-12));
        length += vector[r] * vector[r];
      }
      assertThat(length).isCloseTo(1, within(1e-12));
      assertThat(eigen.values()[k]).isLessThanOrEqualTo(eigen.values()[Math.max(0, k - 1)]);
    }
  }
}
