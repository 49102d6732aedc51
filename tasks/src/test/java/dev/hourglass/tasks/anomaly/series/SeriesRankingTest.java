package dev.hourglass.tasks.anomaly.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.tasks.anomaly.series.SeriesRanking.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The references were computed by programs that transcribe the published ones. */
class SeriesRankingTest {
  private static final List<Window> WINDOWS = List.of(new Window(10, 16), new Window(24, 28));

  private static boolean[] flags(int points, int... flagged) {
    boolean[] flags = new boolean[points];
    for (int p : flagged) {
      flags[p] = true;
    }
    return flags;
  }

  @Test
  void nab_counts_the_earliest_detection_of_a_window_and_false_alarms_by_their_distance() {
    boolean[] flagged = flags(40, 2, 8, 13, 14, 19, 30, 39);
    assertThat(SeriesRanking.nab(flagged, WINDOWS)).isCloseTo(37.42112104585483, within(1e-9));
  }

  @Test
  void nab_is_100_for_the_first_point_of_every_window_and_0_for_none() {
    assertThat(SeriesRanking.nab(flags(40, 10, 24), WINDOWS)).isCloseTo(100, within(1e-9));
    assertThat(SeriesRanking.nab(flags(40), WINDOWS)).isCloseTo(0, within(1e-9));
    // By hand: three false alarms before any window, 0.11 each, of 4 from worst to perfect.
    assertThat(SeriesRanking.nab(flags(40, 6, 7, 8), WINDOWS)).isCloseTo(-8.25, within(1e-9));
  }

  @Test
  void vus_pr_is_the_mean_over_borders() {
    boolean[] anomalies = flags(20, 5, 6, 7, 14);
    double[] scores = new double[20];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (i * 7919 % 23) / 23.0;
    }
    scores[6] = 1.5;
    scores[8] = 1.2;
    scores[13] = 1.1;
    scores[2] = 1.15;
    assertThat(SeriesRanking.vusPr(scores, anomalies, 0))
        .isCloseTo(0.30328282828282827, within(1e-12));
    assertThat(SeriesRanking.vusPr(scores, anomalies, 6))
        .isCloseTo(0.50408293315456, within(1e-12));
  }
}
