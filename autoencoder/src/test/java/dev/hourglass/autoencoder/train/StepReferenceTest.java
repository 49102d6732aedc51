package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.ReferenceModels;
import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Four steps of every optimiser on a whole small network, all samples in one batch, against figures
 * that were not made by this program: gradients and steps written out in NumPy, in double
 * precision.
 */
class StepReferenceTest {
  private static final Dataset SAMPLES =
      Dataset.of(
          new float[][] {
            {0.2f, 0.7f, 0.4f}, {0.9f, 0.1f, 0.5f}, {0.3f, 0.3f, 0.8f},
            {0.6f, 0.4f, 0.1f}, {0.0f, 0.9f, 0.6f}, {0.75f, 0.25f, 0.95f}
          });

  private static final Blueprint BLUEPRINT =
      Preset.UNDERCOMPLETE.blueprint(
          SampleShape.vector(3), Stages.of(4).withActivation(Activation.TANH), 2);

  private static Arguments of(
      String optimizer, double rate, double[] losses, double[] firstSample) {
    return Arguments.argumentSet(
        optimizer,
        BLUEPRINT,
        training().withOptimizer(Optimizer.parse(optimizer)).withLearningRate(rate),
        losses,
        firstSample);
  }

  private static Training training() {
    return Training.defaults()
        .withEpochs(4)
        .withBatchSize(6)
        .withWorkers(2)
        .withCentered(false)
        .withSchedule(new LearningRate.Constant());
  }

  static Stream<Arguments> trainings() {
    return Stream.of(
        of(
            "sgd",
            0.1,
            new double[] {0.4652759714, 0.3409841646, 0.2962014519, 0.2739391195},
            new double[] {0.4432910107, 0.4803943345, 0.4422695612}),
        of(
            "momentum:0.9",
            0.02,
            new double[] {0.4652759714, 0.4344777574, 0.3862481491, 0.3368117968},
            new double[] {0.4176868047, 0.4981947915, 0.3451265566}),
        of(
            "nesterov:0.8",
            0.02,
            new double[] {0.4652759714, 0.4119918362, 0.3605567443, 0.3198466393},
            new double[] {0.4197803208, 0.4936660311, 0.35999817}),
        of(
            "rmsprop:0.9",
            0.01,
            new double[] {0.4652759714, 0.363469993, 0.3309775551, 0.3085142187},
            new double[] {0.4319328616, 0.4802461313, 0.339069795}),
        of(
            "adam",
            0.02,
            new double[] {0.4652759714, 0.3846911563, 0.3528493188, 0.3388052595},
            new double[] {0.5092124216, 0.5809522614, 0.3227291579}),
        of(
            "adam:0.8:0.99",
            0.02,
            new double[] {0.4652759714, 0.3846911563, 0.3523194652, 0.3354622969},
            new double[] {0.4939275532, 0.56112146, 0.323158092}),
        of(
            "adamw:0.5",
            0.02,
            new double[] {0.4652759714, 0.3845007838, 0.3527048089, 0.3379254511},
            new double[] {0.5044462581, 0.5754416914, 0.3232211582}),
        Arguments.argumentSet(
            "adam, weight decay",
            BLUEPRINT.withPenalty(new Penalty.WeightDecay(0.2)),
            training().withOptimizer(Optimizer.parse("adam")).withLearningRate(0.02),
            new double[] {0.4652759714, 0.3884399028, 0.3501124612, 0.3308156712},
            new double[] {0.4951920652, 0.5535052318, 0.3274689093}),
        Arguments.argumentSet(
            "sgd, gradients clipped",
            BLUEPRINT,
            training()
                .withOptimizer(Optimizer.parse("sgd"))
                .withLearningRate(0.5)
                .withGradientNorm(0.05),
            new double[] {0.4652759714, 0.4349575582, 0.4074511895, 0.3826278071},
            new double[] {0.3208119158, 0.4351934622, 0.2635807967}),
        Arguments.argumentSet(
            "sgd, half the rate every second epoch",
            BLUEPRINT,
            training()
                .withOptimizer(Optimizer.parse("sgd"))
                .withLearningRate(0.1)
                .withSchedule(LearningRate.parse("step:2:0.5")),
            new double[] {0.4652759714, 0.3409841646, 0.2962014519, 0.2842135023},
            new double[] {0.4274350241, 0.4833693223, 0.4000197914}));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void losses_and_the_model_in_the_end_are_those_of_the_reference(
      Blueprint blueprint, Training training, double[] losses, double[] firstSample) {
    for (boolean exact : new boolean[] {true, false}) {
      Trainer trainer =
          exact
              ? new Trainer(
                  training.withPrecision(PrecisionChoice.FLOAT64), KernelLadder.portable())
              : new Trainer(training.withPrecision(PrecisionChoice.FLOAT32), Samples.KERNELS);
      TrainingResult result =
          trainer
              .withStart(new Start.Model(ReferenceModels.of(blueprint, Samples.KERNELS)))
              .train(blueprint, SAMPLES);
      for (int epoch = 0; epoch < losses.length; epoch++) {
        assertThat(result.history().get(epoch).reconstructionError())
            .as("epoch %d", epoch + 1)
            .isCloseTo(losses[epoch], within(exact ? 1e-8 : 1e-5));
      }
      assertThat(result.bestEpoch()).isEqualTo(4);
      float[] rebuilt = result.autoencoder().reconstruct(SAMPLES).row(0);
      for (int f = 0; f < rebuilt.length; f++) {
        assertThat((double) rebuilt[f])
            .as("feature %d, %s", f, exact)
            .isCloseTo(firstSample[f], within(1e-5));
      }
    }
  }
}
