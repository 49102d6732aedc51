package dev.hourglass.tasks.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrecisionRecallTest {
  private static final Kernels KERNELS = KernelLadder.climb(KernelChoice.PORTABLE);

  /** Clouds of a hundred points each, far from each other. */
  private static Tensor clouds(long seed, double... centres) {
    Random random = new Random(seed);
    Tensor points = Tensor.allocate(100 * centres.length, 2);
    for (int i = 0; i < points.rows(); i++) {
      points.set(i, 0, centres[i / 100] + random.nextGaussian());
      points.set(i, 1, random.nextGaussian());
    }
    return points;
  }

  @Test
  void samples_that_lie_where_real_ones_do_are_precise_and_recall_all() {
    PrecisionRecall same = PrecisionRecall.of(clouds(1, 0, 50), clouds(2, 0, 50), KERNELS);
    assertThat(same.precision()).isGreaterThan(0.9);
    assertThat(same.recall()).isGreaterThan(0.9);
  }

  @Test
  void a_mode_that_is_missing_costs_recall_alone() {
    PrecisionRecall half = PrecisionRecall.of(clouds(1, 0, 50), clouds(2, 0), KERNELS);
    assertThat(half.precision()).isGreaterThan(0.9);
    assertThat(half.recall()).isCloseTo(0.5, within(0.05));
  }

  @Test
  void a_mode_that_is_none_costs_precision_alone() {
    PrecisionRecall wrong = PrecisionRecall.of(clouds(1, 0), clouds(2, 0, 50), KERNELS);
    assertThat(wrong.precision()).isCloseTo(0.5, within(0.05));
    assertThat(wrong.recall()).isGreaterThan(0.9);
  }
}
