package dev.hourglass.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {

  @Test
  void bytes_are_gathered_between_0_and_1_whatever_the_width() {
    for (int features = 1; features <= 130; features += features < 40 ? 1 : 7) {
      byte[] bytes = new byte[3 * features];
      new Random(features).nextBytes(bytes);
      bytes[0] = (byte) 255;
      Dataset dataset = Dataset.ofBytes(bytes, SampleShape.vector(features));
      // Both loops: the first row of a dataset goes with vectors, the next ones plainly.
      for (int round = 0; round < 3; round++) {
        for (int row = 0; row < 3; row++) {
          float[] values = dataset.row(row);
          for (int f = 0; f < features; f++) {
            float expected = (bytes[row * features + f] & 0xFF) * (1f / 255);
            assertThat(values[f]).isEqualTo(expected);
          }
        }
      }
      assertThat(dataset.row(0)[0]).isEqualTo(1f);
    }
  }

  @Test
  void many_rows_at_once_are_the_rows_one_by_one() {
    Random random = new Random(8);
    for (int features = 1; features <= 130; features += features < 40 ? 1 : 7) {
      byte[] bytes = new byte[40 * features];
      random.nextBytes(bytes);
      Dataset whole = Dataset.ofBytes(bytes, SampleShape.vector(features));
      int[] half = random.ints(20, 0, 40).toArray();
      Labels labels = Labels.of(IntStream.range(0, 40).mapToObj(Integer::toString).toList());
      Dataset subset = whole.subset(half);
      Dataset labelled = whole.withLabels(labels).subset(half);
      assertThat(labelled.labels().orElseThrow().name(3)).isEqualTo(Integer.toString(half[3]));
      RawData raw = new RawData.Array(whole, NumberKind.BYTES);
      Dataset scaled =
          Preparation.fit(raw, half, PreparationOptions.defaults().withScaling(Scaling.STANDARDIZE))
              .apply(raw.subset(half));
      for (Dataset dataset :
          List.of(whole, subset, labelled, scaled, scaled.subset(new int[] {19, 0, 3}))) {
        assertGathersItsRows(dataset, random);
      }
    }
    assertGathersItsRows(Digits.generate(50, 3), random);
    assertGathersItsRows(Digits.generate(50, 3).subset(new int[] {7, 49, 0, 12}), random);
  }

  private static void assertGathersItsRows(Dataset dataset, Random random) {
    int[] rows = random.ints(25, 0, dataset.size()).toArray();
    float[] together = new float[20 * dataset.features()];
    dataset.gather(rows, 4, 20, MemorySegment.ofArray(together));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment outside = arena.allocate(ValueLayout.JAVA_FLOAT, together.length);
      dataset.gather(rows, 4, 20, outside);
      assertThat(outside.toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(together);
    }
    for (int i = 0; i < 20; i++) {
      int at = i * dataset.features();
      assertThat(Arrays.copyOfRange(together, at, at + dataset.features()))
          .isEqualTo(dataset.row(rows[4 + i]));
    }
  }

  @Test
  void vector_and_plain_scaling_agree_to_the_bit() {
    Random random = new Random(11);
    int features = 53;
    float[] offset = new float[features];
    float[] factor = new float[features];
    float[] x = new float[features];
    for (int i = 0; i < features; i++) {
      offset[i] = random.nextFloat();
      factor[i] = random.nextFloat() * 3;
      x[i] = random.nextFloat() * 4 - 2;
    }
    float[] y = x.clone();
    SampleKernels.scale(MemorySegment.ofArray(x), 0, offset, factor, -1, 2, true);
    SampleKernels.scale(MemorySegment.ofArray(y), 0, offset, factor, -1, 2, false);
    assertThat(x).isEqualTo(y);
  }

  @Test
  void rows_are_gathered_in_the_order_asked_for() {
    Dataset dataset = Dataset.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment into = arena.allocate(ValueLayout.JAVA_FLOAT, 6);
      dataset.gather(new int[] {9, 2, 0, 2}, 1, 3, into);
      assertThat(into.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(5, 6, 1, 2, 5, 6);
    }
  }

  @Test
  void samples_over_memory_are_that_memory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment floats = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4, 5, 6);
      Dataset dataset = Dataset.over(floats, SampleShape.vector(3));
      assertThat(dataset.rows()).isDeepEqualTo(new float[][] {{1, 2, 3}, {4, 5, 6}});
      floats.setAtIndex(ValueLayout.JAVA_FLOAT, 4, 9);
      assertThat(dataset.row(1)).containsExactly(4, 9, 6);
      assertThatThrownBy(() -> Dataset.over(floats, SampleShape.vector(4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("24 bytes");
    }
  }

  @Test
  void a_dataset_of_somebody_elses_can_be_cut_up() {
    Dataset own = Dataset.of(new float[][] {{0, 1}, {2, 3}, {4, 5}, {6, 7}});
    record Foreign(Dataset samples) implements DatasetView {
      @Override
      public void gather(int[] rows, int from, int count, MemorySegment into) {
        samples.gather(rows, from, count, into);
      }
    }
    Dataset subset = new Foreign(own).subset(new int[] {3, 1, 0});
    assertThat(subset.rows()).isDeepEqualTo(new float[][] {{6, 7}, {2, 3}, {0, 1}});
    float[] two = new float[4];
    subset.gather(new int[] {9, 2, 0}, 1, 2, MemorySegment.ofArray(two));
    assertThat(two).containsExactly(0, 1, 6, 7);
    assertThatThrownBy(() -> subset.gather(new int[] {0}, 0, 2, MemorySegment.ofArray(two)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void what_does_not_exist_is_refused() {
    Dataset dataset = Dataset.of(new float[][] {{1, 2}, {3, 4}});
    MemorySegment into = MemorySegment.ofArray(new float[4]);
    assertThatThrownBy(() -> dataset.gather(new int[] {2}, 0, 1, into))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dataset.gather(new int[] {0}, 0, 2, into))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dataset.gather(new int[] {0, 1, 0}, 0, 3, into))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dataset.subset(new int[] {2}))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Dataset.of(new float[][] {{1, 2}, {3}}))
        .hasMessageContaining("row 1 has 1 features");
    assertThatThrownBy(() -> Dataset.ofBytes(new byte[7], SampleShape.vector(2)))
        .hasMessageContaining("7 values");
  }

  @Test
  void views_of_views_keep_rows_and_labels_together() {
    Dataset dataset =
        Dataset.of(new float[][] {{0}, {1}, {2}, {3}})
            .withLabels(Labels.of(List.of("a", "b", "c", "d")));
    Dataset view = dataset.subset(new int[] {3, 1, 1}).subset(new int[] {1, 0});
    assertThat(view.rows()).isDeepEqualTo(new float[][] {{1}, {3}});
    assertThat(view.labels().orElseThrow().name(1)).isEqualTo("d");
    assertThatThrownBy(() -> view.withLabels(Labels.of(List.of("x"))))
        .hasMessageContaining("1 labels for 2 samples");
  }

  @Test
  void many_threads_gather_at_once() {
    byte[] bytes = new byte[1000 * 50];
    new Random(5).nextBytes(bytes);
    Dataset dataset = Dataset.ofBytes(bytes, SampleShape.vector(50));
    float[][] expected = dataset.rows();
    IntStream.range(0, 64)
        .parallel()
        .forEach(
            thread -> {
              Batches batches = new Batches(1000, 100, thread);
              batches.shuffle(1);
              try (Arena arena = Arena.ofConfined()) {
                MemorySegment into = arena.allocate(100 * 50 * 4, 64);
                dataset.gather(batches.order(), 300, 100, into);
                for (int i = 0; i < 100 * 50; i++) {
                  assertThat(into.getAtIndex(ValueLayout.JAVA_FLOAT, i))
                      .isEqualTo(expected[batches.order()[300 + i / 50]][i % 50]);
                }
              }
            });
  }
}
