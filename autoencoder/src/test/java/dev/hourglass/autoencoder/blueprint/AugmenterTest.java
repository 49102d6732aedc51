package dev.hourglass.autoencoder.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to pictures before they are trained on. */
class AugmenterTest {
  private static final SampleShape SHAPE = SampleShape.image(2, 5, 4);

  /** Rows that all hold value {@code 100 y + 10 x + c} at (y, x, c). */
  private static Tensor rows(int count) {
    Tensor rows = Tensor.allocate(count, SHAPE.features());
    for (int r = 0; r < count; r++) {
      for (int y = 0; y < SHAPE.height(); y++) {
        for (int x = 0; x < SHAPE.width(); x++) {
          for (int c = 0; c < SHAPE.channels(); c++) {
            rows.set(r, index(y, x, c), 100 * y + 10 * x + c);
          }
        }
      }
    }
    return rows;
  }

  private static int index(int y, int x, int c) {
    return (y * SHAPE.width() + x) * SHAPE.channels() + c;
  }

  private static Tensor augmented(String changes, int count) {
    Tensor rows = rows(count);
    new Augmenter(Augmentation.parse(changes), SHAPE).apply(rows, 77, 0);
    return rows;
  }

  @Test
  void a_shift_moves_all_channels_alike_and_repeats_the_border() {
    Tensor rows = augmented("shift:1", 400);
    Set<String> seen = new HashSet<>();
    for (int r = 0; r < rows.rows(); r++) {
      // The middle tells by how much its row was moved; the rest follows.
      int there = (int) rows.get(r, index(2, 2, 0));
      int down = 2 - there / 100;
      int right = 2 - there / 10 % 10;
      seen.add(down + " " + right);
      for (int y = 0; y < SHAPE.height(); y++) {
        for (int x = 0; x < SHAPE.width(); x++) {
          int fromY = Math.clamp(y - down, 0, SHAPE.height() - 1);
          int fromX = Math.clamp(x - right, 0, SHAPE.width() - 1);
          assertThat(rows.get(r, index(y, x, 1))).isEqualTo(100 * fromY + 10 * fromX + 1);
        }
      }
    }
    assertThat(seen).hasSize(9);
  }

  @Test
  void a_flip_exchanges_left_and_right_in_about_every_second_row() {
    Tensor rows = augmented("flip", 400);
    int flipped = 0;
    for (int r = 0; r < rows.rows(); r++) {
      boolean flip = rows.get(r, 0) != 0;
      flipped += flip ? 1 : 0;
      for (int x = 0; x < SHAPE.width(); x++) {
        int from = flip ? SHAPE.width() - 1 - x : x;
        assertThat(rows.get(r, index(3, x, 1))).isEqualTo(300 + 10 * from + 1);
      }
    }
    assertThat(flipped).isBetween(150, 250);
  }

  @Test
  void a_rotation_leaves_the_middle_and_turns_a_slope() {
    Tensor rows = augmented("rotate:30", 100);
    int middle = SHAPE.height() / 2;
    double widest = 0;
    for (int r = 0; r < rows.rows(); r++) {
      double centre = (rows.get(r, index(middle, 1, 0)) + rows.get(r, index(middle, 2, 0))) / 2;
      assertThat(centre).isCloseTo(100 * middle + 15, within(1e-3));
      // Along x, what was 10 a pixel becomes 10 cos a - 100 sin a, for an angle a of up to 30°.
      double slope = rows.get(r, index(middle, 2, 0)) - rows.get(r, index(middle, 1, 0));
      widest = Math.max(widest, Math.abs(slope - 10));
      assertThat(slope).isBetween(10 * Math.cos(Math.PI / 6) - 50.01, 60.01);
    }
    assertThat(widest).isGreaterThan(30);
  }

  @Test
  void brightness_multiplies_and_leaves_what_is_at_most_one_so() {
    Tensor rows = Tensor.allocate(50, SHAPE.features());
    for (int i = 0; i < rows.size(); i++) {
      rows.set(i, i % 2 == 0 ? 0.5 : 0.95);
    }
    new Augmenter(Augmentation.parse("brightness:0.2"), SHAPE).apply(rows, 5, 0);
    for (int r = 0; r < rows.rows(); r++) {
      double factor = rows.get(r, 0) / 0.5;
      assertThat(factor).isBetween(0.8, 1.2);
      assertThat(rows.get(r, 1)).isCloseTo(Math.min(1, 0.95 * factor), within(1e-6));
    }
  }

  @Test
  void a_row_is_changed_alike_wherever_its_batch_is_cut() {
    Tensor whole = augmented("shift:1,flip,rotate:20,brightness:0.3", 9);
    Tensor part = rows(4);
    new Augmenter(Augmentation.parse("shift:1,flip,rotate:20,brightness:0.3"), SHAPE)
        .apply(part, 77, 5);
    for (int r = 0; r < 4; r++) {
      assertThat(part.row(r)).isEqualTo(whole.row(5 + r));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "shift:2,flip,rotate:10.0,brightness:0.1", "flip"})
  void spellings_read_back(String text) {
    assertThat(Augmentation.parse(Augmentation.parse(text).text()))
        .isEqualTo(Augmentation.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shift", "shift:0", "flip,flip", "rotate:200", "brightness:1", "blur:2"})
  void bad_spellings_are_refused(String text) {
    assertThatThrownBy(() -> Augmentation.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void training_with_it_repeats_to_the_bit_and_wants_pictures() {
    SampleShape image = SampleShape.image(1, 3, 4);
    Training training =
        Samples.training().withAugmentation(Augmentation.parse("shift:1,flip")).withEpochs(2);
    float[] values = new float[60 * image.features()];
    for (int r = 0; r < 60; r++) {
      System.arraycopy(Samples.of(60, 1).row(r), 0, values, r * image.features(), image.features());
    }
    Dataset samples = Dataset.ofFloats(values, image);
    var blueprint = Preset.UNDERCOMPLETE.blueprint(image, Stages.parse("conv:4,8"), 3);
    Trainer trainer = new Trainer(training, Samples.KERNELS);
    assertThat(trainer.train(blueprint, samples).autoencoder().parameters().row(0))
        .isEqualTo(trainer.train(blueprint, samples).autoencoder().parameters().row(0));
    assertThatThrownBy(
            () -> trainer.train(Samples.blueprint(Preset.UNDERCOMPLETE), Samples.of(60, 1)))
        .hasMessageContaining("option 'augment' = shift:1,flip");
    assertThat(Training.fromMap(training.toMap()).augmentation())
        .isEqualTo(training.augmentation());
  }
}
