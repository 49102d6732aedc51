package dev.hourglass.tasks.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Dataset SAMPLES = sensors(600);

  /** Eight columns that follow two factors, of variance 0.02 as scaled tables have it. */
  private static Dataset sensors(int size) {
    Random random = new Random(5);
    float[][] rows = new float[size][8];
    for (float[] row : rows) {
      double u = random.nextGaussian();
      double v = random.nextGaussian();
      for (int f = 0; f < row.length; f++) {
        row[f] =
            (float)
                (0.5 + 0.14 * (u * Math.sin(f) + v * Math.cos(f)) + 0.02 * random.nextGaussian());
      }
    }
    return Dataset.of(rows);
  }

  private static Autoencoder trained(Blueprint blueprint, int epochs) {
    return new Trainer(
            Training.defaults().withEpochs(epochs).withBatchSize(32).withWorkers(1),
            TestKernels.BEST)
        .train(blueprint, SAMPLES)
        .autoencoder();
  }

  private static Blueprint blueprint(Preset preset) {
    return preset.blueprint(SampleShape.vector(8), Stages.of(16), 2);
  }

  @Test
  void good_model_needs_no_words() {
    Random random = new Random(6);
    float[][] rows = new float[600][8];
    for (float[] row : rows) {
      double turn = 2.5 * random.nextDouble();
      for (int f = 0; f < row.length; f++) {
        row[f] = (float) (0.5 + 0.3 * Math.sin(turn + f));
      }
    }
    Dataset arcs = Dataset.of(rows);
    Autoencoder model =
        new Trainer(
                Training.defaults().withEpochs(100).withBatchSize(32).withWorkers(1),
                TestKernels.BEST)
            .train(Preset.UNDERCOMPLETE.blueprint(arcs.shape(), Stages.of(16), 1), arcs)
            .autoencoder();
    Judgement judgement = Judgement.of(model, arcs, arcs);
    assertThat(judgement.remarks()).isEmpty();
    assertThat(judgement.mse()).isLessThan(judgement.pcaMse().orElseThrow());
    assertThat(judgement.random()).isEmpty();
  }

  @Test
  void baselines_are_the_variance_and_what_pca_leaves_of_it() {
    Judgement judgement =
        Judgement.of(trained(blueprint(Preset.UNDERCOMPLETE), 2), SAMPLES, SAMPLES);
    assertThat(judgement.meanMse()).isCloseTo(0.0200, within(0.002));
    // Six of eight directions hold the noise alone.
    assertThat(judgement.pcaMse().orElseThrow()).isCloseTo(0.75 * 4e-4, within(4e-5));
  }

  @Test
  void model_that_learnt_nothing_is_told_from_the_mean() {
    Autoencoder untrained =
        Autoencoder.create(blueprint(Preset.UNDERCOMPLETE), 1, TestKernels.BEST);
    Judgement judgement = Judgement.of(untrained, SAMPLES, SAMPLES);
    assertThat(judgement.remarks())
        .singleElement()
        .asString()
        .contains("no better than the mean of the samples", "option 'epochs'");
  }

  @Test
  void pca_that_is_better_is_named() {
    Judgement judgement =
        Judgement.of(trained(blueprint(Preset.UNDERCOMPLETE), 4), SAMPLES, SAMPLES);
    assertThat(judgement.mse()).isLessThan(judgement.meanMse());
    assertThat(judgement.remarks())
        .singleElement()
        .asString()
        .contains("PCA of the same size is better: its mse is 0.000");
  }

  @Test
  void collapsed_code_is_called_so_and_has_no_active_unit() {
    Autoencoder collapsed =
        trained(
            blueprint(Preset.VARIATIONAL)
                .withLikelihood(new Likelihood.Gaussian(), Activation.IDENTITY),
            30);
    Judgement judgement = Judgement.of(collapsed, SAMPLES, SAMPLES);
    assertThat(judgement.random().orElseThrow().isCollapsed()).isTrue();
    assertThat(judgement.remarks())
        .hasSize(2)
        .anySatisfy(remark -> assertThat(remark).contains("has collapsed", "option 'beta'"));
    Evaluation evaluation = Evaluation.of(collapsed, SAMPLES, EvaluationOptions.defaults());
    assertThat(evaluation.code().activity().maximum()).isZero();
    assertThat(evaluation.toMap()).containsEntry("collapsed", true);
    assertThat(evaluation.remarks()).hasSize(2);
  }

  /** A unit may be large and say nothing: it is its variance that counts. */
  @Test
  void unit_of_a_random_code_is_active_by_the_variance_of_its_mean() {
    Tensor means = Tensor.copyOf(new float[][] {{5, 0.2f, 0}, {5.05f, -0.2f, 0.1f}});
    Activity activity = Activity.of(means, Activity.Rule.VARYING);
    assertThat(activity.activeUnits()).containsExactly(1, 1);
    assertThat(activity.inactiveFraction()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(Activity.of(means, Activity.Rule.NOT_NEGLIGIBLE).activeUnits())
        .containsExactly(2, 3);
  }

  @Test
  void default_variational_model_of_a_table_uses_its_code() {
    Autoencoder model = trained(blueprint(Preset.VARIATIONAL), 100);
    Judgement judgement = Judgement.of(model, SAMPLES, SAMPLES);
    assertThat(judgement.random().orElseThrow().activeUnits()).isEqualTo(2);
    assertThat(judgement.mse()).isLessThan(0.05 * judgement.meanMse());
    assertThat(judgement.toMap()).containsKeys("klPerUnit", "meanMse", "pcaMse", "remarks");
  }
}
