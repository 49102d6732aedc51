package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.pca.PrincipalComponents;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.optimise.LearningRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A linear path begins as PCA, and what comes of it is no worse. */
class LinearPathTest {
  private static final Blueprint BLUEPRINT =
      Samples.blueprint(Preset.UNDERCOMPLETE).withLinearPath(true);

  /** What PCA leaves: the variance along the directions it drops. */
  private static double pcaError(Dataset samples) {
    PrincipalComponents components =
        PrincipalComponents.of(samples, BLUEPRINT.codeSize(), Samples.KERNELS);
    return (components.totalVariance() - Arrays.stream(components.variances()).sum())
        / samples.features();
  }

  private static double error(TrainingResult result, Dataset samples) {
    return Arrays.stream(result.autoencoder().reconstructionErrors(samples))
        .average()
        .orElseThrow();
  }

  /** A rate at which nothing moves. */
  private static Training still() {
    return Samples.training()
        .withEpochs(1)
        .withLearningRate(1e-12)
        .withSchedule(new LearningRate.Constant());
  }

  @Test
  void training_begins_where_pca_ends() {
    Dataset samples = Samples.of(500, 1);
    for (Blueprint blueprint :
        new Blueprint[] {
          BLUEPRINT,
          BLUEPRINT.withEncoder(Stages.parse("conv:3,conv:4:2").withActivation(Activation.ELU)),
          BLUEPRINT.withDecoder(Stages.parse("plane:1x6x4").withActivation(Activation.ELU))
        }) {
      TrainingResult start = new Trainer(still(), Samples.KERNELS).train(blueprint, samples);
      assertThat(error(start, samples)).isCloseTo(pcaError(samples), within(1e-7));
    }
  }

  @Test
  void a_code_starts_with_units_of_variance_one() {
    Dataset samples = Samples.of(500, 1);
    var codes =
        new Trainer(still(), Samples.KERNELS)
            .train(BLUEPRINT, samples)
            .autoencoder()
            .encode(samples);
    for (int unit = 0; unit < codes.columns(); unit++) {
      double sum = 0;
      double squares = 0;
      for (int r = 0; r < codes.rows(); r++) {
        sum += codes.get(r, unit);
        squares += codes.get(r, unit) * codes.get(r, unit);
      }
      assertThat(sum / codes.rows()).isCloseTo(0, within(1e-4));
      assertThat(squares / codes.rows()).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void curved_samples_are_rebuilt_better_than_by_pca() {
    Dataset samples = Samples.of(2_000, 1);
    Dataset others = Samples.of(500, 2);
    TrainingResult result =
        new Trainer(Samples.training().withEpochs(20), Samples.KERNELS).train(BLUEPRINT, samples);
    assertThat(error(result, others)).isLessThan(0.6 * pcaError(others));
  }

  @Test
  void where_no_epoch_serves_validation_samples_better_the_start_is_kept() {
    Dataset noise = noise(40, 3);
    Dataset others = noise(400, 4);
    TrainingResult result =
        new Trainer(Samples.training().withEpochs(30).withLearningRate(0.01), Samples.KERNELS)
            .train(BLUEPRINT, noise, others);
    assertThat(result.bestEpoch()).isZero();
    assertThat(error(result, noise)).isCloseTo(pcaError(noise), within(1e-5));
    assertThat(result.provenance(noise, Optional.empty()).outcome().loss())
        .isCloseTo(noise.features() * pcaError(noise), within(1e-4));
  }

  @Test
  void a_trial_finds_that_noise_has_nothing_but_pca() {
    Dataset noise = noise(60, 3);
    TrainingResult result =
        new Trainer(
                Samples.training().withEpochs(30).withLearningRate(0.01).withTrial(0.3),
                Samples.KERNELS)
            .train(BLUEPRINT, noise);
    assertThat(result.bestEpoch()).isZero();
    assertThat(result.stopReason()).isEqualTo(TrainingResult.StopReason.SERVED_BEST);
    assertThat(error(result, noise)).isCloseTo(pcaError(noise), within(1e-5));
  }

  @Test
  void a_trial_goes_on_to_train_on_all_samples_for_as_many_epochs_as_served_best() {
    Dataset samples = Samples.of(600, 1);
    Trials trials = new Trials();
    Training training = Samples.training().withEpochs(6).withTrial(0.25);
    TrainingResult result =
        new Trainer(training, Samples.KERNELS).withListener(trials).train(BLUEPRINT, samples);
    assertThat(trials.heldAside).isEqualTo(150);
    assertThat(trials.samples).containsExactly(450, 600);
    assertThat(result.bestEpoch()).isEqualTo(trials.best).isPositive();
    assertThat(result.history()).hasSize(trials.best);
    TrainingResult again = new Trainer(training, Samples.KERNELS).train(BLUEPRINT, samples);
    assertThat(again.autoencoder().parameters().row(0))
        .isEqualTo(result.autoencoder().parameters().row(0));
  }

  @Test
  void validation_samples_take_the_place_of_a_trial() {
    Trials trials = new Trials();
    new Trainer(Samples.training().withTrial(0.25), Samples.KERNELS)
        .withListener(trials)
        .train(BLUEPRINT, Samples.of(100, 1), Samples.of(50, 2));
    assertThat(trials.samples).containsExactly(100);
  }

  @Test
  void what_a_linear_path_cannot_stand_beside_is_refused() {
    assertThatThrownBy(() -> BLUEPRINT.withCode(3, Activation.RELU))
        .hasMessageContaining("option 'linear-path'")
        .hasMessageContaining("relu");
    assertThatThrownBy(() -> BLUEPRINT.withLikelihood(BLUEPRINT.likelihood(), Activation.SIGMOID))
        .hasMessageContaining("option 'output-activation' = clip");
  }

  private static Dataset noise(int size, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[size][Samples.FEATURES];
    for (float[] row : rows) {
      for (int f = 0; f < row.length; f++) {
        row[f] = (float) (random.nextGaussian() * (1 + f));
      }
    }
    return Dataset.of(rows);
  }

  /** What is told of trials. */
  private static final class Trials implements TrainingListener {
    private final List<Integer> samples = new ArrayList<>();
    private int heldAside;
    private int best;

    @Override
    public void started(Blueprint blueprint, Training training, int size, int stepsPerEpoch) {
      samples.add(size);
    }

    @Override
    public void trialStarted(int held) {
      heldAside = held;
    }

    @Override
    public void trialEnded(int bestEpoch) {
      best = bestEpoch;
    }
  }
}
