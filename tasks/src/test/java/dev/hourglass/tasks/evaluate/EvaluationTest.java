package dev.hourglass.tasks.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.TinyImages;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Dataset SAMPLES = TinyImages.of(90, 1);
  private static final SampleShape SHAPE = SAMPLES.shape();

  private static Blueprint preset(Preset preset) {
    return preset.blueprint(SHAPE, Stages.of(16), 6);
  }

  @Test
  void figures_come_in_the_order_and_under_the_names_that_scripts_rely_on() {
    Autoencoder model = Autoencoder.create(preset(Preset.VARIATIONAL), 1, TestKernels.BEST);
    Evaluation evaluation =
        Evaluation.of(
            model,
            SAMPLES,
            EvaluationOptions.defaults()
                .withProbeTraining(TinyImages.of(120, 2))
                .withImportanceSamples(3));
    assertThat(evaluation.toMap().keySet())
        .containsExactly(
            "samples",
            "mse",
            "psnr",
            "psnrPeak",
            "activeUnitsMin",
            "activeUnitsMean",
            "activeUnitsMax",
            "meanActivation",
            "inactiveFraction",
            "klPerUnit",
            "kl",
            "collapsed",
            "jacobianNorm",
            "jacobianSamples",
            "negativeElbo",
            "negativeElboStandardError",
            "logLikelihood",
            "linearProbeAccuracy",
            "knnAccuracy");
    assertThat(evaluation.samples()).isEqualTo(90);
    assertThat(evaluation.code().activity().meanActivation()).hasSize(6);
    assertThat(evaluation.accuracy().linearProbe().orElseThrow()).isBetween(0.5, 1.0);
    // More draws tighten the bound from below: log p(x) is at least the ELBO, on average.
    assertThat(evaluation.density().logLikelihood().orElseThrow())
        .isGreaterThan(-evaluation.density().negativeElbo().orElseThrow() - 0.5);
  }

  @Test
  void what_does_not_apply_is_left_out() {
    Autoencoder model = Autoencoder.create(preset(Preset.UNDERCOMPLETE), 1, TestKernels.BEST);
    assertThat(Evaluation.of(model, SAMPLES, EvaluationOptions.defaults()).toMap())
        .doesNotContainKeys("negativeElbo", "logLikelihood", "linearProbeAccuracy", "knnAccuracy");
    Blueprint robust =
        preset(Preset.VARIATIONAL).withLikelihood(new Likelihood.Huber(0.5), Activation.SIGMOID);
    assertThat(
            Evaluation.of(
                    Autoencoder.create(robust, 1, TestKernels.BEST),
                    SAMPLES,
                    EvaluationOptions.defaults())
                .toMap())
        .doesNotContainKey("negativeElbo");
  }

  @Test
  void errors_are_those_the_model_itself_reports() {
    Autoencoder model = Autoencoder.create(preset(Preset.UNDERCOMPLETE), 1, TestKernels.BEST);
    double own = Arrays.stream(model.reconstructionErrors(SAMPLES)).average().orElseThrow();
    Evaluation evaluation = Evaluation.of(model, SAMPLES, EvaluationOptions.defaults());
    assertThat(evaluation.mse()).isCloseTo(own, within(1e-6));
    assertThat(evaluation.fidelity())
        .isInstanceOfSatisfying(
            Fidelity.Decibels.class,
            d -> assertThat(d.psnr()).isCloseTo(10 * Math.log10(1 / own), within(1e-3)));
  }

  @Test
  void a_k_sparse_code_has_exactly_k_active_units_in_every_sample() {
    Autoencoder model =
        Autoencoder.create(
            preset(Preset.UNDERCOMPLETE).withBottleneck(new Bottleneck.TopK(2)),
            1,
            TestKernels.BEST);
    Evaluation evaluation = Evaluation.of(model, SAMPLES, EvaluationOptions.defaults());
    assertThat(evaluation.code().activity().minimum()).isEqualTo(2);
    assertThat(evaluation.code().activity().maximum()).isEqualTo(2);
    assertThat(evaluation.code().activity().inactiveFraction()).isGreaterThanOrEqualTo(4 / 6.0);
  }

  @Test
  void a_corruption_changes_what_is_encoded_but_not_what_it_is_compared_with() {
    Autoencoder model = Autoencoder.create(preset(Preset.UNDERCOMPLETE), 1, TestKernels.BEST);
    Corruption everythingGone = new Corruption.Masking(1);
    Evaluation evaluation =
        Evaluation.of(model, SAMPLES, EvaluationOptions.defaults().withCorruption(everythingGone));
    float[] fromNothing =
        model.reconstruct(Dataset.ofFloats(new float[SHAPE.features()], SHAPE)).row(0);
    double expected = 0;
    for (float[] clean : SAMPLES.rows()) {
      for (int f = 0; f < clean.length; f++) {
        expected += Math.pow(clean[f] - fromNothing[f], 2) / clean.length / SAMPLES.size();
      }
    }
    assertThat(evaluation.mse()).isCloseTo(expected, within(1e-6));
  }

  @Test
  void the_jacobian_may_be_looked_at_in_some_samples_only_and_says_so() {
    Autoencoder model = Autoencoder.create(preset(Preset.UNDERCOMPLETE), 1, TestKernels.BEST);
    Evaluation evaluation =
        Evaluation.of(model, SAMPLES, EvaluationOptions.defaults().withJacobianLimit(30));
    assertThat(evaluation.jacobian().samples()).isEqualTo(30);
    assertThat(evaluation.jacobian().norm()).isPositive();
  }

  @Test
  void samples_of_another_size_are_refused() {
    Autoencoder model = Autoencoder.create(preset(Preset.UNDERCOMPLETE), 1, TestKernels.BEST);
    Dataset table = Dataset.of(new float[][] {{1, 2, 3}});
    assertThatThrownBy(() -> Evaluation.of(model, table, EvaluationOptions.defaults()))
        .hasMessage(
            "the model takes samples of 64 features (8×8), but those of memory have 3 (3"
                + " features)");
  }

  @Test
  void log_likelihood_of_a_deterministic_model_is_refused() {
    Autoencoder model = Autoencoder.create(preset(Preset.UNDERCOMPLETE), 1, TestKernels.BEST);
    EvaluationOptions options = EvaluationOptions.defaults().withImportanceSamples(5);
    assertThatThrownBy(() -> Evaluation.of(model, SAMPLES, options))
        .hasMessageContaining("log p(x) is defined for models with a Gaussian bottleneck");
  }

  @Test
  void probes_want_labels() {
    Dataset unlabelled = Dataset.of(new float[][] {{1}});
    assertThatThrownBy(() -> EvaluationOptions.defaults().withProbeTraining(unlabelled))
        .hasMessage("probes are trained on labelled samples, but memory has no labels");
  }
}
