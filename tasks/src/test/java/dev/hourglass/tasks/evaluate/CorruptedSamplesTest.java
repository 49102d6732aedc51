package dev.hourglass.tasks.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.TinyImages;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorruptedSamplesTest {
  private static final Dataset CLEAN = TinyImages.of(50, 1);

  private static final List<Corruption> NOISES =
      List.of(
          new Corruption.Gaussian(0.5),
          new Corruption.SaltAndPepper(0.3),
          new Corruption.Masking(0.5),
          new Corruption.Swap(0.3));

  @Test
  void a_row_gets_the_same_noise_whatever_it_is_gathered_with() {
    for (Corruption corruption : NOISES) {
      Dataset noisy = CorruptedSamples.of(CLEAN, corruption, 9, TestKernels.BEST);
      Tensor all = TensorSamples.copyOf(noisy);
      assertThat(noisy.row(17)).as(corruption.text()).isEqualTo(all.row(17));
      assertThat(noisy.subset(new int[] {3, 17}).row(1)).isEqualTo(all.row(17));
      assertThat(all.row(17)).isNotEqualTo(CLEAN.row(17));
    }
  }

  @Test
  void a_model_that_corrupts_samples_itself_draws_the_same_noise_for_a_seed() {
    Autoencoder model =
        Autoencoder.create(
            Preset.UNDERCOMPLETE.blueprint(CLEAN.shape(), List.of(12), 5), 1, TestKernels.BEST);
    for (Corruption corruption : NOISES) {
      Tensor given = model.reconstruct(CorruptedSamples.of(CLEAN, corruption, 9, model.kernels()));
      Tensor own = model.reconstruct(CLEAN, corruption, 9);
      assertThat(given.toArray()).as(corruption.text()).isDeepEqualTo(own.toArray());
    }
  }

  @Test
  void another_seed_gives_other_noise() {
    Corruption corruption = new Corruption.Gaussian(0.5);
    assertThat(CorruptedSamples.of(CLEAN, corruption, 1, TestKernels.BEST).row(0))
        .isNotEqualTo(CorruptedSamples.of(CLEAN, corruption, 2, TestKernels.BEST).row(0));
  }

  @Test
  void masking_drops_about_its_share_of_features() {
    Dataset ones = Dataset.ofFloats(filled(50 * 64), CLEAN.shape());
    int gone = 0;
    for (float[] row :
        CorruptedSamples.of(ones, new Corruption.Masking(0.25), 4, TestKernels.BEST).rows()) {
      for (float value : row) {
        gone += value == 0 ? 1 : 0;
      }
    }
    assertThat(gone / (50.0 * 64)).isBetween(0.22, 0.28);
  }

  private static float[] filled(int size) {
    float[] values = new float[size];
    Arrays.fill(values, 1);
    return values;
  }
}
