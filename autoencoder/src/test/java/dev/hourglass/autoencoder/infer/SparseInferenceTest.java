package dev.hourglass.autoencoder.infer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A trained model reads sparse samples as it reads the same samples in full. */
class SparseInferenceTest {
  private static final int WIDTH = 60;

  private static SparseSamples sparse(int size, int width, long seed) {
    Random random = new Random(seed);
    SparseBuilder builder = SparseSamples.builder(width);
    for (int i = 0; i < size; i++) {
      // Some are empty, none as full as it could be.
      int[] indices = random.ints(random.nextInt(9), 0, width).distinct().sorted().toArray();
      float[] values = new float[indices.length];
      for (int e = 0; e < values.length; e++) {
        values[e] = random.nextFloat();
      }
      builder.add(indices, values);
    }
    return builder.build();
  }

  static Stream<Named<Blueprint>> blueprints() {
    SampleShape shape = SampleShape.vector(WIDTH);
    Blueprint plain = Preset.UNDERCOMPLETE.blueprint(shape, Stages.of(16), 4);
    return Stream.of(
        Named.of("undercomplete", plain),
        Named.of("k-sparse", plain.withBottleneck(new Bottleneck.TopK(2))),
        Named.of("variational", Preset.VARIATIONAL.blueprint(shape, Stages.of(16), 4)),
        Named.of("linear path", plain.withLinearPath(true)),
        Named.of("target of its own", plain.withTarget(SampleShape.vector(7))));
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void codes_layers_and_outputs_are_those_of_the_samples_in_full(Blueprint blueprint) {
    for (Kernels kernels : KernelLadder.available()) {
      Autoencoder model = Autoencoder.create(blueprint, 3, kernels);
      // One pass after another from the pool: taller, shorter, with more entries than before.
      for (int size : new int[] {1, 40, 600, 3}) {
        SparseSamples samples = sparse(size, WIDTH, size);
        Dataset full = Dataset.of(samples.rows());
        close(model.encode(samples), model.encode(full));
        close(model.encodeSampled(samples, 8), model.encodeSampled(full, 8));
        close(model.activations(samples, "encoder.1"), model.activations(full, "encoder.1"));
        close(outputs(model, samples), outputs(model, full));
      }
    }
  }

  private static Tensor outputs(Autoencoder model, Dataset samples) {
    Tensor into = Tensor.allocate(samples.size(), model.blueprint().targetFeatures());
    model.outputs(samples, into);
    return into;
  }

  private static void close(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      largest = Math.max(largest, Math.abs(found.get(i) - expected.get(i)));
    }
    assertThat(largest).isLessThan(2e-5);
  }
}
