package dev.hourglass.tasks.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.FeatureGroups;
import dev.hourglass.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SwappedSamplesTest {
  private static final int ROWS = 100;

  /** Three columns of 1, 2 and 1 features; every number says its row and its feature. */
  private static Tensor rows() {
    float[][] rows = new float[ROWS][4];
    for (int r = 0; r < ROWS; r++) {
      for (int f = 0; f < 4; f++) {
        rows[r][f] = r + f * 1000;
      }
    }
    return Tensor.copyOf(rows);
  }

  private static final FeatureGroups GROUPS = new FeatureGroups(new int[] {0, 1, 3, 4});

  @Test
  void every_cell_is_one_of_its_column_and_a_column_stays_together() {
    SwappedSamples samples = new SwappedSamples(rows(), GROUPS, 10_000, 0.2, 1);
    int exchanged = 0;
    for (int i = 0; i < samples.size(); i++) {
      float[] row = samples.row(i);
      for (int f = 0; f < 4; f++) {
        assertThat(row[f] - f * 1000).isBetween(0f, ROWS - 1f);
      }
      assertThat(row[2] - row[1]).isEqualTo(1000);
      exchanged += row[0] == i % ROWS ? 0 : 1;
      exchanged += row[1] == i % ROWS + 1000 ? 0 : 1;
      exchanged += row[3] == i % ROWS + 3000 ? 0 : 1;
    }
    // One donor of a hundred is the row itself.
    assertThat(exchanged / 30_000.0).isCloseTo(0.2 * 0.99, within(0.01));
  }

  @Test
  void samples_of_one_row_have_draws_of_their_own() {
    SwappedSamples samples = new SwappedSamples(rows(), GROUPS, 10_000, 0.5, 1);
    assertThat(samples.row(7)).isNotEqualTo(samples.row(107)).isEqualTo(samples.row(7));
    assertThat(new SwappedSamples(rows(), GROUPS, 10_000, 0.5, 2).row(7))
        .isNotEqualTo(samples.row(7));
  }

  @Test
  void without_exchange_rows_come_round() {
    SwappedSamples samples = new SwappedSamples(rows(), GROUPS, 250, 0, 1);
    assertThat(samples.row(203)).isEqualTo(rows().row(3));
    assertThat(samples.size()).isEqualTo(250);
  }
}
