package dev.hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.SampleShape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a round has of the whole training. */
class TrainingPlanTest {
  @Test
  void beta_grows_over_the_epochs_of_all_rounds() {
    Blueprint blueprint =
        Preset.VARIATIONAL
            .blueprint(SampleShape.vector(20))
            .withPenalties(List.of(new Penalty.KlToPrior(2, 0.5, 0.1)));
    TrainingPlan plan =
        new TrainingPlan(
            blueprint, Training.defaults().withEpochs(8), 20, 0, new long[] {1000, 1000});

    assertThat(List.of(1, 2, 4, 5, 8))
        .extracting(epoch -> plan.blueprint(epoch).penalties())
        .containsExactly(
            List.of(new Penalty.KlToPrior(0.5, 0, 0.1)),
            List.of(new Penalty.KlToPrior(1, 0, 0.1)),
            List.of(new Penalty.KlToPrior(2, 0, 0.1)),
            List.of(new Penalty.KlToPrior(2, 0, 0.1)),
            List.of(new Penalty.KlToPrior(2, 0, 0.1)));
  }
}
