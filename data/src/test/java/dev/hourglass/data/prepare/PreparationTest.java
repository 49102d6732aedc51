package dev.hourglass.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreparationTest {
  private static final PreparationOptions DEFAULTS = PreparationOptions.defaults();

  private static RawData.Table table(boolean named, Column... columns) {
    int[] lines = IntStream.range(2, columns[0].size() + 2).toArray();
    return new RawData.Table(List.of(columns), named, lines, Optional.empty(), "t.csv");
  }

  private static Column.Numeric numeric(String name, double... values) {
    return new Column.Numeric(name, values);
  }

  private static Column.Categorical texts(String name, String... values) {
    List<String> categories =
        List.of(values).stream().filter(v -> !v.isEmpty()).distinct().sorted().toList();
    int[] codes = List.of(values).stream().mapToInt(categories::indexOf).toArray();
    return new Column.Categorical(name, codes, categories);
  }

  private static int[] all(RawData raw) {
    return IntStream.range(0, raw.size()).toArray();
  }

  private static Preparation throughMap(Preparation preparation) {
    Preparation back = Preparation.fromMap(preparation.toMap());
    assertThat(back).isEqualTo(preparation);
    return back;
  }

  @Test
  void tables_are_scaled_filled_in_and_made_one_hot() {
    RawData.Table raw =
        table(true, numeric("n", 10, 20, Double.NaN, 40), texts("c", "b", "a", "", "b"));
    Preparation preparation = throughMap(Preparation.fit(raw, all(raw), DEFAULTS));
    Dataset data = preparation.apply(raw);
    assertThat(data.featureNames()).containsExactly("n", "c=a", "c=b");
    float third = 1f / 3;
    assertThat(data.rows())
        .isDeepEqualTo(new float[][] {{0, 0, 1}, {third, 1, 0}, {third, 0, 0}, {1, 0, 1}});
    assertThat(preparation.inputShape()).isEqualTo(SampleShape.vector(2));
    assertThat(preparation.columnOfFeature()).containsExactly(0, 1, 1);
    assertThat(data.featureGroups().columns()).isEqualTo(2);
    assertThat(data.featureGroups().width(1)).isEqualTo(2);
    assertThat(preparation.original(new float[] {0.5f, 0.2f, 0.9f})).containsExactly("25.0", "b");
    assertThat(preparation.unscale(new float[] {0.5f, 0.2f, 0.9f})).containsExactly(25, 0.2f, 0.9f);
    assertThat(preparation.describe())
        .isEqualTo("1 numeric column scaled to 0…1 (min-max), 1 categorical column as 2 features");
  }

  @Test
  void a_row_that_lies_in_no_file_is_prepared_as_one_that_does() {
    RawData.Table raw =
        table(true, numeric("n", 10, 20, Double.NaN, 40), texts("c", "b", "a", "", "b"));
    Preparation preparation = Preparation.fit(raw, DEFAULTS);
    assertThat(prepared(preparation, "c", "a", "n", " 2.5e1 ", "other", "x"))
        .containsExactly(0.5f, 1, 0);
    assertThat(prepared(preparation, "c", "?", "n", "")).containsExactly(1f / 3, 0, 0);
    assertThat(prepared(preparation, "c", "new", "n", "40")).containsExactly(1, 0, 0);
    assertThatThrownBy(() -> prepared(preparation, "c", "a", "n", "ten"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column 'n': found 'ten'");
    assertThatThrownBy(() -> prepared(preparation, "c", "a"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row: lacks a column that the model was trained on: n");
    assertThatThrownBy(() -> prepared(preparation)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_row_for_a_preparation_without_names_is_taken_in_its_order() {
    RawData.Table raw = table(false, numeric("column 1", 0, 10), numeric("column 2", 0, 100));
    Preparation preparation = Preparation.fit(raw, DEFAULTS);
    assertThat(prepared(preparation, "z", "5", "a", "20")).containsExactly(0.5f, 0.2f);
  }

  private static float[] prepared(Preparation preparation, String... namesAndCells) {
    SequencedMap<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < namesAndCells.length; i += 2) {
      cells.put(namesAndCells[i], namesAndCells[i + 1]);
    }
    Dataset samples = preparation.apply(RawData.Table.row(cells));
    assertThat(samples.size()).isEqualTo(1);
    return samples.row(0);
  }

  @Test
  void figures_come_from_the_training_rows_alone() {
    RawData.Table raw = table(true, numeric("n", 0, 10, 1000), texts("c", "a", "b", "z"));
    Dataset data = Preparation.fit(raw, new int[] {0, 1}, DEFAULTS).apply(raw);
    assertThat(data.row(2)).containsExactly(11, 0, 0); // clipped to 1 + 10; z is unknown
  }

  @Test
  void standardising_gives_mean_0_and_variance_1() {
    RawData.Table raw =
        table(true, numeric("n", 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 6), numeric("k", 5, 5, 5, 5));
    PreparationOptions options =
        DEFAULTS.withScaling(Scaling.STANDARDIZE).withImputation(Imputation.MEAN);
    Dataset data = throughMap(Preparation.fit(raw, all(raw), options)).apply(raw);
    double sum = 0;
    double squares = 0;
    for (float[] row : data.rows()) {
      sum += row[0];
      squares += row[0] * row[0];
      assertThat(row[1]).isZero(); // constant
    }
    assertThat(sum).isEqualTo(0, within(1e-5));
    assertThat(squares / 4).isEqualTo(1, within(1e-5));
  }

  @Test
  void numbers_are_left_alone_when_they_lie_within_0_and_1() {
    RawData bytes =
        new RawData.Array(
            Dataset.ofBytes(new byte[] {0, 10, 20, 30}, SampleShape.image(1, 2, 1)),
            NumberKind.BYTES);
    RawData unit = floats(new float[][] {{0, 1}, {0.5f, 0.2f}});
    for (RawData raw : List.of(bytes, unit)) {
      Preparation preparation = throughMap(Preparation.fit(raw, all(raw), DEFAULTS));
      assertThat(preparation.isIdentity()).isTrue();
      assertThat(preparation.apply(raw).rows())
          .isDeepEqualTo(((RawData.Array) raw).samples().rows());
    }
  }

  private static RawData.Array floats(float[][] rows) {
    return new RawData.Array(Dataset.of(rows), NumberKind.FLOATS);
  }

  @Test
  void other_numbers_are_scaled_feature_by_feature() {
    RawData.Array raw = floats(new float[][] {{-1, 5, 7}, {3, 5, 9}, {1, 5, 8}});
    Preparation minMax = throughMap(Preparation.fit(raw, all(raw), DEFAULTS));
    assertThat(minMax.apply(raw).rows())
        .isDeepEqualTo(new float[][] {{0, 0, 0}, {1, 0, 1}, {0.5f, 0, 0.5f}});
    assertThat(minMax.unscale(new float[] {0.5f, 0, 1})).containsExactly(1, 5, 9);
    Preparation standard =
        Preparation.fit(raw, all(raw), DEFAULTS.withScaling(Scaling.STANDARDIZE).withClip(1));
    assertThat(standard.apply(raw).row(1)).containsExactly(1, 0, 1); // 1.22 clipped
    RawData bytes =
        new RawData.Array(
            Dataset.ofBytes(new byte[] {0, 10, 20, 30}, SampleShape.vector(2)), NumberKind.BYTES);
    assertThat(
            Preparation.fit(bytes, all(bytes), DEFAULTS.withScaling(Scaling.MIN_MAX))
                .apply(bytes)
                .rows()[1])
        .containsExactly(new float[] {1, 1}, within(1e-6f));
  }

  @Test
  void columns_are_matched_by_name() {
    RawData.Table training = table(true, numeric("a", 0, 1), numeric("b", 0, 2));
    Preparation preparation = Preparation.fit(training, all(training), DEFAULTS);
    RawData.Table other =
        table(true, texts("note", "x", "y"), numeric("b", 2, 0), numeric("a", 0, 1));
    assertThat(preparation.apply(other).rows()).isDeepEqualTo(new float[][] {{0, 1}, {1, 0}});
    RawData.Table lacking = table(true, numeric("c", 2, 0), numeric("a", 0, 1));
    assertThatThrownBy(() -> preparation.apply(lacking))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "t.csv: lacks a column that the model was trained on: b; it has c, a");
    RawData.Table nameless = table(false, numeric("column 1", 1, 0));
    assertThatThrownBy(() -> preparation.apply(nameless))
        .hasMessageContaining("has 1 columns, but the model was trained on 2 (a, b)");
    assertThat(preparation.apply(floats(new float[][] {{1, 2}})).row(0)).containsExactly(1, 1);
  }

  @Test
  void a_column_may_be_read_as_another_type_when_scoring() {
    RawData.Table training = table(true, numeric("n", 0, 2), texts("code", "1", "2"));
    Preparation preparation = Preparation.fit(training, all(training), DEFAULTS);
    RawData.Table one = table(true, texts("n", "1"), numeric("code", 2));
    assertThat(preparation.apply(one).row(0)).containsExactly(0.5f, 0, 1);
    RawData.Table wrong = table(true, texts("n", "1", "two"), numeric("code", 2, 1));
    assertThatThrownBy(() -> preparation.apply(wrong))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv, line 3, column 'n': found 'two'");
  }

  @Test
  void shapes_must_fit() {
    Preparation images = Preparation.none(SampleShape.image(1, 2, 2));
    Dataset other = Dataset.ofFloats(new float[12], SampleShape.image(3, 2, 2));
    assertThatThrownBy(() -> images.apply(new RawData.Array(other, NumberKind.FLOATS)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds samples of 2×2×3, but the model was trained on 2×2")
        .hasMessageContaining("option 'resize' = 2x2 and option 'grey'");
    assertThat(images.apply(floats(new float[][] {{1, 2, 3, 4}})).shape())
        .isEqualTo(SampleShape.image(1, 2, 2));
    RawData.Array unit =
        new RawData.Array(
            Dataset.ofBytes(new byte[8], SampleShape.image(1, 2, 2)), NumberKind.BYTES);
    Preparation fitted = Preparation.fit(unit, all(unit), DEFAULTS);
    assertThatThrownBy(() -> fitted.apply(floats(new float[][] {{1, 2, 3, 255}})))
        .hasMessageContaining("divide by 255");
  }

  @Test
  void columns_that_teach_nothing_are_refused() {
    RawData.Table missing = table(true, numeric("n", Double.NaN, Double.NaN));
    assertThatThrownBy(() -> Preparation.fit(missing, all(missing), DEFAULTS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column 'n' has no value in any of the 2 training rows")
        .hasMessageContaining("option 'ignore' = \"n\"");
    String[] names = IntStream.range(0, 300).mapToObj(i -> "id" + i).toArray(String[]::new);
    RawData.Table identifiers = table(true, texts("name", names));
    assertThatThrownBy(() -> Preparation.fit(identifiers, all(identifiers), DEFAULTS))
        .hasMessageContaining("column 'name' has 300 different texts in 300 rows");
    assertThatThrownBy(() -> Preparation.fit(identifiers, new int[0], DEFAULTS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void edited_maps_are_refused() {
    RawData.Table raw = table(true, numeric("n", 0, 1), texts("c", "a", "b"));
    Map<String, Object> good = Preparation.fit(raw, all(raw), DEFAULTS).toMap();
    assertEditRefused(
        good, "kind", "magic", "preparation.kind must be one of [none, scaled, table]");
    assertEditRefused(
        good, "clip", "ten", "preparation.clip must be a finite number, but was 'ten'");
    assertEditRefused(good, "clip", Double.NaN, "preparation.clip");
    assertEditRefused(good, "extra", 1, "preparation has an unknown key 'extra'");
    assertEditRefused(good, "named", null, "preparation lacks 'named', true or false");
    assertEditRefused(good, "columns", List.of(), "preparation.columns must be at least one");
    assertEditRefused(
        good, "columns", List.of("x"), "preparation.columns must be a list of objects");
    assertEditRefused(
        good,
        "columns",
        List.of(Map.of("name", "n", "type", "numeric", "offset", 0, "width", 0, "missing", 0)),
        "preparation.columns[0].width must be a number above 0");
    Map<String, Object> column =
        Map.of("name", "c", "type", "categorical", "categories", List.of("a"));
    assertEditRefused(good, "columns", List.of(column, column), "'c again'");
    Map<String, Object> none = Preparation.none(SampleShape.vector(3)).toMap();
    assertEditRefused(none, "shape", "0x3", "preparation.shape must be a shape");
    RawData.Array numbers = floats(new float[][] {{1, 2}, {3, 4}});
    Map<String, Object> scaled = Preparation.fit(numbers, all(numbers), DEFAULTS).toMap();
    assertEditRefused(scaled, "offset", new ArrayList<>(List.of(1)), "2 numbers each");
  }

  private static void assertEditRefused(
      Map<String, Object> good, String key, Object value, String message) {
    Map<String, Object> edited = new LinkedHashMap<>(good);
    edited.put(key, value);
    assertThatThrownBy(() -> Preparation.fromMap(edited))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("preparation")
        .hasMessageContaining(message);
  }
}
