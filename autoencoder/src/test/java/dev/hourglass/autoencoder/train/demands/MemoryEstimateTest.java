package dev.hourglass.autoencoder.train.demands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.base.MachineMemory;
import dev.hourglass.data.dataset.SampleShape;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
  private static final int WORKERS = 2;

  private static MemoryEstimate estimate(Blueprint blueprint, int samples, int validation) {
    Training training = Samples.training().withBatchSize(64).withWorkers(WORKERS);
    return MemoryEstimate.of(blueprint, training, Samples.KERNELS, samples, validation);
  }

  @Test
  void counts_every_vector_of_parameters() {
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(SampleShape.vector(1000), Stages.of(), 2);
    // Weights 1000 × 2 twice, biases of 2 and 1000, each up to a multiple of 32.
    long vector = 4 * (2016 + 32 + 2016 + 1024);
    MemoryEstimate estimate = estimate(blueprint, 500, 0);
    assertThat(estimate.parameters()).isEqualTo(2 * vector);
    assertThat(estimate.moments()).isEqualTo(2 * vector);
    assertThat(estimate.gradients()).isEqualTo(WORKERS * vector);
    assertThat(estimate.result()).isEqualTo(vector);
    assertThat(estimate.validation()).isZero();
    // 32 rows a worker; a row is at least the sample, its reconstruction and their gradients.
    assertThat(estimate.buffers()).isBetween(64 * 4 * 2000L, 64 * 4 * 8000L);
    assertThat(estimate(blueprint, 500, 300).validation()).isGreaterThan(2 * 150 * 4 * 2000L);
    assertThat(estimate(blueprint, 8, 0).buffers()).isEqualTo(estimate.buffers() / 8);
  }

  @Test
  void counts_both_sides_of_samples_that_are_moved() {
    Blueprint plain =
        Preset.SPARSE.blueprint(SampleShape.image(1, 20, 20), Stages.parse("conv:8"), 4);
    MemoryEstimate without = estimate(plain, 500, 0);
    MemoryEstimate with = estimate(plain.withPenalty(new Penalty.Contractive(1, 1)), 500, 0);
    assertThat(with.gradients()).isEqualTo(3 * without.gradients());
    // 64 rows, twice the 8 planes of 400 numbers before and behind the activation, their gradients.
    assertThat(with.buffers() - without.buffers()).isGreaterThan(64L * 4 * 2 * 2 * 8 * 400);
  }

  @Test
  void what_does_not_fit_is_refused_with_what_to_change() {
    Blueprint photos =
        Preset.UNDERCOMPLETE.blueprint(SampleShape.image(3, 3000, 4000), Stages.of(), 8);
    MemoryEstimate estimate = estimate(photos, 4, 0);
    MachineMemory machine = new MachineMemory(2_000_000_000L, "this machine");
    assertThatThrownBy(() -> estimate.check(machine, photos))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("training on samples of 3000×4000×3 takes about ")
        .hasMessageContaining("but this machine lets it have 2.0 GB")
        .hasMessageContaining("option 'resize' = 128x96")
        .hasMessageContaining("option 'hidden'");
    assertThatCode(() -> estimate.check(new MachineMemory(estimate.total(), ""), photos))
        .doesNotThrowAnyException();
    Blueprint table = Preset.UNDERCOMPLETE.blueprint(SampleShape.vector(100), Stages.of(), 8);
    assertThatThrownBy(
            () -> estimate(table, 4, 0).check(new MachineMemory(1000, "ulimit -v"), table))
        .hasMessageContaining("ulimit -v lets it have 1 kB")
        .hasMessageNotContaining("resize");
  }

  @Test
  void more_parameters_than_any_network_has_are_refused_with_what_to_change() {
    SampleShape wide = SampleShape.vector(36_000_000);
    assertThatThrownBy(() -> estimate(Preset.UNDERCOMPLETE.blueprint(wide, Stages.of(), 64), 4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a model has at most 2,147,483,583 parameters")
        .hasMessageContaining("option 'resize'");
  }
}
