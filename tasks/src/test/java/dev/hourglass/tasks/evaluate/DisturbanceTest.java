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
