package dev.hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** A preparation fitted on some rows knows the ends and the texts of all. */
class GatheredRowsTest {
  @Test
  void a_sample_is_evenly_spread_and_completed_by_what_it_lacks() {
    Dataset<Row> frame =
        Cluster.session()
            .range(0, 1000, 1, 3)
            .selectExpr(
                "CAST(id AS DOUBLE) AS number",
                "CASE WHEN id = 777 THEN 'rare' ELSE 'common' END AS text");
    InputColumns input =
        InputColumns.toFit(frame.schema(), "features", new String[] {"number", "text"});
    GatheredRows rows = GatheredRows.of(frame, input, 0);
    RawData some = rows.sample(10, false).raw(SampleShape.vector(1));
    double[] spread = {0, 100, 200, 300, 400, 500, 600, 700, 800, 900};
    assertThat(((Column.Numeric) ((RawData.Table) some).columns().getFirst()).values())
        .isEqualTo(spread);
    RawRows completed = rows.sample(10, true);
    Preparation preparation =
        Preparation.fit(completed.raw(SampleShape.vector(1)), PreparationOptions.defaults());
    assertThat(preparation.outputShape().features()).isEqualTo(3);
    assertThat(preparation.unscale(new float[] {1, 0, 1})[0]).isEqualTo(999);
    assertThat(preparation.original(new float[] {0, 0, 1})).containsExactly("0.0", "rare");
    assertThat(rows.sample(1000, true).size()).isEqualTo(1000);
  }

  @Test
  void rows_are_dealt_out_by_their_place_in_the_data() {
    Dataset<Row> frame =
        Cluster.session().range(0, 9000, 1, 3).selectExpr("id + 0.0D AS a", "id - 1.0D AS b");
    InputColumns input = InputColumns.toFit(frame.schema(), "", new String[] {"a", "b"});
    GatheredRows rows = GatheredRows.of(frame, input, 2);
    // 3000 rows a partition of the frame, which are dealt out beginning with another one each.
    double[] dealt =
        IntStream.range(0, 9000)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer id) -> (id % 3000 + id / 3000) % 2)
                    .thenComparingInt(id -> id))
            .mapToDouble(id -> id)
            .toArray();
    RawData all = rows.sample(9000, false).raw(SampleShape.vector(2));
    assertThat(((Column.Numeric) ((RawData.Table) all).columns().getFirst()).values())
        .isEqualTo(dealt);
    assertThat(rows.counts()).containsExactly(4500, 4500);
    int[] of100 = new int[100];
    IntStream.range(0, 64_000).forEach(place -> of100[DealtRows.target(3, place, 100)]++);
    assertThat(of100).containsOnly(640);
  }

  @Test
  void partial_sums_do_not_depend_on_the_order_they_come_in() {
    // Added from behind, the first of these would be 4 / 5.
    float[] first = {1e16f, 3, -1e16f, 1, 1};
    Partial[] parts = new Partial[first.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          new Partial(
              i,
              1,
              new Partial.Place(new float[] {first[i], 0.1f * i}, i),
              0.1,
              Partial.Held.NONE,
              "");
    }
    Partial.Place forward = Partial.sum(Arrays.asList(parts)).place();
    Partial.Place backward = Partial.sum(Arrays.asList(parts).reversed()).place();
    assertThat(backward.numbers()).isEqualTo(forward.numbers());
    assertThat(forward.numbers()).containsExactly(6 / 5f, 0.2f);
    assertThat(forward.steps()).isEqualTo(4);
    Partial.Place parted =
        Partial.sum(
                List.of(
                    Partial.sum(List.of(parts[4], parts[3], parts[2])),
                    Partial.sum(List.of(parts[1], parts[0]))))
            .place();
    assertThat(parted.numbers()[1]).isCloseTo(0.2f, org.assertj.core.api.Assertions.within(1e-6f));
  }
}
