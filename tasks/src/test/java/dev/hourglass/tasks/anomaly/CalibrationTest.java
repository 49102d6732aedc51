package dev.hourglass.tasks.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.tasks.anomaly.measure.Surprise;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void percentile_and_p_value_count_rows() {
    Calibration calibration = Calibration.of(new double[] {4, 1, 3, 2});
    assertThat(calibration.percentile(0)).isEqualTo(0);
    assertThat(calibration.percentile(2)).isEqualTo(37.5);
    assertThat(calibration.percentile(9)).isEqualTo(100);
    assertThat(calibration.pValue(9)).isEqualTo(0.2);
    assertThat(calibration.pValue(3)).isEqualTo(0.6);
    assertThat(calibration.pValue(0)).isEqualTo(1);
  }

  @Test
  void of_very_many_scores_evenly_spaced_ones_are_kept() {
    double[] scores =
        IntStream.range(0, 1_000_000).mapToDouble(i -> (i * 7919L) % 1_000_000).toArray();
    Calibration calibration = Calibration.of(scores);
    assertThat(calibration.ascending()).hasSize(Calibration.MOST).isSorted();
    assertThat(calibration.percentile(250_000)).isCloseTo(25, within(0.01));
    assertThat(calibration.percentile(1e6)).isEqualTo(100);
  }

  /** Of a Pareto distribution of index 1, P(S > s) = 1 / (1 + s), the surprise is ln (1 + s). */
  @Test
  void surprise_of_a_pareto_distribution_is_exact() {
    SplittableRandom random = new SplittableRandom(3);
    double[] scores =
        IntStream.range(0, 100_000).mapToDouble(_ -> 1 / random.nextDouble() - 1).toArray();
    Surprise surprise = Surprise.of(scores);
    for (double score : new double[] {0.1, 0.5, 1, 5, 9, 20, 1000, 1e6}) {
      assertThat(surprise.at(score)).isCloseTo(Math.log1p(score), within(0.04));
    }
    assertThat(surprise.at(-1)).isZero();
  }

  @Test
  void surprise_rises_with_the_score_also_where_scores_repeat() {
    Surprise surprise = Surprise.of(new double[] {0, 0, 0, 0, 1, 1, 2, 2, 2, 3});
    double before = -1;
    for (double score = -0.5; score < 6; score += 0.1) {
      assertThat(surprise.at(score)).isGreaterThanOrEqualTo(before).isFinite();
      before = surprise.at(score);
    }
    assertThat(Surprise.of(new double[] {5}).at(5)).isZero();
    assertThat(Surprise.of(new double[] {5, 5, 5}).at(6)).isPositive().isFinite();
  }
}
