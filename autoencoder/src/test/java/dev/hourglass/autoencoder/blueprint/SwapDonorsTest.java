package dev.hourglass.autoencoder.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FeatureGroups;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class SwapDonorsTest {
  private static final int ROWS = 1000;

  /** Three columns of 1, 2 and 1 features; every number says its row and its feature. */
  private static final Dataset SAMPLES =
      Dataset.of(rows()).withFeatureGroups(new FeatureGroups(new int[] {0, 1, 3, 4}));

  private static float[][] rows() {
    float[][] rows = new float[ROWS][4];
    for (int r = 0; r < ROWS; r++) {
      for (int f = 0; f < 4; f++) {
        rows[r][f] = r + f * 1000;
      }
    }
    return rows;
  }

  @Test
  void every_cell_is_one_of_its_column_and_a_column_stays_together() {
    Tensor swapped = Tensor.copyOf(rows());
    new SwapDonors(SAMPLES).swap(7, 0, 0.3, swapped);
    int exchanged = 0;
    for (int r = 0; r < ROWS; r++) {
      float[] row = swapped.row(r);
      for (int f = 0; f < 4; f++) {
        assertThat(row[f] - f * 1000).isBetween(0f, ROWS - 1f);
      }
      assertThat(row[2] - row[1]).isEqualTo(1000);
      exchanged += row[0] == r ? 0 : 1;
      exchanged += row[1] == r + 1000 ? 0 : 1;
      exchanged += row[3] == r + 3000 ? 0 : 1;
    }
    assertThat(exchanged / (3.0 * ROWS)).isCloseTo(0.3, within(0.03));
  }

  @Test
  void donors_come_from_the_whole_and_draws_belong_to_the_row_whatever_part_it_is_in() {
    Tensor whole = Tensor.copyOf(rows());
    new SwapDonors(SAMPLES).swap(7, 0, 0.5, whole);
    Tensor part = Tensor.copyOf(rows()).slice(4 * 600, new Shape(10, 4));
    new SwapDonors(SAMPLES).swap(7, 600, 0.5, part);
    for (int r = 0; r < 10; r++) {
      assertThat(part.row(r)).isEqualTo(whole.row(600 + r));
    }
    boolean fromAfar = false;
    for (int r = 0; r < 10; r++) {
      fromAfar |= part.row(r)[0] < 600 || part.row(r)[0] >= 610;
    }
    assertThat(fromAfar).isTrue();
  }

  @Test
  void rows_may_be_of_any_format() {
    try (Arena arena = Arena.ofConfined()) {
      Tensor doubles = Tensor.allocate(arena, new Shape(ROWS, 4), Format.FLOAT64);
      Tensor floats = Tensor.copyOf(rows());
      for (int i = 0; i < floats.size(); i++) {
        doubles.set(i, floats.get(i));
      }
      new SwapDonors(SAMPLES).swap(7, 0, 0.5, doubles);
      new SwapDonors(SAMPLES).swap(7, 0, 0.5, floats);
      assertThat(doubles.toArray()).isDeepEqualTo(floats.toArray());
    }
  }

  @Test
  void groups_of_other_samples_are_refused() {
    assertThatThrownBy(() -> Dataset.of(rows()).withFeatureGroups(FeatureGroups.single(3)))
        .hasMessage("groups of 3 features for samples of 4");
  }

  @Test
  void subsets_keep_their_columns() {
    assertThat(SAMPLES.subset(new int[] {3, 1}).featureGroups().columns()).isEqualTo(3);
    assertThat(SAMPLES.from("elsewhere").featureGroups().width(1)).isEqualTo(2);
    assertThat(Dataset.of(rows()).featureGroups().columns()).isEqualTo(4);
  }
}
