package dev.hourglass.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PairsTest {
  private final Dataset noisy = Dataset.of(new float[][] {{1}, {2}, {3}});
  private final Dataset clean = Dataset.of(new float[][] {{10, 0}, {20, 0}, {30, 0}});

  @Test
  void a_subset_keeps_samples_and_targets_together() {
    Pairs some = new Pairs(noisy, clean).subset(new int[] {2, 0});
    assertThat(some.size()).isEqualTo(2);
    assertThat(some.isSame()).isFalse();
    assertThat(some.inputs().rows()).isDeepEqualTo(new float[][] {{3}, {1}});
    assertThat(some.targets().rows()).isDeepEqualTo(new float[][] {{30, 0}, {10, 0}});
  }

  @Test
  void a_subset_of_samples_that_are_their_own_targets_remains_one() {
    Pairs same = Pairs.same(noisy).subset(new int[] {1});
    assertThat(same.isSame()).isTrue();
    assertThat(same.targets()).isSameAs(same.inputs());
    assertThat(same.targets().row(0)).containsExactly(2);
  }

  @Test
  void every_sample_needs_a_target() {
    Dataset two = clean.subset(new int[] {0, 1});
    assertThatThrownBy(() -> new Pairs(noisy, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 inputs in memory and 2 targets in memory");
  }
}
