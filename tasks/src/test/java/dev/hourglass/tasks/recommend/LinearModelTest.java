package dev.hourglass.tasks.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearModelTest {
  private static final Kernels KERNELS = TestKernels.BEST;

  @TempDir Path folder;

  @Test
  void a_matrix_of_several_blocks_is_inverted_as_ejml_does() {
    int n = 300;
    SplittableRandom random = new SplittableRandom(3);
    DMatrixRMaj half = new DMatrixRMaj(n, n);
    for (int i = 0; i < n * n; i++) {
      half.data[i] = random.nextGaussian();
    }
    DMatrixRMaj matrix = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransA(half, half, matrix);
    Tensor tensor = Tensor.allocate(n, n);
    for (int i = 0; i < n; i++) {
      matrix.add(i, i, n);
    }
    for (int i = 0; i < n * n; i++) {
      tensor.set(i, matrix.data[i]);
    }
    SymmetricInverse.invert(tensor, KERNELS);
    CommonOps_DDRM.invert(matrix);
    for (int i = 0; i < n * n; i++) {
      assertThat(tensor.get(i)).isCloseTo(matrix.data[i], within(1e-7));
    }
  }

  @Test
  void what_is_not_positive_definite_is_refused() {
    Tensor tensor = Tensor.allocate(2, 2);
    tensor.set(0, -1);
    assertThatThrownBy(() -> SymmetricInverse.invert(tensor, KERNELS))
        .hasMessageContaining("not positive definite");
  }

  /** By hand: who has both, each counting n^−½, times what leaves the trace as it is. */
  @Test
  void users_of_many_items_may_count_less() throws Exception {
    Interactions interactions = Tastes.of(folder, 60, 2, 5);
    int[] users = RowOrder.all(interactions.users().size());
    int n = interactions.items().size();
    double[][] expected = new double[n][n];
    double trace = 0;
    double damped = 0;
    for (int user : users) {
      int[] items = interactions.itemsOf(user);
      double weight = 1 / Math.sqrt(items.length);
      for (int a : items) {
        for (int b : items) {
          expected[a][b] += weight;
        }
      }
      trace += items.length;
      damped += items.length * weight;
    }
    Tensor gram = GramMatrix.of(interactions, users, 0.5, RowOrder.all(n), n);
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        assertThat(gram.get(a, b)).isCloseTo(expected[a][b] * trace / damped, within(1e-3));
      }
    }
  }

  /** Each column on its own is ridge regression of an item on all others. */
  @Test
  void every_item_is_regressed_on_all_others() throws Exception {
    Interactions interactions = Tastes.of(folder, 200, 2, 5);
    int[] users = RowOrder.all(interactions.users().size());
    int n = interactions.items().size();
    int[] learned = RowOrder.all(n);
    Tensor gram = GramMatrix.of(interactions, users, 0, learned, n);
    LinearScorer model = LinearScorer.fit(learned, gram, new Selection.Ridge(10, 0), n, KERNELS);
    DMatrixRMaj x = new DMatrixRMaj(users.length, n);
    for (int user : users) {
      for (int item : interactions.itemsOf(user)) {
        x.set(user, item, 1);
      }
    }
    int target = 7;
    DMatrixRMaj y = CommonOps_DDRM.extractColumn(x, target, null);
    for (int u = 0; u < users.length; u++) {
      x.set(u, target, 0);
    }
    DMatrixRMaj normal = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransA(x, x, normal);
    for (int i = 0; i < n; i++) {
      normal.add(i, i, 10);
    }
    DMatrixRMaj right = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.multTransA(x, y, right);
    DMatrixRMaj weights = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.solve(normal, right, weights);
    for (int i = 0; i < n; i++) {
      assertThat(model.weights().get(i, target)).isCloseTo(weights.get(i), within(1e-5));
    }
  }
}
