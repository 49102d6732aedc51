package dev.hourglass.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that is held out is learnt from. */
class PreparedSplitTest {
  private static final int SIZE = 40;
  private static final PreparationOptions PREPARING = PreparationOptions.defaults();
  private static final HeldOut WATCHED = HeldOut.share(0.2, 6);
  private static final HeldOut JUDGED = HeldOut.share(0.25, 5);

  @TempDir Path folder;

  /** A table whose rows of this set say something quite different. */
  private Path table(String name, Set<Integer> odd) throws IOException {
    String rows =
        IntStream.range(0, SIZE)
            .mapToObj(
                i -> odd.contains(i) ? -1e6 * (i + 1) + ",strange" + i : i % 7 + "," + kind(i))
            .collect(Collectors.joining("\n", "n,kind\n", "\n"));
    return Files.writeString(folder.resolve(name), rows);
  }

  private static String kind(int row) {
    return row % 2 == 0 ? "even" : "odd";
  }

  private static PreparedSplit read(Path path, HeldOut validation, HeldOut test) {
    return PreparedSplit.read(path.toString(), ReadOptions.defaults(), PREPARING, validation, test);
  }

  private static Set<Integer> watchedRows() {
    return Arrays.stream(Split.of(SIZE, 0.2, 6).validation()).boxed().collect(Collectors.toSet());
  }

  @Test
  void what_validates_does_not_touch_the_preparation() throws IOException {
    PreparedSplit plain = read(table("plain.csv", Set.of()), WATCHED, HeldOut.none());
    PreparedSplit wild = read(table("wild.csv", watchedRows()), WATCHED, HeldOut.none());
    assertThat(wild.preparation()).isEqualTo(plain.preparation());
    assertThat(wild.training().rows()).isDeepEqualTo(plain.training().rows());
    assertThat(wild.validation().orElseThrow().rows()[0]).containsExactly(-10, 0, 0);
    assertThat(plain.training().size()).isEqualTo(32);
    assertThat(plain.validation().orElseThrow().size()).isEqualTo(8);
    assertThat(plain.test()).isEmpty();
    // That it would be seen otherwise: the same rows, none of them held out.
    PreparedSplit all = read(folder.resolve("wild.csv"), HeldOut.none(), HeldOut.none());
    assertThat(all.preparation()).isNotEqualTo(plain.preparation());
    assertThat(all.validation()).isEmpty();
    assertThat(all.training().size()).isEqualTo(SIZE);
  }

  @Test
  void what_tests_does_not_touch_it_either() throws IOException {
    Split judged = Split.of(SIZE, 0.25, 5);
    Split watched = Split.of(judged.training().length, 0.2, 6);
    Set<Integer> held = new HashSet<>();
    Arrays.stream(judged.validation()).forEach(held::add);
    Arrays.stream(watched.validation()).forEach(row -> held.add(judged.training()[row]));
    PreparedSplit plain = read(table("plain.csv", Set.of()), WATCHED, JUDGED);
    PreparedSplit wild = read(table("wild.csv", held), WATCHED, JUDGED);
    assertThat(wild.preparation()).isEqualTo(plain.preparation());
    assertThat(wild.training().rows()).isDeepEqualTo(plain.training().rows());
    assertThat(wild.training().size()).isEqualTo(24);
    assertThat(wild.validation().orElseThrow().size()).isEqualTo(6);
    assertThat(wild.test().orElseThrow().size()).isEqualTo(10);
    for (Dataset part : List.of(wild.validation().get(), wild.test().get())) {
      assertThat(part.rows()[part.size() - 1]).containsExactly(-10, 0, 0);
    }
  }

  @Test
  void data_of_its_own_is_prepared_as_the_training_data_was() throws IOException {
    Set<Integer> all = IntStream.range(0, SIZE).boxed().collect(Collectors.toSet());
    HeldOut.Data own =
        new HeldOut.Data(table("own.csv", all).toString(), ReadOptions.defaults().withLimit(3));
    Path training = table("plain.csv", Set.of());
    PreparedSplit split = read(training, own, own);
    assertThat(split.preparation())
        .isEqualTo(read(training, HeldOut.none(), HeldOut.none()).preparation());
    assertThat(split.training().size()).isEqualTo(SIZE);
    assertThat(split.validation().orElseThrow().size()).isEqualTo(3);
    assertThat(split.test().orElseThrow().row(2)).containsExactly(-10, 0, 0);
  }

  @Test
  void numbers_are_scaled_by_what_the_training_rows_span() {
    float[][] rows = new float[SIZE][2];
    for (int i = 0; i < SIZE; i++) {
      rows[i] = watchedRows().contains(i) ? new float[] {1e6f, -1e6f} : new float[] {i, 2 * i};
    }
    RawData raw = new RawData.Array(Dataset.of(rows), NumberKind.FLOATS);
    PreparedSplit split = PreparedSplit.of(raw, PREPARING, WATCHED, HeldOut.none());
    float most = 0;
    for (float[] row : split.training().rows()) {
      assertThat(row[0]).isBetween(0f, 1f);
      most = Math.max(most, row[0]);
    }
    assertThat(most).isEqualTo(1);
    assertThat(split.validation().orElseThrow().row(0)).containsExactly(11, -10);
  }

  @Test
  void what_cannot_be_held_out_is_refused() throws IOException {
    Path path = table("plain.csv", Set.of());
    assertThatThrownBy(() -> HeldOut.share(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("between 0 and 1, but was 1.0");
    assertThatThrownBy(() -> new HeldOut.Share(0, 1)).isInstanceOf(IllegalArgumentException.class);
    HeldOut gone = new HeldOut.Data("gone.csv", ReadOptions.defaults());
    assertThatThrownBy(() -> read(path, gone, HeldOut.none()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("gone.csv");
    Path one = Files.writeString(folder.resolve("one.csv"), "n,kind\n1,a\n");
    assertThatThrownBy(() -> read(one, WATCHED, HeldOut.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 row cannot be split");
  }
}
