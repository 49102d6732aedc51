package dev.hourglass.tasks.anomaly.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScorersTest {
  private static final Kernels KERNELS = KernelLadder.climb(KernelChoice.AUTO);

  private static float[][] gaussians(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] all = new float[rows][columns];
    for (float[] row : all) {
      for (int c = 0; c < columns; c++) {
        row[c] = (float) random.nextGaussian();
      }
    }
    return all;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 50, 1023, 1024, 2500})
  void neighbour_is_the_kth_nearest_of_all(int references) {
    float[][] rows = gaussians(references, 7, 1);
    NeighbourDistance neighbours = NeighbourDistance.of(rows, 1, 10_000, 5, 1);
    for (float[] query : gaussians(20, 7, 2)) {
      double[] distances =
          Arrays.stream(rows).mapToDouble(r -> distance(r, query)).sorted().toArray();
      assertThat(neighbours.of(query, false))
          .isCloseTo(distances[Math.min(5, references) - 1], within(1e-4));
    }
  }

  @Test
  void a_reference_is_no_neighbour_of_itself() {
    float[][] rows = gaussians(200, 4, 3);
    NeighbourDistance neighbours = NeighbourDistance.of(rows, 1, 10_000, 3, 1);
    for (float[] row : rows) {
      double[] distances =
          Arrays.stream(rows).mapToDouble(r -> distance(r, row)).sorted().toArray();
      assertThat(neighbours.of(row, true)).isCloseTo(distances[3], within(1e-4));
    }
    // One that is no reference has its third nearest, whatever is thought of it.
    float[] other = gaussians(1, 4, 9)[0];
    assertThat(neighbours.of(other, true)).isEqualTo(neighbours.of(other, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 64, 131})
  void blocks_of_rows_score_as_each_alone(int count) {
    float[][] fitted = gaussians(700, 7, 11);
    float[][] rows = gaussians(count, 7, 12);
    rows[0][3] = 40;
    for (Scorer scorer :
        List.of(
            NeighbourDistance.of(fitted, 3, 100, 1, 1),
            NeighbourDistance.of(fitted, 2, 90, 6, 1),
            NeighbourDistance.of(Arrays.copyOf(fitted, 4), 1, 90, 6, 1),
            IsolationForest.fit(fitted, 30, 256, 1),
            JointDistance.of(fitted, 2, 0.75, KERNELS))) {
      double[] scores = new double[count];
      ScorerPass pass = scorer.open(KERNELS);
      pass.score(Tensor.copyOf(rows), count, scores);
      for (int i = 0; i < count; i++) {
        double alone = scorer.of(rows[i], false);
        assertThat(scores[i]).isCloseTo(alone, within(1e-4 * (1 + alone)));
      }
    }
  }

  @Test
  void small_distances_are_not_rounded_away_in_blocks() {
    float[][] fitted = gaussians(60, 7, 13);
    for (float[] row : fitted) {
      row[2] += 50;
    }
    NeighbourDistance scorer = NeighbourDistance.of(fitted, 1, 60, 1, 1);
    float[][] rows = new float[20][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = fitted[i].clone();
      rows[i][0] += i == 0 ? 0 : 1e-4f * i;
    }
    double[] scores = new double[rows.length];
    scorer.open(KERNELS).score(Tensor.copyOf(rows), rows.length, scores);
    assertThat(scores[0]).isZero();
    for (int i = 1; i < rows.length; i++) {
      double alone = scorer.of(rows[i], false);
      assertThat(scores[i]).isCloseTo(alone, within(1e-5 * alone));
    }
  }

  @Test
  void references_are_drawn_where_there_are_many() {
    NeighbourDistance few = NeighbourDistance.of(gaussians(1000, 3, 4), 1, 64, 5, 1);
    assertThat(few.references()).isEqualTo(64);
    assertThat(NeighbourDistance.drawn(1000, 64, 1)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void several_samples_give_the_mean_of_their_distances() {
    float[][] rows = gaussians(1000, 3, 5);
    NeighbourDistance several = NeighbourDistance.of(rows, 4, 100, 2, 9);
    assertThat(several.references()).isEqualTo(400);
    float[] query = gaussians(1, 3, 6)[0];
    double sum = 0;
    for (int sample = 0; sample < 4; sample++) {
      double[] distances =
          Arrays.stream(NeighbourDistance.drawn(1000, 100, 9 + sample))
              .mapToDouble(i -> distance(rows[i], query))
              .sorted()
              .toArray();
      sum += distances[1];
    }
    assertThat(several.of(query, false)).isCloseTo(sum / 4, within(1e-4));
    // Of few rows each sample has half.
    assertThat(NeighbourDistance.of(gaussians(50, 3, 5), 4, 100, 2, 9).references()).isEqualTo(100);
  }

  @Test
  void joint_distance_is_that_of_the_covariance() {
    // x of deviation 3, y = x / 3 + noise of deviation 1, so that (3, −1) is odd and (3, 1) not.
    SplittableRandom random = new SplittableRandom(6);
    float[][] rows = new float[50_000][2];
    for (float[] row : rows) {
      double x = random.nextGaussian();
      row[0] = (float) (3 * x);
      row[1] = (float) (x + random.nextGaussian());
    }
    JointDistance joint = JointDistance.of(rows, 0, 1, KERNELS);
    // Σ = [[9, 3], [3, 2]], Σ⁻¹ = [[2, −3], [−3, 9]] / 9.
    assertThat(joint.of(new float[] {3, 1}, false)).isCloseTo(1, within(0.03));
    assertThat(joint.of(new float[] {3, -1}, false))
        .isCloseTo(Math.sqrt((18 + 18 + 9) / 9.0), within(0.05));
  }

  @Test
  void rounds_leave_a_cluster_of_anomalies_outside() {
    float[][] rows = gaussians(1000, 3, 7);
    for (int i = 0; i < 100; i++) {
      Arrays.fill(rows[i], 0, 3, 6 + rows[i][0] / 10);
    }
    float[] odd = {6, 6, 6};
    double plain = JointDistance.of(rows, 0, 1, KERNELS).of(odd, false);
    double robust = JointDistance.of(rows, 3, 0.75, KERNELS).of(odd, false);
    assertThat(plain).isLessThan(4);
    assertThat(robust).isGreaterThan(2 * plain);
  }

  /** c(256) of the paper. */
  @Test
  void average_depth_is_that_of_the_paper() {
    assertThat(IsolationForest.averageDepth(256)).isCloseTo(10.2448, within(1e-3));
    assertThat(IsolationForest.averageDepth(2)).isEqualTo(1);
    assertThat(IsolationForest.averageDepth(1)).isEqualTo(0);
  }

  @Test
  void forest_isolates_what_lies_apart() {
    float[][] rows = gaussians(2000, 4, 8);
    IsolationForest forest = IsolationForest.fit(rows, 100, 256, 1);
    double centre = forest.of(new float[4], false);
    double apart = forest.of(new float[] {6, -6, 6, -6}, false);
    // The paper: well above ½ for anomalies, below for the centre of a Gaussian.
    assertThat(Math.pow(2, -1 / apart)).isGreaterThan(0.7);
    assertThat(Math.pow(2, -1 / centre)).isLessThan(0.45);
    assertThat(IsolationForest.fit(rows, 100, 256, 1).of(rows[5], false))
        .isEqualTo(forest.of(rows[5], false));
  }

  @Test
  void forest_of_rows_all_alike_is_one_leaf_a_tree() {
    float[][] same = new float[100][3];
    IsolationForest forest = IsolationForest.fit(same, 10, 64, 1);
    assertThat(forest.feature()).hasSize(10).containsOnly(-1);
    assertThat(forest.relativeDepth(new float[] {9, 9, 9})).isCloseTo(1, within(1e-6));
  }
}
