package dev.hourglass.tasks.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.picture.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseEstimateTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.1, 0.3})
  void the_noise_that_was_drawn_is_found(double sigma) {
    Picture clean = Pictures.discs(128, 128, 3, 5);
    Picture noisy = NoiseMixture.parse("gaussian:" + sigma).apply(clean, 2, 0);
    NoiseEstimate estimate = NoiseEstimate.of(noisy);
    assertThat(estimate.sigma()).isCloseTo(sigma, within(0.08 * sigma));
    assertThat(estimate.energy()).isGreaterThan(0.85 * sigma * sigma);
  }

  @Test
  void a_picture_without_noise_has_none() {
    assertThat(NoiseEstimate.of(Pictures.discs(64, 64, 1, 6)).sigma()).isLessThan(1e-3);
    assertThat(NoiseEstimate.of(Pictures.discs(64, 64, 1, 6).middle(1)).sigma()).isZero();
  }
}
