package dev.hourglass.data.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Fingerprint;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Split;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparseSamplesTest {
  private static final int WIDTH = 100_000;

  private static SparseSamples three() {
    return SparseSamples.builder(6)
        .source("ratings")
        .add(new int[] {4, 1}, new float[] {0.5f, -2})
        .add(new int[0], new float[0])
        .add(new int[] {0, 5, 2}, new float[] {1, 3, 0})
        .build();
  }

  private static final float[][] THREE_DENSE = {
    {0, -2, 0, 0, 0.5f, 0}, {0, 0, 0, 0, 0, 0}, {1, 0, 0, 0, 0, 3}
  };

  @Test
  void rows_are_a_dataset_like_any_other() {
    SparseSamples samples = three();
    assertThat(samples.size()).isEqualTo(3);
    assertThat(samples.shape()).isEqualTo(SampleShape.vector(6));
    assertThat(samples.source()).isEqualTo("ratings");
    assertThat(samples.rows()).isDeepEqualTo(THREE_DENSE);
    float[] into = new float[12];
    Arrays.fill(into, 7);
    samples.gather(new int[] {9, 2, 1}, 1, 2, MemorySegment.ofArray(into));
    assertThat(into).containsExactly(1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void entries_are_gathered_in_the_order_asked_for_by_ascending_index() {
    SparseSamples samples = three();
    int[] order = {9, 2, 1, 0, 2};
    assertThat(samples.entries(order, 1, 4)).isEqualTo(8);
    assertThat(samples.entries()).isEqualTo(5);
    assertThat(samples.mostEntriesInRow()).isEqualTo(3);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment offsets = arena.allocate(ValueLayout.JAVA_INT, 5);
      MemorySegment indices = arena.allocate(ValueLayout.JAVA_INT, 8);
      MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, 8);
      assertThat(samples.gatherSparse(order, 1, 4, offsets, indices, values)).isEqualTo(8);
      assertThat(offsets.toArray(ValueLayout.JAVA_INT)).containsExactly(0, 3, 3, 5, 8);
      assertThat(indices.toArray(ValueLayout.JAVA_INT)).containsExactly(0, 2, 5, 1, 4, 0, 2, 5);
      assertThat(values.toArray(ValueLayout.JAVA_FLOAT))
          .containsExactly(1, 0, 3, -2, 0.5f, 1, 0, 3);
      MemorySegment few = indices.asSlice(0, 7 * Integer.BYTES);
      assertThatThrownBy(() -> samples.gatherSparse(order, 1, 4, offsets, few, values))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> samples.gatherSparse(order, 0, 1, offsets, indices, values))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    List<String> visited = new ArrayList<>();
    samples.visit(2, (index, value) -> visited.add(index + ":" + value));
    assertThat(visited).containsExactly("0:1.0", "2:0.0", "5:3.0");
  }

  @Test
  void triplets_may_come_in_any_order() {
    Random random = new Random(2);
    SparseBuilder byRow = SparseSamples.builder(WIDTH);
    List<int[]> places = new ArrayList<>();
    for (int row = 0; row < 50; row++) {
      int[] indices = random.ints(0, WIDTH).distinct().limit(random.nextInt(40)).toArray();
      float[] values = new float[indices.length];
      for (int i = 0; i < indices.length; i++) {
        values[i] = value(row, indices[i]);
        places.add(new int[] {row, indices[i]});
      }
      byRow.add(indices, values);
    }
    Collections.shuffle(places, random);
    float[] values = new float[places.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(places.get(i)[0], places.get(i)[1]);
    }
    SparseSamples triplets =
        SparseSamples.ofTriplets(
            50,
            WIDTH,
            places.stream().mapToInt(place -> place[0]).toArray(),
            places.stream().mapToInt(place -> place[1]).toArray(),
            values);
    SparseSamples rows = byRow.build();
    assertThat(triplets.entries()).isEqualTo(rows.entries()).isEqualTo(places.size());
    assertThat(triplets.rows()).isDeepEqualTo(rows.rows());
    assertThat(Fingerprint.of(triplets)).isEqualTo(Fingerprint.of(Dataset.of(rows.rows())));
  }

  private static float value(int row, int index) {
    return (row * 31 + index * 17) % 101 - 50.5f;
  }

  /** Dense, these samples would take 40 GB. */
  @Test
  void a_wide_row_takes_memory_for_what_is_there() {
    int size = 100_000;
    SparseBuilder builder = SparseSamples.builder(WIDTH);
    for (int row = 0; row < size; row++) {
      int[] indices = {row, (row + 50_000) % WIDTH, (row * 7 + 3) % WIDTH};
      builder.add(indices, new float[] {1, row, -1});
    }
    SparseSamples samples = builder.build();
    assertThat(samples.entries()).isEqualTo(3L * size);
    float[] row = samples.row(size - 1);
    assertThat(row).hasSize(WIDTH);
    assertThat(row[size - 1]).isEqualTo(1);
    assertThat(row[49_999]).isEqualTo(size - 1f);
    assertThat(IntStream.range(0, WIDTH).filter(i -> row[i] != 0).count()).isEqualTo(3);
  }

  @Test
  void subsets_stay_sparse_and_keep_their_labels() {
    SparseSamples samples = three().withLabels(Labels.of(List.of("a", "b", "c")));
    SparseSamples subset = samples.subset(new int[] {2, 0, 2}).subset(new int[] {1, 0});
    assertThat(subset.rows()).isDeepEqualTo(new float[][] {THREE_DENSE[0], THREE_DENSE[2]});
    assertThat(subset.labels().orElseThrow().name(1)).isEqualTo("c");
    assertThat(samples.subset(new int[] {0, 1}).mostEntriesInRow()).isEqualTo(2);
    Split split = Split.of(3, 0.4, 1);
    SparseSamples training = samples.subset(split.training());
    assertThat(training.entries() + samples.subset(split.validation()).entries()).isEqualTo(5);
    assertThat(samples.subset(RowOrder.spread(3, 2)).row(1)).isEqualTo(THREE_DENSE[1]);
    assertThatThrownBy(() -> samples.subset(new int[] {3}))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> samples.withLabels(Labels.of(List.of("a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 labels for 3 samples");
  }

  @Test
  void what_is_no_entry_is_refused() {
    assertRefused(new int[] {1, 3, 1}, new float[3], "row 0 has two entries for feature 1");
    assertRefused(new int[] {6}, new float[1], "feature 6, but features are 0 to 5");
    assertRefused(new int[] {-1}, new float[1], "feature -1");
    assertRefused(new int[] {1, 2}, new float[1], "row 0 has 2 indices but 1 values");
    assertRefused(new int[] {1}, new float[] {Float.NaN}, "row 0, feature 1 is NaN");
    assertThatThrownBy(() -> SparseSamples.builder(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 feature");
    assertThatThrownBy(() -> SparseSamples.builder(3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one row");
    assertThatThrownBy(
            () -> SparseSamples.ofTriplets(2, 3, new int[] {2}, new int[1], new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 2, but rows are 0 to 1");
    assertThatThrownBy(
            () -> SparseSamples.ofTriplets(2, 3, new int[] {1, 1}, new int[2], new float[2]))
        .hasMessageContaining("row 1 has two entries for feature 0");
    assertThatThrownBy(() -> SparseSamples.ofTriplets(2, 3, new int[1], new int[2], new float[2]))
        .hasMessageContaining("1 rows, 2 indices and 2 values");
  }

  private static void assertRefused(int[] indices, float[] values, String message) {
    assertThatThrownBy(() -> SparseSamples.builder(6).add(indices, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
