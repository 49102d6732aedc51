package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A target apart from the input, as denoisers, masks, classes and hidden items will want it. */
class TargetsTest {
  private static final int INPUTS = 8;
  private static final int TARGETS = Samples.FEATURES - INPUTS;

  /** The first eight features of samples, and what is to be told from them: the other four. */
  private static Pairs halves(int size, long seed) {
    float[][] rows = Samples.of(size, seed).rows();
    return new Pairs(
        Dataset.of(
            Arrays.stream(rows).map(r -> Arrays.copyOfRange(r, 0, INPUTS)).toArray(float[][]::new)),
        Dataset.of(
            Arrays.stream(rows)
                .map(r -> Arrays.copyOfRange(r, INPUTS, Samples.FEATURES))
                .toArray(float[][]::new)));
  }

  private static Blueprint blueprint() {
    return Samples.blueprint(Preset.UNDERCOMPLETE)
        .withShape(SampleShape.vector(INPUTS))
        .withTarget(SampleShape.vector(TARGETS));
  }

  @Test
  void one_half_of_a_sample_tells_the_other() {
    Pairs samples = halves(400, 1);
    Pairs unseen = halves(100, 2);
    TrainingResult result =
        new Trainer(Samples.training().withEpochs(60).withLearningRate(0.01), Samples.KERNELS)
            .train(blueprint(), samples, Optional.of(unseen));
    Autoencoder model = result.autoencoder();
    assertThat(model.reconstruct(unseen.inputs()).columns()).isEqualTo(TARGETS);
    double error = Arrays.stream(model.reconstructionErrors(unseen)).average().orElseThrow();
    assertThat(error).isLessThan(0.05 * variance(unseen.targets()));
    double validation = result.history().get(result.bestEpoch() - 1).validationMse().orElseThrow();
    assertThat(validation).isBetween(0.999 * error, 1.001 * error);
  }

  /** Targets of the samples' own shape: the user's own pairs of damaged and clean. */
  @Test
  void pairs_of_damaged_and_clean_samples_of_one_shape_train_a_denoiser() {
    Dataset clean = Samples.of(400, 1);
    float[][] damaged = clean.rows();
    for (float[] row : damaged) {
      row[3] = 0;
    }
    Pairs pairs = new Pairs(Dataset.of(damaged), clean);
    Autoencoder model =
        new Trainer(Samples.training().withEpochs(60).withLearningRate(0.01), Samples.KERNELS)
            .train(Samples.blueprint(Preset.UNDERCOMPLETE), pairs, Optional.of(pairs))
            .autoencoder();
    double asItIs = 0;
    double repaired = 0;
    for (int i = 0; i < clean.size(); i++) {
      double wanted = clean.row(i)[3];
      double rebuilt = model.reconstruct(pairs.inputs()).row(i)[3];
      asItIs += wanted * wanted;
      repaired += (rebuilt - wanted) * (rebuilt - wanted);
    }
    assertThat(repaired).isLessThan(0.05 * asItIs);
    assertThat(model.reconstructionErrors(pairs)).hasSize(clean.size());
  }

  @Test
  void a_target_travels_in_the_blueprints_map() {
    Blueprint blueprint = blueprint().withCorruption(new Corruption.Masking(0.1));
    assertThat(Blueprint.fromMap(blueprint.toMap())).isEqualTo(blueprint);
    assertThat(blueprint.summary()).isEqualTo("8-16-4-16-4");
  }

  @Test
  void what_does_not_fit_is_refused() {
    Trainer trainer = new Trainer(Samples.training(), Samples.KERNELS);
    Pairs pairs = halves(20, 1);
    assertThatThrownBy(() -> trainer.train(blueprint(), pairs.inputs()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training targets have 8 features", "blueprint puts out 4");
    Autoencoder model = trainer.train(blueprint(), pairs, Optional.empty()).autoencoder();
    assertThatThrownBy(() -> model.reconstructionErrors(pairs.inputs()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the targets have 8 features, but the model puts out 4");
    assertThatThrownBy(() -> new Pairs(pairs.inputs(), pairs.targets().subset(new int[3])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are 20 inputs", "and 3 targets");
    assertThatThrownBy(() -> blueprint().withTied(true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tied weights want targets as wide as samples");
  }

  private static double variance(Dataset samples) {
    double variance = 0;
    for (int f = 0; f < samples.features(); f++) {
      int feature = f;
      double mean =
          Arrays.stream(samples.rows()).mapToDouble(r -> r[feature]).average().orElseThrow();
      variance +=
          Arrays.stream(samples.rows())
              .mapToDouble(r -> (r[feature] - mean) * (r[feature] - mean))
              .average()
              .orElseThrow();
    }
    return variance / samples.features();
  }
}
