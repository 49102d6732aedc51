package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sparse rows through the first layer, as ratings will want them. */
class SparseSamplesTest {
  private static final int WIDTH = 40;

  /** Every sample has a few of the features that its kind likes. */
  private static SparseSamples sparse(int size, int width, long seed) {
    Random random = new Random(seed);
    SparseBuilder builder = SparseSamples.builder(width);
    for (int i = 0; i < size; i++) {
      int kind = random.nextInt(4);
      int[] indices =
          random.ints(0, width / 4).distinct().limit(6).map(f -> 4 * f + kind).sorted().toArray();
      float[] values = new float[indices.length];
      Arrays.fill(values, 1);
      builder.add(indices, values);
    }
    return builder.build();
  }

  private static Blueprint blueprint(Preset preset, int width) {
    return preset.blueprint(SampleShape.vector(width), Stages.of(16), 4);
  }

  static Stream<Named<Blueprint>> blueprints() {
    Blueprint plain = blueprint(Preset.UNDERCOMPLETE, WIDTH);
    return Stream.of(
        Named.of("undercomplete", plain),
        Named.of("masked", plain.withCorruption(new Corruption.Masking(0.4))),
        Named.of("variational", blueprint(Preset.VARIATIONAL, WIDTH)),
        Named.of("contractive", plain.withPenalty(new Penalty.Contractive(0.1))),
        Named.of("tied", plain.withTied(true)));
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void sparse_samples_train_as_the_same_samples_do_when_dense(Blueprint blueprint) {
    SparseSamples sparse = sparse(90, WIDTH, 1);
    Dataset dense = Dataset.of(sparse.rows());
    Training training = Samples.training().withEpochs(3).withCentered(false);
    for (Kernels kernels : KernelLadder.available()) {
      Trainer trainer = new Trainer(training, kernels);
      Tensor expected = trainer.train(blueprint, dense).autoencoder().parameters();
      Tensor found = trainer.train(blueprint, sparse).autoencoder().parameters();
      for (int i = 0; i < expected.size(); i++) {
        assertThat(found.get(i))
            .as("parameter %d on %s", i, kernels.name())
            .isCloseTo(expected.get(i), within(2e-4));
      }
    }
  }

  /** A hundred thousand features, of which a sample has six. */
  @Test
  void a_hundred_thousand_features_train_by_what_is_there() {
    int width = 100_000;
    SparseSamples samples = sparse(64, width, 2);
    float[][] kinds = new float[samples.size()][4];
    for (int i = 0; i < kinds.length; i++) {
      int row = i;
      samples.visit(i, (index, value) -> kinds[row][index % 4] = 1);
    }
    Pairs pairs = new Pairs(samples, Dataset.of(kinds));
    Blueprint blueprint =
        Preset.UNDERCOMPLETE
            .blueprint(SampleShape.vector(width), Stages.of(8), 4)
            .withTarget(SampleShape.vector(4));
    TrainingResult result =
        new Trainer(Samples.training().withEpochs(30).withLearningRate(0.01), Samples.KERNELS)
            .train(blueprint, pairs, Optional.empty());
    assertThat(result.history().getLast().mse()).isLessThan(0.02);
    Autoencoder model = result.autoencoder();
    assertThat(model.reconstructionErrors(pairs)).hasSize(samples.size());
  }

  @Test
  void their_range_is_that_of_the_same_samples_in_full() {
    SparseSamples samples = sparse(20, 40, 3);
    float[][] rows = new float[samples.size()][];
    for (int i = 0; i < rows.length; i++) {
      float[] row = new float[samples.features()];
      samples.visit(i, (index, value) -> row[index] = value);
      rows[i] = row;
    }
    assertThat(TrainingRange.of(samples)).isEqualTo(TrainingRange.of(Dataset.of(rows)));
  }

  @Test
  void what_would_fill_them_is_refused() {
    SparseSamples samples = sparse(20, WIDTH, 1);
    Blueprint noisy =
        blueprint(Preset.UNDERCOMPLETE, WIDTH).withCorruption(new Corruption.Gaussian(0.1));
    assertThatThrownBy(() -> new Trainer(Samples.training(), Samples.KERNELS).train(noisy, samples))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gaussian:0.1 corruption would fill sparse samples: use masking");
  }
}
