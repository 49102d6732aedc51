package dev.hourglass.tasks.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.tasks.TestKernels;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideRangeTest {
  /** A hundred rows: numbers from 0 to 1 times a factor, and others that stay within 0 and 1. */
  private static RawData rows(double factor) {
    float[][] rows = new float[100][2];
    for (int r = 0; r < rows.length; r++) {
      rows[r][0] = (float) (factor * r / 99);
      rows[r][1] = (float) (r % 7 / 6.0);
    }
    return new RawData.Array(Dataset.of(rows), NumberKind.FLOATS);
  }

  @ParameterizedTest
  @CsvSource({
    "min-max, 1, 1, 0",
    "min-max, 1, 1.9, 0",
    // 10 · r / 99 > 2 from r = 20 on.
    "min-max, 1, 10, 80",
    // Standardised, as far: a range's width beyond 1 is 2 there, too.
    "standardize, 1, 1.9, 0",
    "standardize, 1, 10, 80",
    "none, 1, 1, 0",
    "none, 1, 10, 80",
    // Neither scaled nor within 0 and 1: 500 · r / 99 > 200 from r = 40 on.
    "none, 100, 500, 60",
  })
  void counts_samples_far_outside(String scaling, double trained, double given, int expected) {
    RawData training = rows(trained);
    Preparation preparation =
        Preparation.fit(
            training, PreparationOptions.defaults().withScaling(Scaling.parse(scaling)));
    Dataset samples = preparation.apply(training);
    Training plan = Training.defaults().withEpochs(1);
    ModelFile.Model model =
        new Trainer(plan, TestKernels.BEST)
            .train(Preset.UNDERCOMPLETE.blueprint(samples.shape()), samples)
            .model(preparation, plan, samples);
    Optional<String> remark = OutsideRange.remark(model, preparation.apply(rows(given)));
    if (expected == 0) {
      assertThat(remark).isEmpty();
    } else {
      assertThat(remark.orElseThrow()).contains(expected + " of 100 samples", "feature 0");
    }
  }
}
