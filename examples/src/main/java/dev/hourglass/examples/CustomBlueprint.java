package dev.hourglass.examples;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.evaluate.Evaluation;
import dev.hourglass.tasks.evaluate.EvaluationOptions;

/**
 * A model of one's own: a code of 100 units of which exactly ten are active, trained to fill in
 * missing pixels, with a decoder that does not mirror the encoder, dropout and weight decay. What
 * is seldom wise is warned of, and what does not go together is refused with the reason.
 */
public final class CustomBlueprint {
  private CustomBlueprint() {}

  /** Runs it; it writes no file. */
  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Digits digits = Digits.generate(2_000, 1);
    Digits watched = Digits.generate(500, 2);

    Blueprint blueprint =
        Preset.UNDERCOMPLETE
            .blueprint(digits.shape(), Stages.of(256), 100)
            .withEncoder(Stages.of(256).withActivation(Activation.GELU).withDropout(0.1))
            .withBottleneck(new Bottleneck.TopK(10))
            .withDecoder(Stages.of(128, 256))
            .withCorruption(new Corruption.Masking(0.25))
            .withPenalty(new Penalty.WeightDecay(1e-5));
    System.out.println(blueprint.summary());

    Blueprint tooWide = Preset.UNDERCOMPLETE.blueprint(digits.shape(), Stages.of(256), 800);
    tooWide.warnings().forEach(warning -> System.out.println("warning: " + warning));
    try {
      blueprint.withTied(true);
    } catch (IllegalArgumentException e) {
      System.out.println("refused: " + e.getMessage());
    }

    Training training =
        Training.defaults()
            .withEpochs(10)
            .withGradientNorm(5)
            .withEarlyStopping(new Training.EarlyStopping(3, 0.001));
    TrainingListener log =
        new TrainingListener() {
          @Override
          public void epochEnded(EpochRecord epoch) {
            System.out.printf(
                "epoch %2d  loss %.2f  validation mse %.4f  dead units %d%n",
                epoch.epoch(),
                epoch.loss(),
                epoch.validationMse().orElseThrow(),
                epoch.deadUnits());
          }
        };
    TrainingResult result =
        new Trainer(training, kernels).withListener(log).train(blueprint, digits, watched);

    Autoencoder autoencoder = result.autoencoder();
    Evaluation evaluation =
        Evaluation.of(
            autoencoder,
            watched,
            EvaluationOptions.defaults().withCorruption(new Corruption.Masking(0.25)));
    System.out.printf("mse with a quarter of the pixels gone: %.4f%n", evaluation.mse());
    System.out.printf(
        "active units: %d to %d of %d%n",
        evaluation.code().activity().minimum(),
        evaluation.code().activity().maximum(),
        autoencoder.codeSize());
  }
}
