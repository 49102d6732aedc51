package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.blueprint.Training.EarlyStopping;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts as improvement. */
class BestEpochTest {
  private static BestEpoch after(Optional<EarlyStopping> stopping, double... losses) {
    BestEpoch best = BestEpoch.NONE;
    for (int i = 0; i < losses.length; i++) {
      EpochRecord.Measures measures = new EpochRecord.Measures(losses[i], 0, losses[i]);
      best = best.next(new EpochRecord(i + 1, measures, Optional.empty(), 0.1, 0, 1, 1), stopping);
    }
    return best;
  }

  @Test
  void small_gains_that_add_up_count() {
    Optional<EarlyStopping> stopping = Optional.of(new EarlyStopping(3, 0.1));
    // 4 % each: no epoch improves by a tenth on the one before, the third does on the first.
    BestEpoch best = after(stopping, 1.0, 0.96, 0.92, 0.88, 0.85, 0.82, 0.79);
    assertThat(best).isEqualTo(new BestEpoch(7, 0.79, 0.79, 0));
    assertThat(best.isOverdue(stopping)).isFalse();
  }

  @Test
  void small_gains_that_do_not_add_up_run_out_of_patience() {
    Optional<EarlyStopping> stopping = Optional.of(new EarlyStopping(3, 0.1));
    BestEpoch best = after(stopping, 1.0, 0.99, 0.98, 0.97);
    assertThat(best).isEqualTo(new BestEpoch(4, 0.97, 1.0, 3));
    assertThat(best.isOverdue(stopping)).isTrue();
  }

  @Test
  void losses_below_zero_improve_downwards() {
    Optional<EarlyStopping> stopping = Optional.of(new EarlyStopping(2, 0.5));
    BestEpoch best = after(stopping, -10, -14, -15.5);
    assertThat(best).isEqualTo(new BestEpoch(3, -15.5, -15.5, 0));
  }
}
