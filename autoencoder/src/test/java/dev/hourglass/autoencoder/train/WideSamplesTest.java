package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.RowBudget;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wide samples train and are scored within the bytes that {@link RowBudget} states. */
class WideSamplesTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  @ParameterizedTest
  @ValueSource(ints = {3_072, 262_144})
  void buffers_stay_within_the_budget(int features) {
    assumeTrue(Files.exists(STATUS), "no /proc here to read resident memory from");
    byte[] bytes = new byte[160 * features];
    new Random(1).nextBytes(bytes);
    Dataset samples = Dataset.ofBytes(bytes, SampleShape.vector(features));
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(samples.shape(), Stages.of(), 2);
    int workers = 2;
    Training training =
        Samples.training()
            .withEpochs(2)
            .withBatchSize(160)
            .withLearningRate(1e-5)
            .withWorkers(workers);
    System.gc();
    long before = resident();
    long[] peak = {before};
    TrainingResult result =
        new Trainer(training, Samples.KERNELS)
            .withListener(
                new TrainingListener() {
                  @Override
                  public void stepped(int epoch, int step, double loss) {
                    peak[0] = Math.max(peak[0], resident());
                  }
                })
            .train(blueprint, samples);
    Networks networks = Networks.of(blueprint);
    long parameters = 4L * networks.layout().size();
    // Parameters, best ones and two moments; a worker's gradient, and that of its chunk.
    long vectors = parameters * (4 + 2L * workers);
    // What a compiler, a library and a garbage collector take beside.
    long other = 200L << 20;
    assertThat(peak[0] - before).isLessThan(workers * RowBudget.TRAINING_BYTES + vectors + other);
    assertThat(result.history().getLast().loss()).isLessThan(result.history().getFirst().loss());

    Autoencoder model = result.autoencoder();
    long scoring = resident();
    double[] errors = model.reconstructionErrors(samples);
    assertThat(errors).hasSize(160);
    assertThat(resident() - scoring)
        .isLessThan(Runtime.getRuntime().availableProcessors() * RowBudget.INFERENCE_BYTES + other);
  }

  @ParameterizedTest
  @ValueSource(ints = {3_072, 262_144, 40_000_000})
  void rows_at_once_follow_from_the_features(int features) {
    Blueprint blueprint =
        Preset.UNDERCOMPLETE.blueprint(SampleShape.vector(features), Stages.of(), 2);
    Networks networks = Networks.of(blueprint);
    for (Precision precision : Precision.values()) {
      long perRow = RowBudget.trainingBytesPerRow(blueprint, networks, precision);
      int rows = RowBudget.trainingRows(blueprint, networks, precision);
      assertThat(rows).isPositive();
      assertThat(rows == 1 || rows * perRow <= RowBudget.TRAINING_BYTES).isTrue();
      assertThat((rows + 1) * perRow).isGreaterThan(RowBudget.TRAINING_BYTES);
    }
  }

  private static long resident() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
