package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.EvidenceBound;
import dev.hourglass.autoencoder.train.TrainingResult.StopReason;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.tensor.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
  private final Dataset samples = Samples.of(203, 1);
  private final Dataset validation = Samples.of(50, 2);

  @ParameterizedTest
  @EnumSource(Preset.class)
  void every_preset_learns(Preset preset) {
    TrainingResult result =
        new Trainer(Samples.training().withEpochs(25), Samples.KERNELS)
            .train(Samples.blueprint(preset), samples);
    double first = result.history().getFirst().loss();
    double last = result.history().getLast().loss();
    assertThat(last).isLessThan(first);
    assertThat(result.history()).hasSize(25);
    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(result.stepTimes().steps()).isEqualTo(25L * 13);
  }

  @ParameterizedTest
  @EnumSource(
      value = PrecisionChoice.class,
      names = {"FLOAT32", "BFLOAT16"})
  void same_seed_data_and_workers_give_the_same_bits(PrecisionChoice precision) {
    Training training = Samples.training().withPrecision(precision);
    Blueprint blueprint =
        Samples.blueprint(Preset.VARIATIONAL).withCorruption(new Corruption.Gaussian(0.1));
    Tensor first = parameters(new Trainer(training, Samples.KERNELS).train(blueprint, samples));
    Tensor again = parameters(new Trainer(training, Samples.KERNELS).train(blueprint, samples));
    assertSameBits(again, first);
    Tensor other =
        parameters(new Trainer(training.withSeed(5), Samples.KERNELS).train(blueprint, samples));
    assertThat(other.row(0)).isNotEqualTo(first.row(0));
  }

  /** All rows are the same, so that a shuffle cannot pass for fresh noise. */
  @Test
  void noise_is_fresh_in_every_epoch() {
    Trainer trainer = new Trainer(standingStill().withEpochs(3), Samples.KERNELS);
    Dataset copies = samples.subset(new int[40]);
    Blueprint blueprint =
        Samples.blueprint(Preset.DENOISING).withCorruption(new Corruption.SaltAndPepper(0.3));
    TrainingResult result = trainer.train(blueprint, copies);
    assertAllDiffer(result.history().stream().map(EpochRecord::loss).toList());
    Trainer oneEpoch = new Trainer(standingStill().withEpochs(1), Samples.KERNELS);
    assertClose(parameters(result), parameters(oneEpoch.train(blueprint, copies)), 1e-20);
  }

  @Test
  void noise_is_fresh_in_every_step() {
    Trainer trainer = new Trainer(standingStill().withEpochs(1), Samples.KERNELS);
    Blueprint blueprint =
        Samples.blueprint(Preset.DENOISING).withCorruption(new Corruption.SaltAndPepper(0.3));
    List<Double> losses = new ArrayList<>();
    for (int steps = 1; steps <= 3; steps++) {
      Dataset copies = samples.subset(new int[16 * steps]);
      losses.add(trainer.train(blueprint, copies).history().getFirst().loss());
    }
    assertAllDiffer(losses);
  }

  private static void assertAllDiffer(List<Double> losses) {
    for (int i = 0; i < losses.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(Math.abs(losses.get(i) / losses.get(j) - 1)).isGreaterThan(1e-3);
      }
    }
  }

  /** Steps too small to change a parameter, so that losses differ by the noise alone. */
  private static Training standingStill() {
    return Samples.training()
        .withOptimizer(new Optimizer.Sgd())
        .withLearningRate(1e-30)
        .withSchedule(new LearningRate.Constant());
  }

  @Test
  void number_of_workers_changes_nothing_but_rounding() {
    Blueprint blueprint =
        Samples.blueprint(Preset.DENOISING)
            .withEncoder(Stages.of(16).withDropout(0.2))
            .withPenalty(new Penalty.L1(0.01));
    Training training = Samples.training().withEpochs(1);
    Tensor one =
        parameters(new Trainer(training.withWorkers(1), Samples.KERNELS).train(blueprint, samples));
    Tensor three =
        parameters(new Trainer(training.withWorkers(3), Samples.KERNELS).train(blueprint, samples));
    assertClose(three, one, 1e-4);
  }

  @Test
  void portable_kernels_give_the_same_model() {
    Blueprint blueprint = Samples.blueprint(Preset.DENOISING);
    Training training = Samples.training().withEpochs(1);
    Kernels best = Samples.KERNELS;
    Tensor fast = parameters(new Trainer(training, best).train(blueprint, samples));
    Tensor portable =
        parameters(new Trainer(training, KernelLadder.portable()).train(blueprint, samples));
    assertClose(portable, fast, 1e-4);
  }

  @ParameterizedTest
  @EnumSource(
      value = PrecisionChoice.class,
      names = {"FLOAT32", "BFLOAT16"})
  void resuming_gives_the_same_bits_as_never_having_stopped(
      PrecisionChoice precision, @TempDir Path folder) {
    Path checkpoint = folder.resolve("run.checkpoint");
    Blueprint blueprint = Samples.blueprint(Preset.DENOISING);
    Training training =
        Samples.training().withEpochs(6).withCheckpoint(checkpoint).withPrecision(precision);
    TrainingResult whole =
        new Trainer(training, Samples.KERNELS).train(blueprint, samples, validation);

    StopAfter stopAfterThree = new StopAfter(3, 5);
    TrainingResult part =
        new Trainer(training, Samples.KERNELS)
            .withListener(stopAfterThree)
            .train(blueprint, samples, validation);
    assertThat(part.stopReason()).isEqualTo(StopReason.INTERRUPTED);
    assertThat(part.history()).hasSize(3);
    TrainingResult resumed =
        new Trainer(training, Samples.KERNELS).resume(checkpoint, samples, Optional.of(validation));

    assertSameBits(parameters(resumed), parameters(whole));
    assertThat(resumed.history()).hasSize(6);
    assertThat(resumed.history().get(5).loss()).isEqualTo(whole.history().get(5).loss());
    assertThat(resumed.bestEpoch()).isEqualTo(whole.bestEpoch());
  }

  @Test
  void early_stopping_restores_the_best_parameters() {
    Training training =
        Samples.training()
            .withEpochs(400)
            .withSchedule(new LearningRate.Constant())
            .withLearningRate(0.02)
            .withEarlyStopping(new Training.EarlyStopping(3, 0));
    TrainingResult result =
        new Trainer(training, Samples.KERNELS)
            .train(Samples.blueprint(Preset.UNDERCOMPLETE), samples, validation);
    assertThat(result.stopReason()).isEqualTo(StopReason.NO_IMPROVEMENT);
    assertThat(result.history()).hasSize(result.bestEpoch() + 3);
    double best = result.history().get(result.bestEpoch() - 1).validationMse().orElseThrow();
    double restored = mean(result.autoencoder().reconstructionErrors(validation));
    assertThat(restored).isCloseTo(best, within(1e-6));
  }

  @Test
  void divergence_is_refused_with_epoch_step_and_advice() {
    Training training =
        Samples.training()
            .withOptimizer(new Optimizer.Sgd())
            .withSchedule(new LearningRate.Constant())
            .withLearningRate(1e6);
    DivergedException diverged =
        catchThrowableOfType(
            DivergedException.class,
            () ->
                new Trainer(training, Samples.KERNELS)
                    .train(
                        Samples.blueprint(Preset.UNDERCOMPLETE)
                            .withEncoder(Stages.of(16))
                            .withDecoder(Stages.of(16)),
                        samples));
    assertThat(diverged)
        .hasMessageContaining("training diverged")
        .hasMessageContaining("epoch 1, step")
        .hasMessageContaining("Lower the learning rate (it was 1000000.0")
        .hasMessageContaining("Kept: the parameters of the start");
    for (float parameter : parameters(diverged.lastGood()).row(0)) {
      assertThat(parameter).isFinite();
    }
  }

  @Test
  void an_explosion_short_of_infinity_is_divergence() {
    Training training = Samples.training().withEpochs(60).withSchedule(new LearningRate.Constant());
    DivergedException diverged =
        catchThrowableOfType(
            DivergedException.class,
            () ->
                new Trainer(training.withLearningRate(10), Samples.KERNELS)
                    .train(
                        Samples.blueprint(Preset.UNDERCOMPLETE)
                            .withEncoder(Stages.of(16))
                            .withDecoder(Stages.of(16)),
                        samples));
    assertThat(diverged).hasMessageContaining("(over 100 times its beginning)");
    assertThat(diverged.lastGood().stopReason()).isEqualTo(StopReason.DIVERGED);
    List<EpochRecord> history = diverged.lastGood().history();
    assertThat(history).hasSizeLessThan(60).allMatch(epoch -> Double.isFinite(epoch.loss()));
  }

  @Test
  void time_limit_stops_training() {
    TrainingResult result =
        new Trainer(
                Samples.training().withEpochs(1_000_000).withTimeLimit(Duration.ofMillis(200)),
                Samples.KERNELS)
            .train(Samples.blueprint(Preset.UNDERCOMPLETE), samples);
    assertThat(result.stopReason()).isEqualTo(StopReason.TIME_LIMIT);
    assertThat(result.duration()).isLessThan(Duration.ofSeconds(5));
    assertThat(result.bestEpoch()).isPositive();
  }

  @Test
  void an_interrupted_thread_ends_training_as_a_listener_does(@TempDir Path folder) {
    Path checkpoint = folder.resolve("c");
    TrainingListener interruptsInTheThird =
        new TrainingListener() {
          @Override
          public void stepped(int epoch, int step, double loss) {
            if (epoch == 3) {
              Thread.currentThread().interrupt();
            }
          }
        };
    TrainingResult result;
    try {
      result =
          new Trainer(Samples.training().withEpochs(9).withCheckpoint(checkpoint), Samples.KERNELS)
              .withListener(interruptsInTheThird)
              .train(Samples.blueprint(Preset.UNDERCOMPLETE), samples);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(result.stopReason()).isEqualTo(StopReason.INTERRUPTED);
    assertThat(result.history()).hasSize(3);
    assertThat(checkpoint).isRegularFile();
  }

  @Test
  void interruption_within_the_first_epoch_keeps_what_was_learned() {
    StopAfter atOnce = new StopAfter(1, 4);
    TrainingResult result =
        new Trainer(Samples.training(), Samples.KERNELS)
            .withListener(atOnce)
            .train(Samples.blueprint(Preset.UNDERCOMPLETE), samples);
    assertThat(result.stopReason()).isEqualTo(StopReason.INTERRUPTED);
    assertThat(result.bestEpoch()).isEqualTo(1);
    assertThat(atOnce.steps).hasSize(4);
  }

  @Test
  void clipping_bounds_the_step() {
    double norm = 0.01;
    Training training =
        Samples.training()
            .withEpochs(1)
            .withBatchSize(200)
            .withOptimizer(new Optimizer.Sgd())
            .withSchedule(new LearningRate.Constant())
            .withLearningRate(1)
            .withGradientNorm(norm);
    Blueprint blueprint = Samples.blueprint(Preset.UNDERCOMPLETE);
    Tensor before = Autoencoder.create(blueprint, training.seed(), Samples.KERNELS).parameters();
    Tensor after =
        parameters(new Trainer(training, Samples.KERNELS).train(blueprint, samplesAroundZero(100)));
    double squares = 0;
    for (long i = 0; i < before.size(); i++) {
      squares += Math.pow(after.get(i) - before.get(i), 2);
    }
    assertThat(Math.sqrt(squares)).isCloseTo(norm, within(1e-6));
  }

  /** With a mean of zero a trained model has the very parameters that were trained. */
  private static Dataset samplesAroundZero(int pairs) {
    float[][] rows = Samples.of(2 * pairs, 1).rows();
    for (int i = 0; i < pairs; i++) {
      for (int f = 0; f < rows[i].length; f++) {
        rows[pairs + i][f] = -rows[i][f];
      }
    }
    return Dataset.of(rows);
  }

  @Test
  void what_is_added_to_every_sample_changes_nothing_that_is_learned() {
    Blueprint blueprint = Samples.blueprint(Preset.CONTRACTIVE);
    float[][] far = samples.rows();
    for (float[] row : far) {
      for (int f = 0; f < row.length; f++) {
        row[f] += 3 + f;
      }
    }
    for (PrecisionChoice precision : List.of(PrecisionChoice.FLOAT32, PrecisionChoice.FLOAT64)) {
      Kernels kernels =
          precision == PrecisionChoice.FLOAT64 ? KernelLadder.portable() : Samples.KERNELS;
      Training training = Samples.training().withPrecision(precision);
      Autoencoder here = new Trainer(training, kernels).train(blueprint, samples).autoencoder();
      Autoencoder there =
          new Trainer(training, kernels).train(blueprint, Dataset.of(far)).autoencoder();
      assertClose(there.encode(Dataset.of(far)), here.encode(samples), 2e-3);
      assertThat(mean(there.reconstructionErrors(Dataset.of(far))))
          .isCloseTo(mean(here.reconstructionErrors(samples)), withinPercentage(1));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PrecisionChoice.class,
      names = {"FLOAT32", "BFLOAT16"})
  void the_epochs_report_what_the_trained_model_does(PrecisionChoice precision) {
    Training training = Samples.training().withEpochs(20).withPrecision(precision);
    TrainingResult result =
        new Trainer(training, Samples.KERNELS)
            .train(Samples.blueprint(Preset.UNDERCOMPLETE), samples, validation);
    double reported = result.history().get(result.bestEpoch() - 1).validationMse().orElseThrow();
    assertThat(mean(result.autoencoder().reconstructionErrors(validation)))
        .isCloseTo(reported, withinPercentage(precision == PrecisionChoice.FLOAT32 ? 0.1 : 3));
  }

  /** A code whose spread is large: what its mean makes of samples is no objective. */
  @Test
  void validation_loss_of_a_random_code_is_the_objective() {
    Blueprint blueprint = Samples.blueprint(Preset.VARIATIONAL);
    TrainingResult result =
        new Trainer(Samples.training().withEpochs(3), Samples.KERNELS)
            .train(blueprint, samples, validation);
    double told = result.history().get(result.bestEpoch() - 1).validationLoss().orElseThrow();
    EvidenceBound bound = result.autoencoder().evidenceBound(validation, 500, 1);
    double spreadOfOne = Math.sqrt(500) * bound.standardError().orElseThrow();
    assertThat(told).isCloseTo(bound.mean(), within(4 * spreadOfOne));
    double again =
        new Trainer(Samples.training().withEpochs(3), Samples.KERNELS)
            .train(blueprint, samples, validation)
            .history()
            .get(result.bestEpoch() - 1)
            .validationLoss()
            .orElseThrow();
    assertThat(again).as("the draws are fixed").isEqualTo(told);
  }

  @Test
  void validation_samples_are_corrupted_as_training_samples_are() {
    Dataset samples = Samples.of(200, 1);
    Blueprint blueprint =
        Samples.blueprint(Preset.UNDERCOMPLETE).withCorruption(new Corruption.Masking(1));
    EpochRecord last =
        new Trainer(Samples.training().withEpochs(3), Samples.KERNELS)
            .train(blueprint, samples, samples)
            .history()
            .getLast();
    double clean =
        new Trainer(Samples.training().withEpochs(3), Samples.KERNELS)
            .train(Samples.blueprint(Preset.UNDERCOMPLETE), samples, samples)
            .history()
            .getLast()
            .validationMse()
            .getAsDouble();
    // Nothing of a sample is seen, so nothing but the mean can be learned of it.
    assertThat(last.validationMse().getAsDouble()).isCloseTo(last.mse(), within(0.1 * last.mse()));
    assertThat(last.validationMse().getAsDouble()).isGreaterThan(clean);
  }

  @Test
  void dead_units_are_counted() {
    Blueprint blueprint = Samples.blueprint(Preset.SPARSE).withPenalty(new Penalty.L1(1000));
    TrainingResult result =
        new Trainer(Samples.training().withEpochs(40).withLearningRate(0.05), Samples.KERNELS)
            .train(blueprint, samples);
    assertThat(result.history().getLast().deadUnits()).isEqualTo(4);
  }

  /** A variance of ½ beside features that vary by 0.08: a code costs more than it saves. */
  @Test
  void free_bits_keep_units_from_collapsing_and_collapsed_ones_are_counted() {
    Blueprint dear =
        Samples.blueprint(Preset.VARIATIONAL)
            .withLikelihood(new Likelihood.Gaussian(), Activation.IDENTITY);
    Training training = Samples.training().withEpochs(30).withLearningRate(0.01);
    for (double freeBits : new double[] {0, 0.3}) {
      TrainingResult result =
          new Trainer(training, Samples.KERNELS)
              .train(dear.withPenalty(new Penalty.KlToPrior(1, 0, freeBits)), samples, validation);
      EpochRecord last = result.history().getLast();
      assertThat(last.deadUnits()).isEqualTo(freeBits == 0 ? 4 : 0);
      double[] told = result.autoencoder().divergencePerUnit(validation);
      assertThat(Arrays.stream(told).average().orElseThrow())
          .isCloseTo(freeBits, within(freeBits == 0 ? 0.01 : 0.1));
      double penalty = Arrays.stream(told).map(each -> Math.max(each, freeBits)).sum();
      assertThat(last.penalty()).isCloseTo(penalty, within(0.1));
    }
  }

  @Test
  void samples_of_another_shape_are_refused() {
    Dataset wide = Dataset.of(new float[3][13]);
    assertThatThrownBy(
            () ->
                new Trainer(Samples.training(), Samples.KERNELS)
                    .train(Samples.blueprint(Preset.SPARSE), wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("have 13 features")
        .hasMessageContaining("takes 12");
  }

  private static final class StopAfter implements TrainingListener {
    private final int epoch;
    private final int step;
    final List<Integer> steps = new ArrayList<>();
    private boolean stop;

    StopAfter(int epoch, int step) {
      this.epoch = epoch;
      this.step = step;
    }

    @Override
    public void stepped(int epoch, int step, double loss) {
      steps.add(step);
      stop = epoch == this.epoch && step == this.step;
    }

    @Override
    public boolean shouldStop() {
      return stop;
    }
  }

  private static Tensor parameters(TrainingResult result) {
    return result.autoencoder().parameters();
  }

  private static void assertSameBits(Tensor found, Tensor expected) {
    assertThat(found.row(0)).isEqualTo(expected.row(0));
  }

  private static void assertClose(Tensor found, Tensor expected, double tolerance) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).as("parameter %d", i).isCloseTo(expected.get(i), within(tolerance));
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
