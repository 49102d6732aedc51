package dev.hourglass.autoencoder.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hourglass.autoencoder.blueprint.AnySize;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledReconstructionTest {
  private static final Kernels KERNELS = KernelLadder.climb(KernelChoice.AUTO);

  /** Random weights everywhere, the last layer's too, which otherwise start at zero. */
  private static Autoencoder denoiser(int channels) {
    return random(Preset.DENOISING.blueprint(SampleShape.image(channels, 32, 32)));
  }

  private static Autoencoder random(Blueprint blueprint) {
    int parameters = Networks.of(blueprint).layout().size();
    Tensor random = Tensor.allocate(1, parameters);
    Random draws = new Random(3);
    for (int i = 0; i < parameters; i++) {
      random.set(i, 0.1 * draws.nextGaussian());
    }
    return Autoencoder.of(blueprint, random, KERNELS);
  }

  private static float[] noise(int count) {
    Random draws = new Random(count);
    float[] picture = new float[count];
    for (int i = 0; i < count; i++) {
      picture[i] = draws.nextFloat();
    }
    return picture;
  }

  private static float[] whole(Autoencoder model, float[] picture, SampleShape shape) {
    return model.over(shape).reconstruct(Dataset.ofFloats(picture, shape)).row(0);
  }

  @ParameterizedTest
  @CsvSource({"1, 200, 300", "3, 96, 404", "1, 128, 128", "1, 340, 64"})
  void tiles_leave_no_seam(int channels, int height, int width) {
    Autoencoder model = denoiser(channels);
    SampleShape shape = SampleShape.image(channels, height, width);
    float[] picture = noise(shape.features());
    float[] tiled = new TiledReconstruction(model, 96).reconstruct(picture, shape);
    assertArrayEquals(whole(model, picture, shape), tiled, 1e-5f);
  }

  @Test
  void a_mask_of_fewer_channels_leaves_no_seam_either() {
    Autoencoder model = random(masking(Preset.DENOISING.blueprint(SampleShape.image(3, 32, 32))));
    SampleShape shape = SampleShape.image(3, 130, 64);
    float[] picture = noise(shape.features());
    float[] tiled = new TiledReconstruction(model, 96).reconstruct(picture, shape);
    assertEquals(130 * 64, tiled.length);
    for (int i = 0; i < tiled.length; i++) {
      assertTrue(tiled[i] >= 0 && tiled[i] <= picture[3 * i], "more than was there at " + i);
    }
    float[] alone = new TiledReconstruction(model, 512).reconstruct(picture, shape);
    assertArrayEquals(alone, tiled, 1e-5f);
  }

  private static Blueprint masking(Blueprint skipping) {
    return skipping
        .withSkips(false)
        .withLikelihood(new Likelihood.Gaussian(), Activation.SIGMOID)
        .withTarget(SampleShape.image(1, 32, 32))
        .withSkips(true);
  }

  @Test
  void the_margin_is_what_a_pixel_sees() {
    Autoencoder model = denoiser(1);
    AnySize.Reach reach = AnySize.reach(model.blueprint());
    assertEquals(4, reach.stride());
    SampleShape shape = SampleShape.image(1, 128, 128);
    float[] picture = noise(shape.features());
    float[] before = whole(model, picture, shape);
    picture[64 * 128 + 64] += 0.5f;
    float[] after = whole(model, picture, shape);
    int farthest = 0;
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i]) {
        int distance = Math.max(Math.abs(i / 128 - 64), Math.abs(i % 128 - 64));
        farthest = Math.max(farthest, distance);
      }
    }
    assertTrue(farthest > 4, "only " + farthest);
    assertTrue(farthest <= reach.margin(), farthest + " > " + reach.margin());
  }

  /** Sides that no stride divides are continued, and cut off again. */
  @ParameterizedTest
  @CsvSource({"1, 1", "5, 3", "31, 29", "97, 130"})
  void any_size_will_do(int height, int width) {
    Autoencoder model = denoiser(1);
    SampleShape shape = SampleShape.image(1, height, width);
    float[] picture = noise(shape.features());
    float[] tiled = new TiledReconstruction(model, 64).reconstruct(picture, shape);
    float[] alone = new TiledReconstruction(model, 512).reconstruct(picture, shape);
    assertArrayEquals(alone, tiled, 1e-5f);
  }

  @Test
  void a_model_of_one_size_is_refused() {
    Blueprint plain = Preset.UNDERCOMPLETE.blueprint(SampleShape.image(1, 28, 28));
    Autoencoder model = Autoencoder.create(plain, 1, KERNELS);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new TiledReconstruction(model));
    assertTrue(refused.getMessage().contains("skips"), refused.getMessage());
  }
}
