package dev.hourglass.tasks.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureNoiseTest {
  private static final SampleShape SHAPE = SampleShape.image(1, 200, 300);

  private static float[] damaged(String noise, float level) {
    float[] values = new float[SHAPE.features()];
    Arrays.fill(values, level);
    PictureNoise.parse(noise).apply(values, SHAPE, new SplittableRandom(3));
    return values;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }

  /** Mean and variance as the distributions have them. */
  @ParameterizedTest
  @CsvSource({
    "gaussian:0.1, 0.4, 0.4, 0.01",
    "speckle:0.2, 0.5, 0.5, 0.01",
    "poisson:30, 0.6, 0.6, 0.02",
    "poisson:1000, 0.9, 0.9, 0.0009",
    "salt-pepper:0.2, 0.5, 0.5, 0.05",
    "salt-pepper:0.2, 0.1, 0.18, 0.0756",
    "masking:0.25, 0.4, 0.3, 0.03"
  })
  void noise_has_the_moments_of_its_distribution(
      String noise, float level, double mean, double variance) {
    float[] values = damaged(noise, level);
    double standardError = Math.sqrt(variance / values.length);
    assertThat(mean(values)).isCloseTo(mean, within(5 * standardError));
    assertThat(variance(values)).isCloseTo(variance, within(0.04 * variance));
  }

  @Test
  void a_range_of_strengths_is_drawn_from_evenly() {
    double sum = 0;
    double most = 0;
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 400; i++) {
      float[] values = new float[400];
      PictureNoise.parse("gaussian:0..0.2").apply(values, SampleShape.image(1, 20, 20), random);
      double sigma = Math.sqrt(variance(values));
      sum += sigma / 400;
      most = Math.max(most, sigma);
    }
    assertThat(sum).isCloseTo(0.1, within(0.01));
    assertThat(most).isBetween(0.18, 0.23);
  }

  @Test
  void blur_spreads_a_point_as_a_gaussian_does() {
    SampleShape shape = SampleShape.image(3, 21, 21);
    float[] values = new float[shape.features()];
    values[(10 * 21 + 10) * 3 + 1] = 1;
    PictureNoise.parse("blur:1.5").apply(values, shape, new SplittableRandom(1));
    double middle = values[(10 * 21 + 10) * 3 + 1];
    assertThat(middle).isCloseTo(1 / (2 * Math.PI * 1.5 * 1.5), within(1e-3));
    assertThat(values[(12 * 21 + 9) * 3 + 1])
        .isCloseTo((float) (middle * Math.exp(-5 / 4.5)), within(1e-5f));
    assertThat(values[(12 * 21 + 9) * 3]).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void jpeg_is_the_worse_the_lower_its_quality(int channels) {
    Picture clean = Pictures.discs(48, 64, channels, 4);
    double last = 0;
    for (int quality : new int[] {5, 30, 95}) {
      Picture damaged = NoiseMixture.parse("jpeg:" + quality).apply(clean, 1, 0);
      double psnr = PictureQuality.of(clean, damaged).psnr();
      assertThat(psnr).isGreaterThan(last + 1);
      last = psnr;
    }
    assertThat(last).isGreaterThan(30);
  }

  @Test
  void a_mixture_takes_one_of_its_kinds_and_a_sum_both() {
    NoiseMixture either = NoiseMixture.parse("masking:1,gaussian:0.3");
    Picture clean = Pictures.discs(16, 16, 1, 1);
    int black = 0;
    for (int i = 0; i < 200; i++) {
      black += either.apply(clean, 7, i).values()[0] == 0 ? 1 : 0;
    }
    assertThat(black).isBetween(70, 130);
    Picture both = NoiseMixture.parse("masking:1+gaussian:0.3").apply(clean, 7, 0);
    assertThat(Math.sqrt(variance(both.values()))).isCloseTo(0.3, within(0.05));
    assertThat(mean(both.values())).isCloseTo(0, within(0.08));
    assertThat(either.apply(clean, 7, 5).values()).isEqualTo(either.apply(clean, 7, 5).values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gaussian:0..0.2",
        "gaussian:0.1,poisson:10..100+blur:1",
        "speckle:0.1",
        "jpeg:10..90,salt-pepper:0.2,masking:0.5"
      })
  void text_and_parse_are_inverse(String text) {
    assertThat(NoiseMixture.parse(text).text()).isEqualTo(text);
  }

  @Test
  void a_kind_alone_is_of_usual_strengths() {
    assertThat(NoiseMixture.parse("gaussian,poisson").text())
        .isEqualTo("gaussian:0..0.2,poisson:10..100");
  }

  @ParameterizedTest
  @CsvSource({
    "gausian:0.1, did you mean 'gaussian'",
    "gaussian:-1, a number of 0 or more",
    "gaussian:0.2..0.1, goes upwards",
    "salt-pepper:1.5, at most 1",
    "poisson:0, more than 0 photons",
    "jpeg:0, 1 to 100",
    "blur:x, must be a number"
  })
  void what_is_no_noise_is_refused(String text, String reason) {
    assertThatThrownBy(() -> NoiseMixture.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
