package dev.hourglass.tasks.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GenerationEvaluationTest {
  /** Two clouds on a line, each with a correlation of its own. */
  private static Tensor clouds(int count) {
    SplittableRandom random = new SplittableRandom(1);
    Tensor codes = Tensor.allocate(count, 2);
    for (int r = 0; r < count; r++) {
      double u = random.nextGaussian();
      double v = random.nextGaussian();
      boolean right = r % 4 == 0;
      codes.set(r, 0, (right ? 10 : -10) + u);
      codes.set(r, 1, right ? u + 0.1 * v : -u + 0.1 * v);
    }
    return codes;
  }

  @Test
  void a_mixture_keeps_the_clouds_apart_and_each_ones_shape() {
    CodeMixture mixture = CodeMixture.fit(clouds(2_000), 2, 1, TestKernels.BEST);
    assertThat(mixture.parts()).isEqualTo(2);
    Tensor drawn = mixture.draw(4_000, 1, 7, TestKernels.BEST);
    int right = 0;
    double product = 0;
    for (int r = 0; r < drawn.rows(); r++) {
      double x = drawn.get(r, 0);
      assertThat(Math.abs(x)).isBetween(4.0, 16.0);
      if (x > 0) {
        right++;
        product += (x - 10) * drawn.get(r, 1);
      }
    }
    assertThat(right / 4_000.0).isCloseTo(0.25, within(0.03));
    assertThat(product / right).isCloseTo(1, within(0.15));
    Tensor calm = mixture.draw(100, 1e-6, 7, TestKernels.BEST);
    for (int r = 0; r < calm.rows(); r++) {
      assertThat(Math.abs(calm.get(r, 0))).isCloseTo(10, within(0.2));
    }
  }

  @Test
  void digits_that_were_asked_for_are_known_and_teach_to_know_real_ones() {
    Digits digits = Digits.generate(3_000, 1);
    Autoencoder autoencoder =
        new Trainer(Training.defaults().withEpochs(8), TestKernels.BEST)
            .train(Preset.UNDERCOMPLETE.blueprint(digits.shape(), List.of(128), 16), digits)
            .autoencoder();
    GenerationEvaluation.Options options = new GenerationEvaluation.Options(1_500, 1, 1);
    GenerationEvaluation.Source source = real -> ClassDensities.fit(autoencoder, real, 2, 1);
    GenerationEvaluation evaluation =
        GenerationEvaluation.of(source, digits, Optional.of(Digits.generate(500, 2)), options);
    assertThat(evaluation.generated()).isBetween(1_490, 1_510);
    assertThat(evaluation.accuracy().real()).isGreaterThan(0.9);
    assertThat(evaluation.accuracy().conditional()).isGreaterThan(0.8);
    assertThat(evaluation.accuracy().trainOnGenerated()).isGreaterThan(0.8);
    int[] shuffled = digits.labels().orElseThrow().values().clone();
    for (int i = 0; i < shuffled.length; i++) {
      shuffled[i] = (int) ((i * 2_654_435_761L >>> 8) % 10);
    }
    Dataset mislabelled =
        digits.withLabels(new Labels(shuffled, digits.labels().orElseThrow().names()));
    assertThat(
            GenerationEvaluation.of(source, mislabelled, Optional.empty(), options)
                .accuracy()
                .conditional())
        .isLessThan(0.4);
    int[] alike = new int[digits.size()];
    Arrays.fill(alike, 0);
    assertThatThrownBy(
            () ->
                GenerationEvaluation.of(
                    source,
                    digits.withLabels(new Labels(alike, List.of("all"))),
                    Optional.empty(),
                    options))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all labels are alike");
  }
}
