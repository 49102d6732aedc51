package dev.hourglass.tasks.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankingTest {
  /** The example of scikit-learn's documentation of roc_auc_score and average_precision_score. */
  @Test
  void is_that_of_scikit_learn() {
    Ranking ranking =
        Ranking.of(new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true});
    assertThat(ranking.rocAuc()).isEqualTo(0.75);
    assertThat(ranking.averagePrecision()).isCloseTo(0.8333333333, within(1e-9));
  }

  @Test
  void rows_of_one_score_stand_together() {
    Ranking ranking =
        Ranking.of(new double[] {1, 1, 1, 0}, new boolean[] {true, false, true, false});
    // Two anomalies level with one normal row and above the other: (½ + ½ + 1 + 1) / 4.
    assertThat(ranking.rocAuc()).isEqualTo(0.75);
    assertThat(ranking.averagePrecision()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(Ranking.of(new double[5], new boolean[] {true, false, false, true, false}))
        .isEqualTo(new Ranking(0.5, 0.4));
  }

  @Test
  void auc_is_the_share_of_pairs_in_order() {
    SplittableRandom random = new SplittableRandom(5);
    double[] scores = random.ints(200, 0, 40).asDoubleStream().toArray();
    boolean[] anomalies = new boolean[200];
    for (int i = 0; i < anomalies.length; i++) {
      anomalies[i] = random.nextInt(4) == 0;
    }
    double pairs = 0;
    double inOrder = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (anomalies[i] && !anomalies[j]) {
          pairs++;
          inOrder += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    assertThat(Ranking.of(scores, anomalies).rocAuc()).isCloseTo(inOrder / pairs, within(1e-12));
  }

  @Test
  void needs_both_kinds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ranking.of(new double[3], new boolean[3]))
        .withMessageContaining("anomalies and normal rows");
  }

  @Test
  void detection_rate_is_above_what_a_share_of_normal_rows_exceeds() {
    double[] scores = new double[110];
    boolean[] anomalies = new boolean[110];
    for (int i = 0; i < 100; i++) {
      scores[i] = i;
    }
    for (int i = 0; i < 10; i++) {
      scores[100 + i] = 95 + i - 0.5;
      anomalies[100 + i] = true;
    }
    // One normal row of a hundred lies above 98: anomalies of 98.5 and more are found.
    assertThat(Ranking.detectionRate(scores, anomalies, 0.01)).isEqualTo(0.6);
  }
}
