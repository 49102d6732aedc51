package dev.hourglass.tasks.anomaly.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionOverlapTest {
  private static final SampleShape SHAPE = SampleShape.image(1, 20, 20);

  @TempDir Path folder;

  /** A large defect and a small one. */
  private static boolean[] two() {
    boolean[] mask = new boolean[400];
    for (int y = 2; y < 10; y++) {
      for (int x = 2; x < 12; x++) {
        mask[y * 20 + x] = true;
      }
    }
    mask[15 * 20 + 15] = true;
    return mask;
  }

  private static RegionOverlap measured(float[] map) {
    return RegionOverlap.of(
            List.of(map), SHAPE, List.of(Optional.of(new DefectMasks.Mask(two(), SHAPE))))
        .orElseThrow();
  }

  @Test
  void a_map_that_covers_all_defects_first_is_best() {
    float[] map = new float[400];
    for (int i = 0; i < 400; i++) {
      map[i] = two()[i] ? 1 : 0;
    }
    assertThat(measured(map).pro()).isCloseTo(1, within(1e-9));
    assertThat(measured(map).placeRocAuc()).isCloseTo(1, within(1e-9));
    assertThat(measured(map).regions()).isEqualTo(2);
  }

  @Test
  void a_defect_that_is_missed_costs_as_much_as_any_other_however_small() {
    float[] map = new float[400];
    for (int i = 0; i < 400; i++) {
      map[i] = two()[i] ? 1 : 0.5f;
    }
    map[15 * 20 + 15] = 0;
    // The large one is found at once, the small one never within 0.3 of the others.
    assertThat(measured(map).pro()).isCloseTo(0.5, within(1e-9));
    assertThat(measured(map).placeRocAuc()).isCloseTo(80.0 / 81, within(1e-9));
  }

  @Test
  void chance_has_half_of_the_largest_share_of_false_places() {
    assertThat(measured(new float[400]).pro()).isCloseTo(0.15, within(1e-9));
    SplittableRandom random = new SplittableRandom(4);
    double sum = 0;
    for (int round = 0; round < 200; round++) {
      float[] map = new float[400];
      for (int i = 0; i < 400; i++) {
        map[i] = (float) random.nextDouble();
      }
      sum += measured(map).pro() / 200;
    }
    assertThat(sum).isCloseTo(0.15, within(0.05));
  }

  @Test
  void masks_of_another_size_tell_the_same_places_and_are_found_by_name() {
    float[] large = new float[40 * 40];
    for (int i = 0; i < large.length; i++) {
      large[i] = two()[i / 40 / 2 * 20 + i % 40 / 2] ? 1 : 0;
    }
    Picture picture = new Picture(large, SampleShape.image(1, 40, 40), 8);
    picture.writePng(folder.resolve("masks/lesion/07_mask.png"));
    picture.writePng(folder.resolve("masks/lesion/08.png"));
    DefectMasks masks = DefectMasks.in(folder.resolve("masks"));
    float[] map = new float[400];
    for (int i = 0; i < 400; i++) {
      map[i] = two()[i] ? 1 : 0;
    }
    List<Optional<DefectMasks.Mask>> found =
        masks.all(
            List.of("lesion/07.png", "lesion/08.jpg", "healthy/1.png"),
            new boolean[] {true, true, false});
    assertThat(found.get(2)).isEmpty();
    RegionOverlap overlap =
        RegionOverlap.of(List.of(map, map, new float[400]), SHAPE, found).orElseThrow();
    assertThat(overlap.pro()).isCloseTo(1, within(1e-9));
    assertThat(overlap.regions()).isEqualTo(4);
    assertThatThrownBy(() -> masks.all(List.of("lesion/09.png"), new boolean[] {true}))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no mask", "lesion/09.png", "_mask");
  }
}
