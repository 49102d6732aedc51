package dev.hourglass.tasks.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.SampleShape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The two figures of images, where they can be told by hand. */
class ImageQualityTest {
  private static final SampleShape SHAPE = SampleShape.image(1, 12, 13);
  private final ImageQuality quality = new ImageQuality(SHAPE, 255);

  @Test
  void what_comes_back_exactly_has_similarity_1() {
    double[] ramp = new double[SHAPE.features()];
    Arrays.setAll(ramp, i -> i);
    assertThat(quality.ssim(ramp, ramp)).isCloseTo(1, within(1e-12));
    assertThat(quality.psnr(ramp, ramp)).isEqualTo(ImageQuality.BEST_DECIBELS);
  }

  @Test
  void two_even_greys_differ_in_luminance_alone() {
    double[] dark = new double[SHAPE.features()];
    double[] light = new double[SHAPE.features()];
    Arrays.fill(dark, 100);
    Arrays.fill(light, 110);
    double c1 = Math.pow(0.01 * 255, 2);
    double expected = (2 * 100 * 110 + c1) / (100 * 100 + 110 * 110 + c1);
    assertThat(quality.ssim(dark, light)).isCloseTo(expected, within(1e-9));
    assertThat(quality.psnr(dark, light)).isCloseTo(20 * Math.log10(25.5), within(1e-9));
  }
}
