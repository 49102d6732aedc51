package dev.hourglass.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitAndBatchesTest {

  @Test
  void a_split_holds_every_row_once() {
    for (int size : new int[] {2, 3, 10, 1001}) {
      for (double fraction : new double[] {0, 0.001, 0.1, 0.5, 0.999}) {
        Split split = Split.of(size, fraction, 7);
        int[] all =
            IntStream.concat(IntStream.of(split.training()), IntStream.of(split.validation()))
                .sorted()
                .toArray();
        assertThat(all).isEqualTo(IntStream.range(0, size).toArray());
        assertThat(split.training()).isNotEmpty().isSorted();
        assertThat(split.validation()).isSorted();
        assertThat(split.validation().length > 0).isEqualTo(fraction > 0);
      }
    }
    assertThat(Split.of(1000, 0.1, 1).validation()).hasSize(100);
  }

  @Test
  void a_split_depends_on_the_seed_alone() {
    assertThat(Split.of(100, 0.2, 5)).isEqualTo(Split.of(100, 0.2, 5));
    assertThat(Split.of(100, 0.2, 5)).isNotEqualTo(Split.of(100, 0.2, 6));
  }

  /** Worked out by a program of its own, which knows SplittableRandom and the shuffle. */
  @Test
  void a_split_is_the_same_in_every_version() {
    assertThat(Split.of(20, 0.2, 42).validation()).containsExactly(3, 9, 10, 16);
    assertThat(Split.of(37, 0.1, -5).validation()).containsExactly(23, 25, 29, 32);
  }

  @Test
  void impossible_splits_are_refused() {
    assertThatThrownBy(() -> Split.of(10, 1.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5")
        .hasMessageContaining("below 1");
    assertThatThrownBy(() -> Split.of(10, Double.NaN, 0)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Split.of(1, 0.1, 0)).hasMessageContaining("cannot be split");
    assertThatThrownBy(() -> Split.of(0, 0, 0)).hasMessageContaining("at least 1 row");
  }

  @Test
  void the_order_is_a_function_of_seed_and_epoch() {
    Batches one = new Batches(1000, 64, 3);
    Batches other = new Batches(1000, 64, 3);
    one.shuffle(0);
    one.shuffle(1);
    one.shuffle(5);
    other.shuffle(5);
    assertThat(one.order()).isEqualTo(other.order());
    int[] fifth = other.order().clone();
    other.shuffle(6);
    assertThat(other.order()).isNotEqualTo(fifth);
    assertThat(other.order().clone()).containsExactlyInAnyOrder(IntStream.range(0, 1000).toArray());
  }

  @Test
  void the_last_batch_has_what_is_left() {
    Batches batches = new Batches(130, 64, 3);
    assertThat(batches.order()).startsWith(0, 1, 2);
    assertThat(batches.count()).isEqualTo(3);
    assertThat(batches.from(2)).isEqualTo(128);
    assertThat(batches.length(1)).isEqualTo(64);
    assertThat(batches.length(2)).isEqualTo(2);
    assertThatThrownBy(() -> new Batches(10, 0, 1)).hasMessageContaining("batch size");
  }

  @Test
  void shuffling_is_even() {
    int[] firstPlace = new int[10];
    for (int epoch = 0; epoch < 10_000; epoch++) {
      firstPlace[Batches.shuffled(10, 1, epoch)[0]]++;
    }
    for (int count : firstPlace) {
      assertThat(count).isBetween(850, 1150);
    }
  }
}
