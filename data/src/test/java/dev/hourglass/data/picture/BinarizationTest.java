package dev.hourglass.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinarizationTest {
  /** A thousand images of 2 × 2 pixels of the levels 0, 64, 192 and 255. */
  private static RawData.Array images() {
    byte[] pixels = new byte[4_000];
    byte[] levels = {0, 64, (byte) 192, (byte) 255};
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = levels[i % 4];
    }
    int[] labels = new int[1_000];
    Dataset samples =
        Dataset.ofBytes(pixels, SampleShape.image(1, 2, 2))
            .withLabels(new Labels(labels, List.of("only")));
    return new RawData.Array(samples, NumberKind.BYTES);
  }

  @Test
  void a_level_is_the_probability_of_white() {
    Dataset drawn = Binarization.apply(images(), 7).samples();
    double[] white = new double[4];
    for (float[] row : drawn.rows()) {
      for (int f = 0; f < 4; f++) {
        assertThat(row[f]).isIn(0f, 1f);
        white[f] += row[f];
      }
    }
    // Of a thousand draws, within four standard deviations.
    assertThat(white[0]).isZero();
    assertThat(white[1]).isCloseTo(251, within(55.0));
    assertThat(white[2]).isCloseTo(753, within(55.0));
    assertThat(white[3]).isEqualTo(1_000);
    assertThat(drawn.labels()).isPresent();
  }

  @Test
  void a_seed_names_the_draw() {
    float[][] first = Binarization.apply(images(), 7).samples().rows();
    assertThat(Arrays.deepEquals(first, Binarization.apply(images(), 7).samples().rows())).isTrue();
    assertThat(Arrays.deepEquals(first, Binarization.apply(images(), 8).samples().rows()))
        .isFalse();
  }

  @Test
  void what_is_no_image_of_bytes_is_refused() {
    RawData.Array numbers =
        new RawData.Array(Dataset.of(new float[][] {{1, 2}}), NumberKind.FLOATS);
    assertThatThrownBy(() -> Binarization.apply(numbers, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("option 'binarize'");
  }
}
