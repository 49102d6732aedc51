package dev.hourglass.autoencoder.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.ParameterLayout;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class AutoencoderTest {
  private final Dataset samples = Samples.of(1100, 6);

  private static Autoencoder trained(Blueprint blueprint, Dataset samples) {
    return new Trainer(Samples.training().withEpochs(8), Samples.KERNELS)
        .train(blueprint, samples)
        .autoencoder();
  }

  @Test
  void one_sample_alone_has_the_code_it_has_among_others() {
    Autoencoder autoencoder =
        Autoencoder.create(Samples.blueprint(Preset.UNDERCOMPLETE), 1, Samples.KERNELS);
    Tensor codes = autoencoder.encode(samples);
    for (int i : List.of(0, 511, 512, 1099)) {
      float[] alone = autoencoder.encode(samples.row(i));
      for (int j = 0; j < alone.length; j++) {
        assertThat(alone[j]).isCloseTo((float) codes.get(i, j), within(1e-5f));
      }
    }
  }

  @Test
  void reconstruction_is_the_decoded_code() {
    Autoencoder autoencoder =
        Autoencoder.create(Samples.blueprint(Preset.SPARSE), 1, Samples.KERNELS);
    Tensor direct = autoencoder.reconstruct(samples);
    Tensor byCode = autoencoder.decode(autoencoder.encode(samples));
    for (long i = 0; i < direct.size(); i++) {
      assertThat(byCode.get(i)).isCloseTo(direct.get(i), within(1e-5));
    }
    double[] errors = autoencoder.reconstructionErrors(samples);
    double expected = 0;
    for (int f = 0; f < Samples.FEATURES; f++) {
      expected += Math.pow(direct.get(3, f) - samples.row(3)[f], 2) / Samples.FEATURES;
    }
    assertThat(errors[3]).isCloseTo(expected, within(1e-6));
  }

  @Test
  void exactly_kunits_are_active() {
    Blueprint blueprint =
        Samples.blueprint(Preset.UNDERCOMPLETE)
            .withCode(10, Activation.IDENTITY)
            .withBottleneck(new Bottleneck.TopK(3));
    Tensor codes = trained(blueprint, samples).encode(samples);
    for (float[] code : codes.toArray()) {
      int active = 0;
      for (float z : code) {
        active += z != 0 ? 1 : 0;
      }
      assertThat(active).isEqualTo(3);
    }
  }

  @Test
  void corruption_is_measured_against_the_clean_sample() {
    Autoencoder autoencoder = trained(Samples.blueprint(Preset.UNDERCOMPLETE), samples);
    double clean = mean(autoencoder.reconstructionErrors(samples));
    double noisy = mean(autoencoder.reconstructionErrors(samples, new Corruption.Gaussian(0.5), 1));
    assertThat(noisy).isGreaterThan(2 * clean);
    assertThat(mean(autoencoder.reconstructionErrors(samples, new Corruption.Gaussian(0.5), 1)))
        .isEqualTo(noisy);
    assertThat(mean(autoencoder.reconstructionErrors(samples))).isEqualTo(clean);
  }

  @Test
  void stochastic_parts_draw_on_request_and_give_the_mean_otherwise() {
    Autoencoder autoencoder = trained(Samples.blueprint(Preset.STOCHASTIC), samples);
    Tensor mean = autoencoder.encode(samples);
    Tensor drawn = autoencoder.encodeSampled(samples, 1);
    Tensor drawnAgain = autoencoder.encodeSampled(samples, 2);
    assertThat(drawn.row(5)).isNotEqualTo(mean.row(5)).isNotEqualTo(drawnAgain.row(5));
    assertThat(autoencoder.encode(samples).row(5)).isEqualTo(mean.row(5));
    assertThat(autoencoder.decodeSampled(mean, 1).row(5))
        .isNotEqualTo(autoencoder.decodeSampled(mean, 2).row(5));
    Tensor average = Tensor.allocate(1, Samples.FEATURES);
    int draws = 400;
    for (int i = 0; i < draws; i++) {
      float[] one = autoencoder.decodeSampled(mean.slice(5, 1), i).row(0);
      for (int f = 0; f < one.length; f++) {
        average.set(0, f, average.get(0, f) + one[f] / draws);
      }
    }
    float[] expected = autoencoder.decode(mean).row(5);
    for (int f = 0; f < expected.length; f++) {
      assertThat(average.get(0, f)).isCloseTo(expected[f], within(0.1));
    }
  }

  @Test
  void a_model_without_aprior_does_not_generate() {
    assertThatThrownBy(
            () ->
                Autoencoder.create(Samples.blueprint(Preset.SPARSE), 1, Samples.KERNELS)
                    .sample(3, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no prior");
    assertThat(
            Autoencoder.create(Samples.blueprint(Preset.VARIATIONAL), 1, Samples.KERNELS)
                .sample(3, 1)
                .rows())
        .isEqualTo(3);
  }

  /**
   * With a linear decoder and unit prior, x ~ N(b, W Wᵀ + ½ I), whose density is known in closed
   * form: the importance-weighted estimate must come to it from below, and the ELBO stay under it.
   */
  @Test
  void log_likelihood_is_that_of_alinear_model() {
    Blueprint blueprint =
        Preset.VARIATIONAL
            .blueprint(SampleShape.vector(2), Stages.of(), 1)
            .withLikelihood(new Likelihood.Gaussian(), Activation.IDENTITY);
    Dataset points = Dataset.of(new float[][] {{0.3f, -0.2f}, {1.5f, 0.7f}, {-1, 0.4f}});
    // Trained, because an importance-weighted estimate wants an encoder near the posterior.
    Autoencoder autoencoder =
        new Trainer(Samples.training().withEpochs(60), Samples.KERNELS)
            .train(blueprint, correlated())
            .autoencoder();
    double[] estimates = autoencoder.logLikelihood(points, 20_000, 1);
    float[] bias = autoencoder.decode(Tensor.copyOf(new float[][] {{0}})).row(0);
    float[] atOne = autoencoder.decode(Tensor.copyOf(new float[][] {{1}})).row(0);
    double w1 = atOne[0] - bias[0];
    double w2 = atOne[1] - bias[1];
    double a = w1 * w1 + 0.5;
    double b = w1 * w2;
    double d = w2 * w2 + 0.5;
    double determinant = a * d - b * b;
    for (int i = 0; i < points.size(); i++) {
      double x = points.row(i)[0] - bias[0];
      double y = points.row(i)[1] - bias[1];
      double quadratic = (d * x * x - 2 * b * x * y + a * y * y) / determinant;
      double exact = -Math.log(2 * Math.PI) - Math.log(determinant) / 2 - quadratic / 2;
      assertThat(estimates[i]).isCloseTo(exact, within(0.05));
    }
    double[] bounds = autoencoder.evidenceBound(points, 3000, 1).perSample();
    for (int i = 0; i < bounds.length; i++) {
      assertThat(-bounds[i]).isLessThan(estimates[i]);
    }
  }

  @Test
  void standard_error_of_the_bound_is_the_spread_of_its_mean_over_seeds() {
    Autoencoder autoencoder = trained(Samples.blueprint(Preset.VARIATIONAL), samples);
    int seeds = 200;
    double[] means = new double[seeds];
    double told = 0;
    for (int seed = 0; seed < seeds; seed++) {
      EvidenceBound bound = autoencoder.evidenceBound(samples, 8, seed);
      means[seed] = bound.mean();
      told += bound.standardError().orElseThrow() / seeds;
    }
    double centre = mean(means);
    double squares = Arrays.stream(means).map(m -> (m - centre) * (m - centre)).sum();
    assertThat(told).isCloseTo(Math.sqrt(squares / (seeds - 1)), within(0.2 * told));
    assertThat(autoencoder.evidenceBound(samples, 1, 1).standardError()).isEmpty();
  }

  /** Kingma and Welling 2014, appendix B; over all units it is what training adds. */
  @Test
  void divergence_is_that_of_every_unit() {
    Autoencoder autoencoder = trained(Samples.blueprint(Preset.VARIATIONAL), samples);
    double[] perUnit = autoencoder.divergencePerUnit(samples);
    assertThat(perUnit).hasSize(autoencoder.codeSize());
    Tensor means = autoencoder.encode(samples);
    int draws = 400;
    double[][] variances = new double[samples.size()][perUnit.length];
    for (int i = 0; i < draws; i++) {
      Tensor drawn = autoencoder.encodeSampled(samples, i);
      for (int r = 0; r < samples.size(); r++) {
        for (int j = 0; j < perUnit.length; j++) {
          variances[r][j] += Math.pow(drawn.get(r, j) - means.get(r, j), 2) / draws;
        }
      }
    }
    for (int j = 0; j < perUnit.length; j++) {
      double expected = 0;
      for (int r = 0; r < samples.size(); r++) {
        double mu = means.get(r, j);
        double v = variances[r][j];
        expected += (mu * mu + v - 1 - Math.log(v)) / 2 / samples.size();
      }
      assertThat(perUnit[j]).as("unit %d", j).isCloseTo(expected, within(0.01 + 0.01 * expected));
    }
  }

  private static Dataset correlated() {
    Random random = new Random(4);
    float[][] rows = new float[400][];
    for (int i = 0; i < rows.length; i++) {
      double z = random.nextGaussian();
      rows[i] =
          new float[] {
            (float) (z + 0.7 * random.nextGaussian()), (float) (0.5 * z + random.nextGaussian())
          };
    }
    return Dataset.of(rows);
  }

  @Test
  void bfloat16_gives_the_same_codes_within_its_precision() {
    Autoencoder autoencoder = trained(Samples.blueprint(Preset.UNDERCOMPLETE), samples);
    Tensor exact = autoencoder.encode(samples);
    Tensor rounded = autoencoder.withPrecision(Precision.BFLOAT16).encode(samples);
    double squares = 0;
    double differences = 0;
    for (long i = 0; i < exact.size(); i++) {
      squares += exact.get(i) * exact.get(i);
      differences += Math.pow(exact.get(i) - rounded.get(i), 2);
    }
    assertThat(Math.sqrt(differences / squares)).isLessThan(1e-2);
  }

  @Test
  void samples_and_codes_that_do_not_fit_are_refused() {
    Autoencoder autoencoder =
        Autoencoder.create(Samples.blueprint(Preset.SPARSE), 1, Samples.KERNELS);
    assertThatThrownBy(() -> autoencoder.encode(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("have 3 features, but the model takes 12");
    assertThatThrownBy(() -> autoencoder.decode(Tensor.allocate(2, 9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("have 9 numbers, but the model's have 4");
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void a_layers_activations_are_those_that_the_next_one_reads() {
    Blueprint blueprint =
        Samples.blueprint(Preset.UNDERCOMPLETE)
            .withEncoder(Stages.of(7, 6).withActivation(Activation.TANH))
            .withDecoder(Stages.of(5).withActivation(Activation.RELU));
    Autoencoder model = Autoencoder.create(blueprint, 3, Samples.KERNELS);
    Dataset samples = Samples.of(20, 4);
    Tensor second = model.activations(samples, "encoder.2");
    assertThat(second.columns()).isEqualTo(6);
    Tensor codes = model.activations(samples, "code");
    ParameterLayout.Slot weight =
        model.parameterSlots().stream()
            .filter(slot -> slot.name().startsWith("encoder.") && slot.name().endsWith(".weight"))
            .reduce((_, last) -> last)
            .orElseThrow();
    Tensor w = weight.of(model.parameters());
    for (int unit = 0; unit < 4; unit++) {
      double sum = 0;
      for (int k = 0; k < 6; k++) {
        sum += second.get(11, k) * w.get(k, unit);
      }
      assertThat(codes.get(11, unit)).isCloseTo(sum, within(1e-4));
    }
    Tensor widened = model.activations(samples, "decoder.1");
    assertThat(widened.columns()).isEqualTo(5);
    assertThat(widened.get(3, 0)).isNotNegative();
    assertThatThrownBy(() -> model.activations(samples, "encoder.3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("code and encoder.1, encoder.2, decoder.1");
  }

  @Test
  void as_many_threads_share_the_work_as_are_asked_for() {
    Autoencoder model =
        Autoencoder.create(
            Preset.UNDERCOMPLETE.blueprint(SampleShape.vector(5)), 1, Samples.KERNELS);
    float[][] rows = new float[2_000][5];
    for (int i = 0; i < rows.length; i++) {
      rows[i][i % 5] = 1;
    }
    Dataset samples = Dataset.of(rows);
    assertThat(threads(model.withThreads(1), samples)).containsExactly(Thread.currentThread());
    assertThat(threads(model.withThreads(3), samples)).hasSize(3);
    assertThat(model.withThreads(1).encode(samples).toArray())
        .isDeepEqualTo(model.withThreads(3).encode(samples).toArray());
    assertThatThrownBy(() -> model.withThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 or more threads, but was asked to work on 0");
  }

  private static Set<Thread> threads(Autoencoder model, Dataset samples) {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    model.forEachBlock(samples, (_, _, _, _) -> threads.add(Thread.currentThread()));
    return threads;
  }
}
