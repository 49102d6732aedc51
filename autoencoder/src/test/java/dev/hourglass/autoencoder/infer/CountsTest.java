package dev.hourglass.autoencoder.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the multinomial likelihood says is of the counts, not of their shares. */
class CountsTest {
  private static final int WORDS = 6;

  private static Dataset counts(int size, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[size][WORDS];
    for (float[] row : rows) {
      int topic = random.nextInt(2);
      for (int word = 0; word < 18; word++) {
        row[(3 * topic + random.nextInt(4)) % WORDS]++;
      }
    }
    return Dataset.of(rows);
  }

  private static Blueprint blueprint(Preset preset) {
    return preset
        .blueprint(SampleShape.vector(WORDS), Stages.of(), 2)
        .withLikelihood(new Likelihood.Multinomial(), Activation.IDENTITY);
  }

  private static TrainingResult train(Preset preset, Dataset samples) {
    return new Trainer(Samples.training().withEpochs(40), Samples.KERNELS)
        .train(blueprint(preset), samples, samples);
  }

  @Test
  void reconstructions_sum_to_what_the_samples_do_and_the_error_is_theirs() {
    Dataset samples = counts(300, 1);
    TrainingResult result = train(Preset.UNDERCOMPLETE, samples);
    Tensor rebuilt = result.autoencoder().reconstruct(samples);
    double[] errors = result.autoencoder().reconstructionErrors(samples);
    for (int r = 0; r < samples.size(); r++) {
      double total = 0;
      double squares = 0;
      for (int c = 0; c < WORDS; c++) {
        total += rebuilt.get(r, c);
        squares += Math.pow(rebuilt.get(r, c) - samples.row(r)[c], 2);
      }
      assertThat(total).isCloseTo(18, within(1e-4));
      assertThat(errors[r]).isCloseTo(squares / WORDS, within(1e-4));
    }
    EpochRecord best = result.history().get(result.bestEpoch() - 1);
    double mean = Arrays.stream(errors).average().orElseThrow();
    assertThat(best.validationMse().orElseThrow()).isCloseTo(mean, within(1e-3 * mean));
    EpochRecord last = result.history().getLast();
    assertThat(last.mse()).isCloseTo(last.validationMse().getAsDouble(), within(0.2 * mean));
  }

  /** A decoder that says nothing of the code: log p(x) is the multinomial's own, n!/Πx! Π pˣ. */
  @Test
  void log_likelihood_has_the_coefficient() {
    Blueprint blueprint = blueprint(Preset.VARIATIONAL);
    Autoencoder zero =
        Autoencoder.copyOf(
            blueprint,
            Tensor.allocate(
                1, (int) Autoencoder.create(blueprint, 1, Samples.KERNELS).parameters().size()),
            Samples.KERNELS);
    Dataset samples =
        Dataset.of(new float[][] {{2, 1, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 1}, {30, 0, 0, 0, 0, 20}});
    double logChoose = 0;
    for (int i = 1; i <= 20; i++) {
      logChoose += Math.log((30.0 + i) / i);
    }
    double[] expected = {
      Math.log(3) - 3 * Math.log(WORDS), -Math.log(WORDS), logChoose - 50 * Math.log(WORDS)
    };
    double[] found = zero.logLikelihood(samples, 3, 1);
    double[] bounds = zero.evidenceBound(samples, 2, 1).perSample();
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-4));
      assertThat(bounds[i]).isCloseTo(-expected[i], within(1e-4));
    }
  }
}
