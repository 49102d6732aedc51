package dev.hourglass.tasks.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.coder.Pca;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MovementTest {
  private static Dataset images() {
    System.out.println("random images, seed 11");
    Random random = new Random(11);
    float[] values = new float[60 * 36];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Dataset.ofFloats(values, SampleShape.image(1, 6, 6));
  }

  @Test
  void codes_that_are_the_image_itself_move_as_far_as_the_image() {
    Dataset images = images();
    // With as many components as features PCA only turns the axes: distances stay what they are.
    Movement movement = Movement.of(Pca.fit(images, 36, TestKernels.BEST), images, 1_000, 3);

    double between = 0;
    double noisy = 0;
    Dataset disturbed = Disturbance.NOISY.applyTo(images, 3);
    for (int i = 0; i < 60; i++) {
      noisy += distance(images.row(i), disturbed.row(i)) / 60;
      for (int j = 0; j < 60; j++) {
        between += i == j ? 0 : distance(images.row(i), images.row(j)) / (60 * 59);
      }
    }
    assertThat(movement.samples()).isEqualTo(60);
    // The pairs are drawn, and those of random images all lie about equally far apart.
    assertThat(movement.relative().get(Disturbance.NOISY))
        .isCloseTo(noisy / between, within(0.03 * noisy / between));
  }

  @Test
  void codes_that_look_away_do_not_move() {
    float[] values = new float[20 * 36];
    for (int i = 0; i < 20; i++) {
      // All that differs between images is their brightness, which no disturbance but noise
      // changes.
      Arrays.fill(values, i * 36, (i + 1) * 36, i / 20f);
    }
    Dataset images = Dataset.ofFloats(values, SampleShape.image(1, 6, 6));
    Movement movement = Movement.of(Pca.fit(images, 1, TestKernels.BEST), images, 1_000, 3);
    assertThat(movement.relative().get(Disturbance.ROTATED)).isCloseTo(0, within(1e-5));
    assertThat(movement.relative().get(Disturbance.SHIFTED)).isCloseTo(0, within(1e-5));
    assertThat(movement.relative().get(Disturbance.BLURRED)).isCloseTo(0, within(1e-5));
    assertThat(movement.relative().get(Disturbance.NOISY)).isBetween(0.01, 0.2);
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void disturbances_are_told_in_their_order() {
    Map<Disturbance, Double> backwards = new LinkedHashMap<>();
    for (Disturbance disturbance : List.of(Disturbance.values()).reversed()) {
      backwards.put(disturbance, 0.5);
    }
    assertThat(new Movement(backwards, 2).relative().keySet())
        .containsExactly(Disturbance.values());
  }
}
