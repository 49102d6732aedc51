package dev.hourglass.autoencoder.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedVarianceTest {
  private static final double NOISE = 0.05;

  /** Eight sensors that follow two factors, and noise of known size, of little variance in all. */
  private static Dataset sensors(int size, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[size][8];
    for (float[] row : rows) {
      double u = random.nextGaussian();
      double v = random.nextGaussian();
      for (int f = 0; f < row.length; f++) {
        row[f] =
            (float)
                (0.5 + 0.1 * (u * Math.sin(f) + v * Math.cos(f)) + NOISE * random.nextGaussian());
      }
    }
    return Dataset.of(rows);
  }

  private static TrainingResult train(Dataset samples, Likelihood likelihood) {
    Blueprint blueprint =
        Preset.VARIATIONAL
            .blueprint(SampleShape.vector(8), Stages.of(), 2)
            .withLikelihood(likelihood, Activation.IDENTITY);
    return new Trainer(
            Preset.VARIATIONAL.training().withEpochs(120).withBatchSize(50).withWorkers(2),
            Samples.KERNELS)
        .train(blueprint, samples);
  }

  @Test
  void variational_preset_learns_it_for_tables_and_not_for_images() {
    assertThat(Preset.VARIATIONAL.blueprint(SampleShape.vector(8)).likelihood())
        .isEqualTo(new Likelihood.GaussianSharedVariance());
    assertThat(Preset.VARIATIONAL.blueprint(SampleShape.image(1, 8, 8)).likelihood())
        .isEqualTo(new Likelihood.Bernoulli());
  }

  /**
   * A linear decoder with it is probabilistic PCA (Tipping and Bishop 1999), whose best variance is
   * the mean of what the code leaves over: here the noise's.
   */
  @Test
  void variance_becomes_that_of_the_noise() {
    Dataset samples = sensors(2000, 1);
    Autoencoder autoencoder = train(samples, new Likelihood.GaussianSharedVariance()).autoencoder();
    SharedVariance variance = SharedVariance.of(Networks.of(autoencoder.blueprint())).orElseThrow();
    double deviation = Math.exp(variance.logVariance(autoencoder.parameters()) / 2);
    assertThat(deviation).isCloseTo(NOISE, within(0.05 * NOISE));

    Tensor codes = Tensor.allocate(4000, 2);
    Tensor means = autoencoder.decode(codes);
    Tensor drawn = autoencoder.decodeSampled(codes, 3);
    double squares = 0;
    for (long i = 0; i < drawn.size(); i++) {
      squares += Math.pow(drawn.get(i) - means.get(i), 2) / drawn.size();
    }
    assertThat(Math.sqrt(squares)).isCloseTo(deviation, within(0.03 * deviation));
  }

  /** The closed form of log p(x) of a linear decoder: N(b, W Wᵀ + σ² I). */
  @Test
  void log_likelihood_is_the_closed_form() {
    Autoencoder autoencoder =
        train(sensors(2000, 1), new Likelihood.GaussianSharedVariance()).autoencoder();
    Dataset points = sensors(20, 9);
    double s2 =
        Math.exp(
            SharedVariance.of(Networks.of(autoencoder.blueprint()))
                .orElseThrow()
                .logVariance(autoencoder.parameters()));
    float[] bias = autoencoder.decode(Tensor.copyOf(new float[][] {{0, 0}})).row(0);
    float[] first = autoencoder.decode(Tensor.copyOf(new float[][] {{1, 0}})).row(0);
    float[] second = autoencoder.decode(Tensor.copyOf(new float[][] {{0, 1}})).row(0);
    double aa = s2;
    double ab = 0;
    double bb = s2;
    for (int f = 0; f < 8; f++) {
      aa += Math.pow(first[f] - bias[f], 2);
      ab += (first[f] - bias[f]) * (second[f] - bias[f]);
      bb += Math.pow(second[f] - bias[f], 2);
    }
    double determinant = aa * bb - ab * ab;
    double[] estimates = autoencoder.logLikelihood(points, 5000, 2);
    for (int i = 0; i < points.size(); i++) {
      double xx = 0;
      double xa = 0;
      double xb = 0;
      for (int f = 0; f < 8; f++) {
        double x = points.row(i)[f] - bias[f];
        xx += x * x;
        xa += x * (first[f] - bias[f]);
        xb += x * (second[f] - bias[f]);
      }
      double quadratic = (xx - (bb * xa * xa - 2 * ab * xa * xb + aa * xb * xb) / determinant) / s2;
      double logDeterminant = Math.log(determinant) + 6 * Math.log(s2);
      double exact = -(8 * Math.log(2 * Math.PI) + logDeterminant + quadratic) / 2;
      assertThat(estimates[i]).as("sample %d", i).isCloseTo(exact, within(0.05));
    }
  }

  /** With a fixed variance of one half the code of such samples says nothing. */
  @Test
  void code_does_not_collapse_where_a_fixed_variance_makes_it() {
    Dataset samples = sensors(2000, 1);
    TrainingResult fixed = train(samples, new Likelihood.Gaussian());
    TrainingResult learned = train(samples, new Likelihood.GaussianSharedVariance());
    assertThat(Arrays.stream(fixed.autoencoder().divergencePerUnit(samples)).sum()).isLessThan(0.2);
    assertThat(Arrays.stream(learned.autoencoder().divergencePerUnit(samples)).min().orElseThrow())
        .isGreaterThan(0.5);
    assertThat(mean(learned.autoencoder().reconstructionErrors(samples)))
        .isLessThan(0.35 * mean(fixed.autoencoder().reconstructionErrors(samples)));
  }

  /** The natural gradient's whole step ends where the loss is least: at the batch's own error. */
  @Test
  void whole_step_ends_at_the_squared_error() {
    SharedVariance variance =
        SharedVariance.of(
                Networks.of(Preset.VARIATIONAL.blueprint(SampleShape.vector(8), Stages.of(), 2)))
            .orElseThrow();
    Tensor parameters = Tensor.allocate(1, variance.slot().end());
    parameters.set(variance.slot().offset(), -1);
    double gradient = variance.gradient(parameters, 5, 0.7) / 5;
    assertThat(variance.stepped(-1, gradient, 1)).isCloseTo(Math.log(0.7 / 40), within(1e-9));
    assertThat(Math.exp(variance.stepped(-1, gradient, 0.1)))
        .isCloseTo(0.9 * Math.exp(-1) + 0.1 * 0.7 / 40, within(1e-9));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
