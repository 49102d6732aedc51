package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplosionTest {
  private static EpochRecord epoch(int number, double loss) {
    return new EpochRecord(
        number, new EpochRecord.Measures(loss, 0, loss), Optional.empty(), 0.1, 0, 1, 1);
  }

  @Test
  void a_tenth_of_the_epochs_in_a_row_far_above_the_start_are_lost() {
    Explosion explosion = new Explosion(40, 3, List.of());
    explosion.startedAt(5);
    assertThat(explosion.isLost(epoch(1, 501))).isFalse();
    assertThat(explosion.isLost(epoch(2, 501))).isFalse();
    assertThat(explosion.isLost(epoch(3, 4))).isFalse();
    for (int i = 4; i < 7; i++) {
      assertThat(explosion.isLost(epoch(i, 1e15))).isFalse();
    }
    assertThat(explosion.isLost(epoch(7, 1e15))).isTrue();
  }

  @Test
  void the_last_epoch_decides_at_once() {
    Explosion explosion = new Explosion(2, 3, List.of());
    explosion.startedAt(5);
    assertThat(explosion.isLost(epoch(1, 501))).isFalse();
    assertThat(explosion.isLost(epoch(2, 501))).isTrue();
  }

  @Test
  void a_density_that_begins_near_zero_is_measured_by_its_features() {
    Explosion explosion = new Explosion(5, 8, List.of());
    explosion.startedAt(-0.001);
    for (int i = 1; i <= 5; i++) {
      assertThat(explosion.isLost(epoch(i, 7))).isFalse();
    }
  }

  @Test
  void a_resumed_training_is_measured_by_its_first_epoch() {
    Explosion explosion = new Explosion(5, 1, List.of(epoch(1, 50)));
    explosion.startedAt(1);
    assertThat(explosion.isLost(epoch(5, 4_000))).isFalse();
    assertThat(explosion.isLost(epoch(5, 6_000))).isTrue();
  }
}
