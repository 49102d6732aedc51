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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantilesTest {
  private static final PreparationOptions OPTIONS =
      PreparationOptions.defaults().withScaling(Scaling.STANDARDIZE).withTails(Tails.QUANTILE);

  /** From printed tables of the normal distribution. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.8413447461, 1",
    "0.975, 1.959963985",
    "0.995, 2.575829304",
    "0.999, 3.090232306",
    "0.9999, 3.719016485",
    "0.999999, 4.753424309"
  })
  void the_normal_distribution_has_its_known_quantiles(double probability, double quantile) {
    assertThat(NormalQuantile.of(probability)).isCloseTo(quantile, within(2e-6));
    assertThat(NormalQuantile.of(1 - probability)).isCloseTo(-quantile, within(2e-6));
  }

  @Test
  void no_number_has_all_probability_below_it() {
    assertThatThrownBy(() -> NormalQuantile.of(1)).hasMessageContaining("no quantile of 1.0");
    assertThatThrownBy(() -> NormalQuantile.of(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void a_column_of_any_shape_comes_out_bell_shaped_and_goes_back() {
    SplittableRandom random = new SplittableRandom(3);
    double[] heavy = new double[5000];
    double[] two = new double[heavy.length];
    for (int i = 0; i < heavy.length; i++) {
      heavy[i] = 1e6 * Math.exp(3 * random.nextGaussian());
      two[i] = (i % 2 == 0 ? -40 : 40) + random.nextGaussian();
    }
    RawData.Table raw = table(heavy, two);
    Preparation preparation = Preparation.fromMap(Preparation.fit(raw, OPTIONS).toMap());
    assertThat(preparation.describe()).endsWith("by their quantiles c0, c1");
    Dataset data = preparation.apply(raw);
    for (int column = 0; column < 2; column++) {
      int f = column;
      double[] features =
          IntStream.range(0, data.size()).mapToDouble(i -> data.row(i)[f]).toArray();
      double fourth = Arrays.stream(features).map(x -> x * x * x * x).average().orElseThrow();
      double third = Arrays.stream(features).map(x -> x * x * x).average().orElseThrow();
      assertThat(fourth).isBetween(2.4, 3.2);
      assertThat(third).isCloseTo(0, within(0.1));
    }
    for (int i = 0; i < 200; i++) {
      double[] back = preparation.unscale(data.row(i));
      assertThat(back[0]).isCloseTo(heavy[i], within(1e-4 * heavy[i]));
      assertThat(back[1]).isCloseTo(two[i], within(1e-4 * 40));
    }
  }

  @Test
  void order_stays_and_what_lies_outside_lies_outside() {
    Curve curve =
        Quantiles.of(IntStream.range(0, 1000).mapToDouble(i -> i).toArray()).orElseThrow();
    double before = Double.NEGATIVE_INFINITY;
    for (double x = -500; x < 1500; x += 0.37) {
      double here = curve.of(x);
      assertThat(here).isGreaterThan(before);
      assertThat(curve.undone(here)).isCloseTo(x, within(1e-6));
      before = here;
    }
    assertThat(curve.of(499.5)).isCloseTo(0, within(0.01));
    assertThat(curve.of(841)).isCloseTo(1, within(0.01));
    assertThat(curve.of(1500)).isGreaterThan(curve.of(999) + 1);
  }

  @Test
  void equal_numbers_share_the_middle_of_their_ranks() {
    double[] mostlyZero = new double[1000];
    Arrays.fill(mostlyZero, 900, 1000, 7);
    Curve curve = Quantiles.of(mostlyZero).orElseThrow();
    assertThat(curve.of(0)).isCloseTo(NormalQuantile.of(0.45), within(0.01));
    assertThat(curve.of(7)).isCloseTo(NormalQuantile.of(0.95), within(0.01));
    assertThat(Quantiles.of(new double[] {5, 5, 5})).isEmpty();
    assertThat(Quantiles.of(new double[] {5})).isEmpty();
  }

  @Test
  void numbers_as_large_as_doubles_can_be_have_no_curve_and_large_ones_have() {
    double most = Double.MAX_VALUE;
    assertThat(Quantiles.of(new double[] {-most, 0, most})).isEmpty();
    assertThat(Quantiles.of(new double[] {most * 0.8, most * 0.9, most})).isEmpty();
    assertThat(Quantiles.of(new double[] {0, 1e300}).orElseThrow().of(2e300)).isFinite();
  }

  @Test
  void maps_whose_quantiles_do_not_ascend_are_refused() {
    for (List<Double> knots : List.of(List.of(1.0, 1.0), List.of(1.0), List.of(2.0, 1.0))) {
      Map<String, Object> map =
          new LinkedHashMap<>(Preparation.fit(table(new double[] {1, 2}), OPTIONS).toMap());
      Map<String, Object> column = new LinkedHashMap<>(Map.of("name", "c0", "type", "numeric"));
      column.putAll(Map.of("offset", 0, "width", 1, "missing", 0));
      column.putAll(Map.of("quantiles", knots, "quantileValues", List.of(-1.0, 1.0)));
      map.put("columns", List.of(column));
      assertThatThrownBy(() -> Preparation.fromMap(map))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("quantiles");
    }
  }

  private static RawData.Table table(double[]... columns) {
    List<Column> all =
        IntStream.range(0, columns.length)
            .mapToObj(c -> (Column) new Column.Numeric("c" + c, columns[c]))
            .toList();
    int[] lines = IntStream.rangeClosed(2, columns[0].length + 1).toArray();
    return new RawData.Table(all, true, lines, Optional.empty(), "t.csv");
  }
}
