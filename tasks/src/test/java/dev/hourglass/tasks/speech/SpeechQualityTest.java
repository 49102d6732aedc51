package dev.hourglass.tasks.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Figures of a short NumPy program after the papers, for signals that both make by formula. */
class SpeechQualityTest {
  private static final int RATE = 10_000;
  private static final int LENGTH = 15_000;

  private static float[] clean() {
    float[] clean = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      double wave =
          Math.sin(2 * Math.PI * 200 * i / RATE)
              + 0.5 * Math.sin(2 * Math.PI * 700 * i / RATE)
              + 0.3 * Math.sin(2 * Math.PI * 1900 * i / RATE);
      double loudness = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * i / RATE);
      clean[i] = (float) (wave * loudness * (i / 2_500 % 3 == 2 ? 0.001 : 1));
    }
    return clean;
  }

  private static float[] judged(float[] clean) {
    float[] judged = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      double noise =
          0.4 * Math.sin((0.37 * i * i) % 6.28)
              + 0.3 * Math.sin(2 * Math.PI * 1234 * i / RATE + Math.sin(i * 0.013));
      judged[i] = (float) (clean[i] + noise);
    }
    return judged;
  }

  @Test
  void si_sdr_is_that_of_the_paper_and_does_not_mind_scale() {
    float[] clean = clean();
    float[] judged = judged(clean);
    assertThat(SpeechQuality.siSdr(clean, judged)).isCloseTo(2.463831767, within(1e-4));
    float[] louder = judged.clone();
    for (int i = 0; i < louder.length; i++) {
      louder[i] *= 3;
    }
    assertThat(SpeechQuality.siSdr(clean, louder)).isCloseTo(2.463831767, within(1e-4));
  }

  @Test
  void stoi_is_that_of_the_paper() {
    float[] clean = clean();
    assertThat(SpeechQuality.stoi(clean, judged(clean), RATE)).isCloseTo(0.548584646, within(1e-4));
    assertThat(SpeechQuality.stoi(clean, clean, RATE)).isCloseTo(1, within(1e-6));
    assertThat(SpeechQuality.stoi(new float[1_000], new float[1_000], RATE)).isNaN();
  }
}
