package dev.hourglass.tasks.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.RandomRows;
import dev.hourglass.tasks.RealMnist;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.evaluate.ReconstructionError;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcaTest {
  private record Eigen(double value, double[] vector) {}

  /**
   * The whole covariance, taken apart in double precision: slow, and independent of {@link Pca}.
   */
  private static List<Eigen> allEigenvectors(float[][] rows) {
    int size = rows[0].length;
    double[] mean = new double[size];
    for (float[] row : rows) {
      for (int c = 0; c < size; c++) {
        mean[c] += row[c] / (double) rows.length;
      }
    }
    DMatrixRMaj covariance = new DMatrixRMaj(size, size);
    for (float[] row : rows) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          double product = (row[i] - mean[i]) * (row[j] - mean[j]);
          covariance.set(i, j, covariance.get(i, j) + product / rows.length);
        }
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    assertThat(eigen.decompose(covariance)).isTrue();
    return IntStream.range(0, size)
        .mapToObj(
            k -> new Eigen(eigen.getEigenvalue(k).getReal(), eigen.getEigenVector(k).getData()))
        .sorted(Comparator.comparingDouble((Eigen e) -> -e.value))
        .toList();
  }

  /** Many samples, and so few of many features that their own products are taken apart. */
  @ParameterizedTest
  @CsvSource({"700, 90", "40, 300"})
  void components_are_the_leading_eigenvectors_of_the_whole_covariance(int samples, int features) {
    float[][] rows = RandomRows.correlated(samples, features, 12, 0.05, 1);
    List<Eigen> expected = allEigenvectors(rows);

    Pca pca = Pca.fit(Dataset.of(rows), 6, TestKernels.BEST);

    for (int k = 0; k < 6; k++) {
      assertThat(pca.variances()[k])
          .isCloseTo(expected.get(k).value, within(1e-5 * expected.get(k).value));
      double overlap = 0;
      for (int c = 0; c < features; c++) {
        overlap += pca.components().get(k, c) * expected.get(k).vector[c];
      }
      assertThat(Math.abs(overlap)).as("component %d", k).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void passes_over_wide_samples_give_what_the_covariance_matrix_gives() {
    int wide = 1024 + 52;
    float[][] rows = RandomRows.correlated(600, wide, 10, 0.01, 2);
    // The nonzero eigenvalues of X Xᵀ / n are those of Xᵀ X / n.
    double[] mean = new double[wide];
    for (int c = 0; c < wide; c++) {
      for (float[] row : rows) {
        mean[c] += row[c] / 600.0;
      }
    }
    DMatrixRMaj gram = new DMatrixRMaj(600, 600);
    for (int i = 0; i < 600; i++) {
      for (int j = 0; j < 600; j++) {
        double sum = 0;
        for (int c = 0; c < wide; c++) {
          sum += (rows[i][c] - mean[c]) * (rows[j][c] - mean[c]);
        }
        gram.set(i, j, sum / 600);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(600, false, true);
    assertThat(eigen.decompose(gram)).isTrue();
    double[] expected =
        IntStream.range(0, 600)
            .mapToDouble(k -> -eigen.getEigenvalue(k).getReal())
            .sorted()
            .map(v -> -v)
            .toArray();

    Pca pca = Pca.fit(Dataset.of(rows), 4, TestKernels.BEST);

    for (int k = 0; k < 4; k++) {
      assertThat(pca.variances()[k]).isCloseTo(expected[k], within(1e-4 * expected[k]));
    }
  }

  @Test
  void the_error_it_leaves_is_the_variance_it_does_not_keep() {
    float[][] rows = RandomRows.correlated(300, 40, 10, 0.1, 3);
    Dataset samples = Dataset.of(rows);
    List<Eigen> all = allEigenvectors(rows);
    double left = all.stream().skip(5).mapToDouble(Eigen::value).sum() / 40;

    Pca pca = Pca.fit(samples, 5, TestKernels.BEST);

    assertThat(ReconstructionError.of(pca, samples, samples).mse())
        .isCloseTo(left, within(1e-4 * left));
    double kept = all.stream().limit(5).mapToDouble(Eigen::value).sum();
    double total = all.stream().mapToDouble(Eigen::value).sum();
    assertThat(pca.explainedVariance()).isCloseTo(kept / total, within(1e-5));
  }

  @Test
  void codes_are_centred_uncorrelated_and_have_the_variances_it_names() {
    Dataset samples = Dataset.of(RandomRows.correlated(500, 20, 8, 0.1, 4));
    Pca pca = Pca.fit(samples, 4, TestKernels.BEST);

    Tensor codes = pca.encode(samples);

    for (int i = 0; i < 4; i++) {
      for (int j = 0; j <= i; j++) {
        double mean = 0;
        double product = 0;
        for (int r = 0; r < 500; r++) {
          mean += codes.get(r, i) / 500;
          product += codes.get(r, i) * codes.get(r, j) / 500;
        }
        double scale = pca.variances()[0];
        assertThat(mean).isCloseTo(0, within(1e-4 * Math.sqrt(scale)));
        assertThat(product).isCloseTo(i == j ? pca.variances()[i] : 0, within(1e-4 * scale));
      }
    }
  }

  @Test
  void samples_of_a_lower_rank_are_rebuilt_exactly_with_components_to_spare() {
    float[][] rows = RandomRows.correlated(50, 30, 2, 0, 5);
    Dataset samples = Dataset.of(rows);

    Pca pca = Pca.fit(samples, 6, TestKernels.BEST);

    assertThat(ReconstructionError.of(pca, samples, samples).mse()).isLessThan(1e-9);
    assertThat(pca.variances()[2]).isLessThan(1e-6 * pca.variances()[0]);
  }

  @Test
  void few_wide_samples_are_rebuilt_with_many_more_components_than_there_are_samples() {
    Dataset samples = Dataset.of(RandomRows.correlated(12, 1_500, 20, 0.5, 2));
    Pca pca = Pca.fit(samples, 200, TestKernels.BEST);
    assertThat(ReconstructionError.of(pca, samples, samples).mse()).isLessThan(1e-8);
    assertThat(pca.variances()[10]).isPositive();
    for (int k = 11; k < 200; k++) {
      assertThat(pca.variances()[k]).isZero();
    }
    for (int k = 0; k < 200; k += 13) {
      for (int other = 0; other <= k; other++) {
        double dot = 0;
        for (int c = 0; c < 1_500; c++) {
          dot += (double) pca.components().get(k, c) * pca.components().get(other, c);
        }
        assertThat(dot).isCloseTo(k == other ? 1 : 0, within(1e-5));
      }
    }
  }

  @Test
  void samples_that_are_all_the_same_are_rebuilt_as_their_mean() {
    Dataset samples = Dataset.of(new float[][] {{1, 2, 3}, {1, 2, 3}});
    Pca pca = Pca.fit(samples, 2, TestKernels.BEST);
    assertThat(pca.reconstruct(samples).row(1)).containsExactly(1, 2, 3);
    assertThat(pca.explainedVariance()).isEqualTo(1);
  }

  @Test
  void the_same_samples_give_the_same_bits() {
    Dataset samples = Dataset.of(RandomRows.correlated(900, 60, 10, 0.1, 6));
    Tensor first = Pca.fit(samples, 3, TestKernels.BEST).components();
    Tensor second = Pca.fit(samples, 3, TestKernels.BEST).components();
    assertThat(first.toArray()).isDeepEqualTo(second.toArray());
  }

  @Test
  void more_components_than_features_are_refused() {
    Dataset samples = Dataset.of(new float[][] {{1, 2}, {3, 4}});
    assertThatThrownBy(() -> Pca.fit(samples, 3, TestKernels.BEST))
        .hasMessage("PCA of 2 features keeps 1 to 2 components, but was asked for 3");
  }

  @Test
  void mnist_is_left_with_the_errors_the_literature_gives() {
    Dataset training = RealMnist.training();
    Dataset test = RealMnist.test();
    assertThat(ReconstructionError.of(Pca.fit(training, 32, TestKernels.BEST), test, test).mse())
        .isCloseTo(0.01683, within(5e-6));
    assertThat(ReconstructionError.of(Pca.fit(training, 8, TestKernels.BEST), test, test).mse())
        .isCloseTo(0.03744, within(5e-6));
  }
}
