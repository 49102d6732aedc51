package dev.hourglass.tasks.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import org.junit.jupiter.api.Test;

class DisturbanceTest {
  private static final int SIDE = 15;
  private static final int MIDDLE = SIDE / 2;

  private static Dataset withPixel(int x, int y) {
    float[] image = new float[SIDE * SIDE];
    image[y * SIDE + x] = 1;
    return Dataset.ofFloats(image, SampleShape.image(1, SIDE, SIDE));
  }

  private static double[] centreOfMass(float[] image) {
    double mass = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < image.length; i++) {
      mass += image[i];
      x += image[i] * (i % SIDE);
      y += image[i] * (i / SIDE);
    }
    return new double[] {x / mass, y / mass, mass};
  }

  @Test
  void rotation_leaves_the_centre_and_carries_the_rest_around_it() {
    double[] still = centreOfMass(Disturbance.ROTATED.applyTo(withPixel(MIDDLE, MIDDLE), 1).row(0));
    assertThat(still[0]).isCloseTo(MIDDLE, within(1e-6));
    assertThat(still[1]).isCloseTo(MIDDLE, within(1e-6));

    double[] moved =
        centreOfMass(Disturbance.ROTATED.applyTo(withPixel(MIDDLE + 5, MIDDLE), 1).row(0));
    double angle = Math.atan2(moved[1] - MIDDLE, moved[0] - MIDDLE);
    assertThat(Math.toDegrees(angle)).isCloseTo(10, within(1.5));
    assertThat(Math.hypot(moved[0] - MIDDLE, moved[1] - MIDDLE)).isCloseTo(5, within(0.15));
  }

  @Test
  void shift_moves_one_pixel_to_the_right_and_repeats_the_edge() {
    assertThat(Disturbance.SHIFTED.applyTo(withPixel(3, 4), 1).row(0))
        .isEqualTo(withPixel(4, 4).row(0));
    float[] edge = Disturbance.SHIFTED.applyTo(withPixel(0, 2), 1).row(0);
    assertThat(edge[2 * SIDE]).isEqualTo(1);
    assertThat(edge[2 * SIDE + 1]).isEqualTo(1);
  }

  @Test
  void blur_spreads_with_a_variance_of_one_pixel_and_loses_nothing() {
    float[] blurred = Disturbance.BLURRED.applyTo(withPixel(MIDDLE, MIDDLE), 1).row(0);
    double[] centre = centreOfMass(blurred);
    assertThat(centre[2]).isCloseTo(1, within(1e-6));
    double variance = 0;
    for (int i = 0; i < blurred.length; i++) {
      variance += blurred[i] * Math.pow(i % SIDE - MIDDLE, 2);
    }
    assertThat(variance).isCloseTo(1, within(0.03));
  }

  @Test
  void noise_has_its_deviation_and_is_the_same_each_time() {
    Dataset grey = Dataset.ofFloats(new float[20 * SIDE * SIDE], SampleShape.image(1, SIDE, SIDE));
    Dataset noisy = Disturbance.NOISY.applyTo(grey, 7);
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (float[] row : noisy.rows()) {
      for (float value : row) {
        sum += value;
        squares += (double) value * value;
        count++;
      }
    }
    assertThat(sum / count).isCloseTo(0, within(0.006));
    assertThat(Math.sqrt(squares / count)).isCloseTo(0.1, within(0.005));
    assertThat(noisy.row(5)).isEqualTo(noisy.subset(new int[] {9, 5}).row(1));
    assertThat(noisy.row(5)).isNotEqualTo(noisy.row(6));
  }

  /** scipy.ndimage, nearest at the edges: rotate(−10, order 1), gaussian_filter(1, truncate 3). */
  @Test
  void rotation_and_blur_are_those_of_scipy() {
    float[] image = {
      0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.9f, 0.1f, 0.2f, 0.3f, 0.4f, 0.8f, 1, 0.6f, 0.2f, 0.3f,
      0.7f, 0.2f, 0.1f, 0, 0.05f, 0.15f, 0.25f, 0.35f, 0.45f
    };
    double[] rotated = {
      0.1888404247,
      0.2096876999,
      0.1717290967,
      0.2637511398,
      0.3622319151,
      0.4637511398,
      0.8177335853,
      0.2499534584,
      0.1969615506,
      0.3128071437,
      0.3774241621,
      0.7838269574,
      1,
      0.5352985747,
      0.2416072211,
      0.278259015,
      0.5363827569,
      0.193997548,
      0.1695977537,
      0.07249772046,
      0.08776808493,
      0.1862488602,
      0.281099926,
      0.3186502252,
      0.2800436178
    };
    double[] blurred = {
      0.1946771487,
      0.2469111905,
      0.2683528608,
      0.2969943432,
      0.3378507823,
      0.3897034238,
      0.4462548171,
      0.4048257695,
      0.3363819334,
      0.30291265,
      0.4521290354,
      0.535101991,
      0.4905879547,
      0.3614489046,
      0.2561779216,
      0.341239837,
      0.4188124375,
      0.3982609133,
      0.3106303724,
      0.238510691,
      0.1860876696,
      0.2527972439,
      0.2886155036,
      0.3040447207,
      0.3182858904
    };
    Dataset plain = Dataset.ofFloats(image, SampleShape.image(1, 5, 5));
    float[] ours = Disturbance.ROTATED.applyTo(plain, 1).row(0);
    float[] soft = Disturbance.BLURRED.applyTo(plain, 1).row(0);
    for (int i = 0; i < image.length; i++) {
      assertThat((double) ours[i]).as("rotated %d", i).isCloseTo(rotated[i], within(1e-6));
      assertThat((double) soft[i]).as("blurred %d", i).isCloseTo(blurred[i], within(1e-6));
    }
  }

  @Test
  void colours_are_kept_apart() {
    float[] image = new float[3 * 4 * 4];
    for (int pixel = 0; pixel < 16; pixel++) {
      image[3 * pixel] = 0.25f;
      image[3 * pixel + 1] = 0.5f;
      image[3 * pixel + 2] = 0.75f;
    }
    Dataset plain = Dataset.ofFloats(image, SampleShape.image(3, 4, 4));
    for (Disturbance d :
        new Disturbance[] {Disturbance.ROTATED, Disturbance.SHIFTED, Disturbance.BLURRED}) {
      assertThat(d.applyTo(plain, 1).row(0)).as(d.text()).containsExactly(image, within(1e-6f));
    }
  }

  @Test
  void tables_cannot_be_rotated() {
    Dataset table = Dataset.of(new float[][] {{1, 2}, {3, 4}});
    assertThatThrownBy(() -> Disturbance.ROTATED.applyTo(table, 1))
        .hasMessage("only images can be rotated by 10°, but a sample here has 2 features");
  }
}
