package dev.hourglass.tasks.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.TinyImages;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers that are trained one after the other. */
class LayerwisePretrainingTest {
  private static final Dataset SAMPLES = TinyImages.of(300, 1);
  private static final Training TRAINING =
      Training.defaults()
          .withEpochs(20)
          .withBatchSize(32)
          .withWorkers(1)
          .withPrecision(PrecisionChoice.FLOAT32);

  private static Autoencoder pretrained(Blueprint blueprint) {
    return new LayerwisePretraining(TRAINING, TestKernels.BEST, TrainingListener.SILENT)
        .train(blueprint, SAMPLES);
  }

  private static double error(Autoencoder model) {
    return Arrays.stream(model.reconstructionErrors(SAMPLES)).average().orElseThrow();
  }

  @Test
  void a_deep_network_rebuilds_samples_before_it_was_trained_as_a_whole() {
    Blueprint blueprint = Preset.DENOISING.blueprint(SAMPLES.shape(), List.of(48, 24), 10);
    double drawn =
        error(
            new Trainer(TRAINING.withEpochs(1).withLearningRate(1e-9), TestKernels.BEST)
                .train(blueprint, SAMPLES)
                .autoencoder());
    assertThat(error(pretrained(blueprint))).isLessThan(0.7 * drawn);
  }

  /** The first layer is that of a network of one hidden layer, trained by itself. */
  @Test
  void the_first_layer_is_a_shallow_networks() {
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(SAMPLES.shape(), List.of(20), 5);
    Blueprint shallow =
        blueprint
            .withEncoder(new Stages(List.of()))
            .withDecoder(new Stages(List.of()))
            .withCode(20, blueprint.encoder().activation());
    Tensor first =
        new Trainer(TRAINING, TestKernels.BEST)
            .train(shallow, SAMPLES)
            .autoencoder()
            .firstLayerWeights();
    Tensor ours = pretrained(blueprint).firstLayerWeights();
    for (int i = 0; i < first.size(); i++) {
      assertThat(ours.get(i)).isEqualTo(first.get(i));
    }
  }

  @Test
  void what_has_no_such_layers_is_refused() {
    Blueprint plain = Preset.UNDERCOMPLETE.blueprint(SAMPLES.shape(), List.of(16), 4);
    assertThatThrownBy(() -> pretrained(plain.withTied(true)))
        .hasMessageContaining("'layerwise', with tied weights");
    assertThatThrownBy(() -> pretrained(plain.withEncoder(Stages.parse("conv:4:2,16"))))
        .hasMessageContaining("convolutions; give dense layers");
    assertThatThrownBy(
            () -> pretrained(Preset.VARIATIONAL.blueprint(SAMPLES.shape(), List.of(16), 4)))
        .hasMessageContaining("a random code");
  }
}
