package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.LayerRates;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layers that learn at rates of their own. */
class LayerRatesTest {
  private static final Dataset SAMPLES = Samples.of(16, 1);
  private static final Blueprint BLUEPRINT =
      Samples.blueprint(Preset.UNDERCOMPLETE).withLinearPath(false);
  private static final Training ONE_STEP =
      Samples.training()
          .withEpochs(1)
          .withBatchSize(16)
          .withOptimizer(new Optimizer.Sgd())
          .withSchedule(new LearningRate.Constant())
          .withLearningRate(0.1)
          .withCentered(false);

  private static Autoencoder started(Training training) {
    return new Trainer(training, Samples.KERNELS).train(BLUEPRINT, SAMPLES).autoencoder();
  }

  private static Tensor slot(Autoencoder model, String name) {
    return model.parameterSlots().stream()
        .filter(slot -> slot.name().equals(name))
        .map((Slot slot) -> slot.of(model.parameters()))
        .findFirst()
        .orElseThrow();
  }

  private static double moved(Autoencoder from, Autoencoder to, String name) {
    double sum = 0;
    for (int i = 0; i < slot(from, name).size(); i++) {
      sum += Math.abs(slot(to, name).get(i) - slot(from, name).get(i));
    }
    return sum;
  }

  @Test
  void a_layer_of_half_the_rate_goes_half_the_way_and_one_of_none_stays_where_it_was() {
    Autoencoder still =
        started(
            ONE_STEP.withLayerRates(
                new LayerRates(Map.of("encoder.0", 0.0, "encoder.1", 0.0, "decoder.0", 0.0))));
    Autoencoder whole = started(ONE_STEP);
    Autoencoder mixed =
        started(
            ONE_STEP.withLayerRates(new LayerRates(Map.of("encoder.0", 0.0, "encoder.1", 0.5))));
    for (String name : List.of("encoder.0.weight", "encoder.0.bias")) {
      assertThat(moved(still, mixed, name)).isZero();
      assertThat(moved(still, whole, name)).isPositive();
    }
    double half = 0.5 * moved(still, whole, "encoder.1.weight");
    assertThat(moved(still, mixed, "encoder.1.weight")).isCloseTo(half, within(1e-3 * half));
    double all = moved(still, whole, "decoder.0.weight");
    assertThat(moved(still, mixed, "decoder.0.weight")).isCloseTo(all, within(1e-6 * all));
  }

  @Test
  void a_layer_that_is_not_there_is_refused_by_name() {
    assertThatThrownBy(
            () -> started(ONE_STEP.withLayerRates(new LayerRates(Map.of("encoder.9", 0.5)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no layer 'encoder.9'")
        .hasMessageContaining("encoder.0, encoder.1, decoder.0");
    assertThatThrownBy(() -> new LayerRates(Map.of("encoder.0", -1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 or more", "-1");
  }

  @Test
  void rates_travel_in_the_trainings_map() {
    Training training =
        ONE_STEP.withLayerRates(new LayerRates(Map.of("encoder.0", 0.0, "encoder.1", 0.25)));
    assertThat(Training.fromMap(training.toMap())).isEqualTo(training);
    assertThat(ONE_STEP.toMap()).doesNotContainKey("layerRates");
  }
}
