package dev.hourglass.data.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CropSamplesTest {
  /** Two pictures, 5 × 9 and 7 × 4, whose pixels are their numbers: each pixel says where it is. */
  private static CropSamples pieces() {
    int[] heights = {5, 7};
    int[] widths = {9, 4};
    MemorySegment stored = Storage.allocate((45 + 28) * Float.BYTES);
    for (int i = 0; i < 45 + 28; i++) {
      stored.setAtIndex(ValueLayout.JAVA_FLOAT, i, i);
    }
    CropSamples.Pictures pictures =
        new CropSamples.Pictures(
            stored, false, new long[] {0, 45 * Float.BYTES}, heights, widths, 1);
    return new CropSamples(pictures, SampleShape.image(1, 3, 4), "two");
  }

  /** Whether a piece is a rectangle of one picture. */
  private static boolean isPiece(float[] piece, int first, int width) {
    int corner = (int) piece[0] - first;
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        if (piece[y * 4 + x] != first + corner + y * width + x || corner % width + x >= width) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void each_picture_gives_as_many_as_cover_the_mean_one() {
    CropSamples pieces = pieces();
    // (45 + 28) / 2 pixels in pieces of 12.
    assertEquals(4, pieces.groupSize());
    assertEquals(8, pieces.size());
    for (int row = 0; row < 8; row++) {
      assertTrue(isPiece(pieces.row(row), row < 4 ? 0 : 45, row < 4 ? 9 : 4), "row " + row);
    }
  }

  @Test
  void an_epoch_draws_other_pieces_of_the_same_pictures_and_always_the_same() {
    CropSamples pieces = pieces();
    Set<Float> corners = new HashSet<>();
    for (int epoch = 1; epoch <= 200; epoch++) {
      Dataset drawn = pieces.drawnIn(epoch);
      for (int row = 0; row < 8; row++) {
        float[] piece = drawn.row(row);
        assertTrue(isPiece(piece, row < 4 ? 0 : 45, row < 4 ? 9 : 4));
        assertArrayEquals(pieces.drawnIn(epoch).row(row), piece);
        if (row == 0) {
          corners.add(piece[0]);
        }
      }
    }
    // All 3 × 6 places of the first picture come about.
    assertEquals(18, corners.size());
  }

  @Test
  void views_of_pieces_are_drawn_anew_too() {
    Dataset labelled =
        pieces()
            .withLabels(new Labels(new int[] {0, 0, 0, 0, 1, 1, 1, 1}, List.of("wide", "high")))
            .withSampleNames(List.of("a", "a", "a", "a", "b", "b", "b", "b"))
            .from("elsewhere");
    Dataset half = labelled.subset(new int[] {4, 5, 6, 7});
    assertEquals(4, half.groupSize());
    assertArrayEquals(pieces().drawnIn(3).row(5), half.drawnIn(3).row(1));
    assertEquals(1, half.drawnIn(3).labels().orElseThrow().values()[0]);
    assertEquals(1, labelled.subset(new int[] {1, 2, 3, 4}).groupSize());
  }

  @Test
  void a_split_keeps_a_picture_on_one_side() {
    byte[] pixels = new byte[40 * 64];
    Dataset pieces = CropSamples.of(Dataset.ofBytes(pixels, SampleShape.image(1, 8, 8)), 4, 4);
    assertEquals(160, pieces.size());
    Split split = Split.of(pieces, 0.25, 1);
    assertEquals(40, split.validation().length);
    Set<Integer> held =
        new HashSet<>(Arrays.stream(split.validation()).map(i -> i / 4).boxed().toList());
    assertEquals(10, held.size());
    assertFalse(Arrays.stream(split.training()).anyMatch(i -> held.contains(i / 4)));
    Dataset one = CropSamples.of(Dataset.ofBytes(new byte[64], SampleShape.image(1, 8, 8)), 4, 4);
    assertThrows(IllegalArgumentException.class, () -> Split.of(one, 0.5, 1));
  }

  @Test
  void bytes_are_pixels_from_0_to_1() {
    byte[] pixels = new byte[2 * 6 * 6 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    Dataset whole = Dataset.ofBytes(pixels, SampleShape.image(3, 6, 6));
    Dataset pieces = CropSamples.of(whole, 6, 5);
    float[] first = pieces.row(0);
    assertEquals(6 * 5 * 3, first.length);
    assertEquals(whole.row(0)[18 + 4], first[15 + 4]);
    assertEquals(255 * first[7], pieces.asStored().row(0)[7], 1e-4);
    assertNotEquals(pieces.row(2)[0], first[0]);
    assertThrows(DataException.class, () -> CropSamples.of(whole, 7, 5));
  }
}
