package dev.hourglass.tasks.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.tasks.TestKernels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Figures that must not depend on how data were scaled, nor on one outlier among them. */
class FiguresOfTablesTest {
  /** Measurements in units of their own that follow one factor; the fourth is a constant. */
  private static Dataset measurements(int size, long seed) {
    return measurements(size, seed, 3);
  }

  private static Dataset measurements(int size, long seed, int columns) {
    Random random = new Random(seed);
    float[][] rows = new float[size][];
    for (int i = 0; i < size; i++) {
      double u = random.nextGaussian();
      rows[i] =
          new float[] {
            (float) (1000 + 200 * u + 40 * random.nextGaussian()),
            (float) (0.5 - 0.1 * u + 0.02 * random.nextGaussian()),
            (float) (20 + 3 * u + 0.6 * random.nextGaussian()),
            7
          };
      rows[i] = Arrays.copyOf(rows[i], columns);
    }
    return Dataset.of(rows);
  }

  private static RawData raw(Dataset data) {
    return new RawData.Array(data, NumberKind.FLOATS, 0);
  }

  private static ModelFile.Model model(Dataset data, Scaling scaling) {
    Preparation preparation =
        Preparation.fit(raw(data), PreparationOptions.defaults().withScaling(scaling));
    Dataset samples = preparation.apply(raw(data));
    Blueprint blueprint = Preset.VARIATIONAL.blueprint(data.shape(), Stages.of(), 1);
    Training training = Training.defaults().withEpochs(100).withBatchSize(50).withWorkers(1);
    return new Trainer(training, TestKernels.BEST)
        .train(blueprint, samples)
        .model(preparation, training, samples);
  }

  private static Evaluation evaluate(ModelFile.Model model, Dataset data) {
    return Evaluation.of(
        model,
        model.preparation().apply(raw(data)),
        EvaluationOptions.defaults().withImportanceSamples(200));
  }

  @Test
  void log_likelihood_is_of_the_data_in_their_own_units() {
    Dataset data = measurements(1500, 1);
    Dataset test = measurements(300, 2);
    ModelFile.Model standardised = model(data, Scaling.STANDARDIZE);
    Evaluation evaluation = evaluate(standardised, test);
    Evaluation prepared =
        Evaluation.of(
            standardised.autoencoder(),
            standardised.preparation().apply(raw(test)),
            EvaluationOptions.defaults().withImportanceSamples(200));
    // Deviations of the three that vary, by their making.
    double logWidths = Math.log(Math.hypot(200, 40) * Math.hypot(0.1, 0.02) * Math.hypot(3, 0.6));
    assertThat(
            prepared.density().logLikelihood().orElseThrow()
                - evaluation.density().logLikelihood().orElseThrow())
        .isCloseTo(logWidths, within(0.1));
    assertThat(
            evaluation.density().negativeElbo().orElseThrow()
                - prepared.density().negativeElbo().orElseThrow())
        .isCloseTo(logWidths, within(0.1));
    // The same model of other numbers: min-max is another straight line.
    assertThat(evaluate(model(data, Scaling.MIN_MAX), test).density().logLikelihood().orElseThrow())
        .isCloseTo(evaluation.density().logLikelihood().orElseThrow(), within(0.6));
  }

  @Test
  void tables_get_the_share_of_variance_of_each_column_and_of_all() {
    Dataset test = measurements(300, 2, 4);
    ModelFile.Model model = model(measurements(1500, 1, 4), Scaling.STANDARDIZE);
    Evaluation evaluation = evaluate(model, test);
    Dataset samples = model.preparation().apply(raw(test));
    float[][] rebuilt = new float[samples.size()][];
    for (int r = 0; r < rebuilt.length; r++) {
      rebuilt[r] = model.autoencoder().reconstruct(samples).row(r);
    }
    assertThat(evaluation.fidelity())
        .isInstanceOfSatisfying(
            Fidelity.Explained.class,
            explained -> {
              assertThat(explained.columns()).hasSize(4);
              double residual = 0;
              double total = 0;
              for (int f = 0; f < 3; f++) {
                double mean = 0;
                for (int r = 0; r < rebuilt.length; r++) {
                  mean += samples.row(r)[f] / rebuilt.length;
                }
                double error = 0;
                double variance = 0;
                for (int r = 0; r < rebuilt.length; r++) {
                  error += Math.pow(samples.row(r)[f] - rebuilt[r][f], 2);
                  variance += Math.pow(samples.row(r)[f] - mean, 2);
                }
                assertThat(explained.columns().get(f).explained().orElseThrow())
                    .isCloseTo(1 - error / variance, within(1e-4))
                    .isGreaterThan(0.9);
                residual += error;
                total += variance;
              }
              assertThat(explained.columns().get(3).explained()).as("a constant").isEmpty();
              assertThat(explained.inAll().orElseThrow())
                  .isCloseTo(1 - residual / total, within(1e-3));
            });
    assertThat(evaluation.toMap()).doesNotContainKey("psnr").containsKeys("r2", "r2PerColumn");
  }

  @Test
  void outlier_among_the_judged_does_not_raise_the_decibels() {
    SampleShape shape = SampleShape.image(1, 2, 2);
    Random random = new Random(3);
    float[] pixels = new float[400];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    Dataset images = Dataset.ofFloats(pixels, shape);
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(shape, Stages.of(), 2);
    Training training = Training.defaults().withEpochs(3).withWorkers(1);
    ModelFile.Model model =
        new Trainer(training, TestKernels.BEST)
            .train(blueprint, images)
            .model(Preparation.none(shape), training, images);
    assertThat(model.section(TrainingRange.SECTION).orElseThrow().peak()).isEqualTo(1);
    float[] wild = pixels.clone();
    wild[17] = 40;
    Evaluation evaluation =
        Evaluation.of(model, Dataset.ofFloats(wild, shape), EvaluationOptions.defaults());
    assertThat(evaluation.fidelity())
        .isInstanceOfSatisfying(
            Fidelity.Decibels.class,
            d -> {
              assertThat(d.peak()).isEqualTo(1);
              assertThat(d.ofTraining()).isTrue();
              assertThat(d.psnr()).isCloseTo(-10 * Math.log10(evaluation.mse()), within(1e-9));
            });
  }
}
