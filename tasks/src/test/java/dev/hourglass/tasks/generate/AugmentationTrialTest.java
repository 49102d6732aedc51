package dev.hourglass.tasks.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTrialTest {
  private static final SampleShape SHAPE = SampleShape.image(1, 8, 8);
  private static final Blueprint NETWORK = Preset.VARIATIONAL.blueprint(SHAPE, List.of(16), 3);

  /** Bars across and upright, under noise. */
  private static Dataset bars(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * 64];
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      classes[i] = i % 2;
      int line = 3 + random.nextInt(2);
      for (int p = 0; p < 64; p++) {
        boolean on = (classes[i] == 0 ? p / 8 : p % 8) == line;
        values[i * 64 + p] =
            (float) Math.clamp((on ? 0.7 : 0.3) + 0.35 * random.nextGaussian(), 0, 1);
      }
    }
    return Dataset.ofFloats(values, SHAPE)
        .withLabels(new Labels(classes, List.of("across", "upright")));
  }

  @Test
  void all_four_are_trained_and_told() {
    List<Integer> done = new ArrayList<>();
    AugmentationTrial trial =
        AugmentationTrial.of(
            NETWORK,
            bars(300, 1),
            bars(1_000, 2),
            new AugmentationTrial.Options(60, 120, 200, 1, 1),
            TestKernels.BEST,
            done::add);
    assertThat(done).containsExactly(1, 2, 3, 4, 5);
    AugmentationTrial.Accuracies found = trial.accuracies().getFirst();
    assertThat(found.alone()).isGreaterThan(0.7);
    assertThat(found.generated()).isGreaterThan(0.7).isNotEqualTo(found.alone());
    assertThat(found.plain()).isGreaterThan(0.7).isNotEqualTo(found.alone());
    assertThat(found.both()).isGreaterThan(0.7).isNotEqualTo(found.plain());
    assertThat(trial.toMap())
        .containsEntry("trialReal", 60)
        .containsEntry("aloneAccuracy", found.alone())
        .containsEntry("withGeneratedAccuracy", found.generated())
        .containsEntry("shiftedAndRotatedAccuracy", found.plain())
        .containsEntry("withBothAccuracy", found.both())
        .doesNotContainKey("aloneAccuracyError");
  }

  @Test
  void copies_are_changed_each_in_its_own_way_and_keep_their_class() {
    Dataset few = bars(10, 1);
    Dataset changed = AugmentationTrial.changed(few, 3);
    assertThat(changed.size()).isEqualTo(200);
    Set<List<Float>> different = new HashSet<>();
    for (int i = 0; i < changed.size(); i++) {
      assertThat(changed.labels().orElseThrow().values()[i])
          .isEqualTo(few.labels().orElseThrow().values()[i % 10]);
      different.add(row(changed, i));
    }
    assertThat(different).hasSizeGreaterThan(195);
    assertThat(row(AugmentationTrial.changed(few, 3), 57)).isEqualTo(row(changed, 57));
    assertThat(row(AugmentationTrial.changed(few, 4), 57)).isNotEqualTo(row(changed, 57));
  }

  private static List<Float> row(Dataset samples, int row) {
    Tensor one = Tensor.allocate(1, samples.features());
    samples.gather(new int[] {row}, 0, 1, one.segment());
    List<Float> values = new ArrayList<>();
    for (float value : one.row(0)) {
      values.add(value);
    }
    return values;
  }

  @Test
  void several_seeds_have_a_standard_error() {
    AugmentationTrial trial =
        new AugmentationTrial(
            10,
            20,
            List.of(
                new AugmentationTrial.Accuracies(0.5, 0.6, 0.7, 0.8),
                new AugmentationTrial.Accuracies(0.7, 0.6, 0.7, 0.8)));
    assertThat((Double) trial.toMap().get("aloneAccuracy")).isCloseTo(0.6, within(1e-12));
    assertThat((Double) trial.toMap().get("aloneAccuracyError")).isCloseTo(0.1, within(1e-12));
    assertThat((Double) trial.toMap().get("withBothAccuracyError")).isCloseTo(0, within(1e-12));
  }

  @Test
  void more_than_there_are_is_refused() {
    Dataset few = bars(30, 1);
    assertThatThrownBy(
            () ->
                AugmentationTrial.of(
                    NETWORK,
                    few,
                    few,
                    new AugmentationTrial.Options(30, 80, 200, 1, 1),
                    TestKernels.BEST,
                    _ -> {}))
        .hasMessageContaining("has 30 samples, of which the trial takes 30");
  }
}
