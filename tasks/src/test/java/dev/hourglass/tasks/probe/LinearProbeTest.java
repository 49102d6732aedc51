package dev.hourglass.tasks.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.RealMnist;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.coder.Pca;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
  private static final int ROWS = 240;
  private static final int SIZE = 5;
  private static final int CLASSES = 3;

  /**
   * Overlapping classes, from a generator simple enough to be written again in another language.
   */
  private static float[][] overlapping() {
    long[] state = {12345};
    float[][] rows = new float[ROWS][SIZE];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < SIZE; j++) {
        state[0] = state[0] * 6364136223846793005L + 1442695040888963407L;
        double uniform = (state[0] >>> 40) / (double) (1 << 24);
        rows[i][j] = (float) (4 * uniform - 2 + (j == i % CLASSES ? 1 : 0) + 10 * j);
      }
    }
    return rows;
  }

  private static Labels cyclic(int size) {
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] = i % CLASSES;
    }
    return new Labels(values, List.of("a", "b", "c"));
  }

  @Test
  void it_ends_where_scipy_ends_on_a_problem_that_cannot_be_solved_exactly() {
    // scipy.optimize.minimize, L-BFGS-B, double precision, gtol 1e-10, same data and λ = 1e-4.
    double scipyValue = 0.8400099143067581;
    int scipyCorrect = 148;
    double[] scipyFirstWeights = {0.8356, -0.40049, -0.43511, -0.38622, 0.67539, -0.28917};
    Tensor codes = Tensor.copyOf(overlapping());
    Labels labels = cyclic(ROWS);

    SoftmaxObjective objective =
        new SoftmaxObjective(
            Standardization.of(codes).apply(codes), labels, LinearProbe.L2, TestKernels.BEST);
    double[] solution =
        new Lbfgs(10, 500, 1e-6).minimize(objective, new double[(SIZE + 1) * CLASSES]);

    assertThat(objective.at(solution, new double[solution.length]))
        .isCloseTo(scipyValue, within(1e-6));
    for (int i = 0; i < scipyFirstWeights.length; i++) {
      assertThat(solution[i]).isCloseTo(scipyFirstWeights[i], within(1e-3));
    }
    assertThat(LinearProbe.fit(codes, labels, TestKernels.BEST).accuracy(codes, labels))
        .isEqualTo((double) scipyCorrect / ROWS);
  }

  @Test
  void classes_that_a_plane_parts_are_told_apart() {
    float[][] rows = overlapping();
    for (int i = 0; i < ROWS; i++) {
      rows[i][3] = 100 + 8 * (i % CLASSES) + rows[i][0] / 10;
      rows[i][4] = (i % CLASSES == 1 ? 1 : 0) + rows[i][1] / 100;
    }
    Tensor codes = Tensor.copyOf(rows);
    assertThat(LinearProbe.fit(codes, cyclic(ROWS), TestKernels.BEST).accuracy(codes, cyclic(ROWS)))
        .isEqualTo(1);
  }

  @Test
  void units_that_never_change_do_no_harm() {
    float[][] rows = overlapping();
    for (float[] row : rows) {
      row[2] = 7.3f;
      row[4] = 0;
    }
    Tensor codes = Tensor.copyOf(rows);
    assertThat(LinearProbe.fit(codes, cyclic(ROWS), TestKernels.BEST).accuracy(codes, cyclic(ROWS)))
        .isBetween(0.4, 0.9);
  }

  @Test
  void the_same_codes_give_the_same_answer() {
    Tensor codes = Tensor.copyOf(overlapping());
    assertThat(LinearProbe.fit(codes, cyclic(ROWS), TestKernels.BEST).classify(codes))
        .isEqualTo(LinearProbe.fit(codes, cyclic(ROWS), TestKernels.BEST).classify(codes));
  }

  @Test
  void too_few_labels_are_refused() {
    assertThatThrownBy(() -> LinearProbe.fit(Tensor.allocate(5, 2), cyclic(4), TestKernels.BEST))
        .hasMessage("5 codes cannot be learnt from 4 labels");
  }

  @Test
  void mnist_codes_of_pca_get_what_scipy_and_scikit_learn_get() {
    // scipy's L-BFGS-B on the same codes: 0.9005; with scikit-learn's default penalty: 0.9006.
    var training = RealMnist.training();
    var test = RealMnist.test();
    Pca pca = Pca.fit(training, 32, TestKernels.BEST);
    LinearProbe probe =
        LinearProbe.fit(pca.encode(training), training.labels().orElseThrow(), TestKernels.BEST);
    assertThat(probe.accuracy(pca.encode(test), test.labels().orElseThrow()))
        .isCloseTo(0.9006, within(0.002));
  }
}
