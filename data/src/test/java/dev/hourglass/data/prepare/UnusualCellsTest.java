package dev.hourglass.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is missing, rare, unseen or far out in the tail of a column. */
class UnusualCellsTest {
  private static final PreparationOptions MARKING =
      PreparationOptions.defaults().withUnusualMarked(true);

  private static RawData.Table table(Column... columns) {
    int[] lines = IntStream.range(2, columns[0].size() + 2).toArray();
    return new RawData.Table(List.of(columns), true, lines, Optional.empty(), "t.csv");
  }

  private static Column.Categorical texts(String name, String... values) {
    List<String> categories =
        List.of(values).stream().filter(v -> !v.isEmpty()).distinct().sorted().toList();
    int[] codes = List.of(values).stream().mapToInt(categories::indexOf).toArray();
    return new Column.Categorical(name, codes, categories);
  }

  private static Preparation throughMap(Preparation preparation) {
    Preparation back = Preparation.fromMap(preparation.toMap());
    assertThat(back).isEqualTo(preparation);
    return back;
  }

  @Test
  void missing_numbers_have_a_feature_of_their_own_where_some_were_missing_in_training() {
    RawData.Table raw =
        table(
            new Column.Numeric("n", new double[] {10, 20, Double.NaN, 40}),
            new Column.Numeric("whole", new double[] {0, 1, 2, 4}));
    Preparation preparation = throughMap(Preparation.fit(raw, MARKING));
    Dataset data = preparation.apply(raw);
    assertThat(data.featureNames()).containsExactly("n", "n (missing)", "whole");
    assertThat(data.rows())
        .isDeepEqualTo(new float[][] {{0, 0, 0}, {1f / 3, 0, 0.25f}, {1f / 3, 1, 0.5f}, {1, 0, 1}});
    assertThat(preparation.columnOfFeature()).containsExactly(0, 0, 1);
    assertThat(preparation.marksOfMissing()).containsExactly(1);
    assertThat(preparation.original(new float[] {0.5f, 0.1f, 1})).containsExactly("25.0", "4.0");
    assertThat(preparation.original(new float[] {0.5f, 0.9f, 1})).containsExactly("", "4.0");
    assertThat(preparation.unscale(new float[] {0.5f, 1, 0.5f})).containsExactly(25, 1, 2);
    assertThat(preparation.describe()).endsWith("missing cells marked of n");
  }

  @Test
  void rare_and_unseen_categories_share_a_feature_that_missing_cells_do_not_have() {
    String[] cells = new String[1000];
    Arrays.setAll(cells, i -> i < 3 ? "torn" : i == 3 ? "" : i % 2 == 0 ? "open" : "shut");
    Preparation preparation = throughMap(Preparation.fit(table(texts("valve", cells)), MARKING));
    Dataset data = preparation.apply(table(texts("valve", "shut", "torn", "", "never", "open")));
    assertThat(data.featureNames()).containsExactly("valve=open", "valve=shut", "valve (others)");
    assertThat(data.rows())
        .isDeepEqualTo(new float[][] {{0, 1, 0}, {0, 0, 1}, {0, 0, 0}, {0, 0, 1}, {1, 0, 0}});
    assertThat(preparation.original(new float[] {0.1f, 0.2f, 0.9f})).containsExactly("(another)");
  }

  @Test
  void of_few_rows_no_category_is_rare() {
    Preparation preparation = Preparation.fit(table(texts("c", "a", "b", "c", "a")), MARKING);
    assertThat(preparation.apply(table(texts("c", "b", "d"))).rows())
        .isDeepEqualTo(new float[][] {{0, 1, 0, 0}, {0, 0, 0, 1}});
  }

  @Test
  void logarithms_are_taken_of_heavy_tails_alone_and_undone() {
    SplittableRandom random = new SplittableRandom(3);
    double[] amounts = new double[4000];
    double[] lengths = new double[amounts.length];
    Arrays.setAll(amounts, _ -> Math.exp(2 * random.nextGaussian()));
    Arrays.setAll(lengths, _ -> 5 + random.nextGaussian());
    RawData.Table raw =
        table(new Column.Numeric("amount", amounts), new Column.Numeric("length", lengths));
    PreparationOptions options =
        PreparationOptions.defaults().withScaling(Scaling.STANDARDIZE).withTails(Tails.LOG);
    Preparation preparation = throughMap(Preparation.fit(raw, options));
    assertThat(preparation.describe()).endsWith("logarithms of amount");

    double[] ascending = amounts.clone();
    Arrays.sort(ascending);
    double median = (ascending[1999] + ascending[2000]) / 2;
    double unit = Arrays.stream(amounts).map(x -> Math.abs(x - median)).sorted().toArray()[2000];
    double[] logs =
        Arrays.stream(amounts)
            .map(x -> Math.signum(x - median) * Math.log(1 + Math.abs(x - median) / unit))
            .toArray();
    double mean = Arrays.stream(logs).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
    Dataset data = preparation.apply(raw);
    for (int i = 0; i < 50; i++) {
      float[] row = data.row(i);
      assertThat((double) row[0]).isCloseTo((logs[i] - mean) / deviation, within(1e-5));
      assertThat(preparation.unscale(row)[0])
          .isCloseTo(amounts[i], within(1e-5 * Math.max(1, amounts[i])));
      assertThat(Double.parseDouble(preparation.original(row).getFirst()))
          .isCloseTo(amounts[i], within(1e-5 * Math.max(1, amounts[i])));
    }
  }

  @Test
  void maps_with_impossible_logarithms_are_refused() {
    SplittableRandom random = new SplittableRandom(3);
    double[] amounts = random.doubles(500).map(x -> Math.exp(8 * x * x)).toArray();
    RawData.Table raw = table(new Column.Numeric("amount", amounts));
    PreparationOptions options = PreparationOptions.defaults().withTails(Tails.LOG);
    Map<String, Object> map = new LinkedHashMap<>(Preparation.fit(raw, options).toMap());
    Map<String, Object> column = new LinkedHashMap<>(Map.of("name", "amount", "type", "numeric"));
    column.putAll(Map.of("offset", 0, "width", 1, "missing", 0, "logCentre", 0, "logUnit", 0));
    map.put("columns", List.of(column));
    assertThatThrownBy(() -> Preparation.fromMap(map))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("logUnit")
        .hasMessageContaining("above 0");
  }
}
