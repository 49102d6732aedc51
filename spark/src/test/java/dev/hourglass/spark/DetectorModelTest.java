package dev.hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.tasks.anomaly.Detector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector at work on plain columns, in batches and in streams. */
class DetectorModelTest {
  private static final int ROWS = 400;

  @TempDir static Path folder;
  private static SparkSession spark;
  private static RawData raw;
  private static Detector detector;
  private static String file;

  @BeforeAll
  static void fit() throws Exception {
    spark = Cluster.session();
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/flows.csv"), table());
    raw = DataReader.read(folder.resolve("in/flows.csv").toString(), ReadOptions.defaults());
    DetectorModel fitted =
        new DetectorEstimator()
            .setInputCols("flow", "valve", "pressure")
            .setLabelCol("state")
            .fit(read().union(read().limit(3).withColumn("state", functions.lit("attack"))));
    Path path = folder.resolve("flows.safetensors");
    fitted.writeFile(spark, path.toUri().toString());
    detector = Detector.load(path, KernelLadder.climb(KernelChoice.AUTO));
    file = path.toUri().toString();
  }

  /** A flow and its pressure, which go together, and a valve; some cells are missing. */
  private static String table() {
    Random random = new Random(3);
    StringBuilder csv = new StringBuilder("flow,valve,pressure\n");
    for (int i = 0; i < ROWS; i++) {
      double flow = random.nextInt(1000) / 10.0;
      String valve = flow > 50 ? "open" : "shut";
      csv.append(i % 40 == 7 ? "" : flow)
          .append(',')
          .append(i % 50 == 9 ? "" : valve)
          .append(',')
          .append(2 * flow + random.nextInt(10) / 10.0)
          .append('\n');
    }
    return csv.toString();
  }

  private static Dataset<Row> read() {
    return spark
        .read()
        .option("header", true)
        .schema("flow DOUBLE, valve STRING, pressure DOUBLE")
        .csv(folder.resolve("in").toString())
        .withColumn("state", functions.lit("normal"));
  }

  @Test
  void it_was_fitted_on_the_normal_rows_and_keeps_what_was_said_of_their_columns() {
    assertThat(detector.model().provenance().data().samples()).isEqualTo(ROWS);
    assertThat(detector.model().preparation().toMap())
        .isEqualTo(
            Preparation.fit(
                    raw,
                    PreparationOptions.defaults()
                        .withScaling(Scaling.STANDARDIZE)
                        .withUnusualMarked(true))
                .toMap());
    assertThatThrownBy(() -> new DetectorEstimator().setInputCols("flow", "valv").fit(read()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no column valv");
  }

  @Test
  void scores_flags_and_percentiles_are_those_of_one_machine() {
    List<Row> scored =
        DetectorModel.ofFile(spark, file).transform(read()).coalesce(1).collectAsList();
    double[] scores = detector.scores(raw);
    assertThat(scored).hasSize(ROWS);
    for (int i = 0; i < ROWS; i++) {
      Row row = scored.get(i);
      assertThat(row.<Double>getAs("score")).isCloseTo(scores[i], within(1e-4));
      assertThat(row.<Boolean>getAs("flag"))
          .isEqualTo(detector.verdict(row.<Double>getAs("score")).flagged());
      assertThat(row.<Double>getAs("percentile")).isBetween(0.0, 100.0);
      assertThat(row.<Object>getAs("reason")).isNull();
    }
  }

  @Test
  void an_odd_row_is_explained_and_a_cell_that_is_no_number_is_the_reason_for_nulls() {
    Dataset<Row> rows =
        spark.sql(
            "SELECT * FROM VALUES ('10.0', 'shut', '190.0'), ('ten', 'open', '20'),"
                + " (NULL, 'open', '120.3'), ('70', 'open', '140.5') AS t(flow, valve, pressure)");
    List<Row> scored =
        DetectorModel.ofFile(spark, file)
            .setExplanationCol("because")
            .transform(rows)
            .collectAsList();
    assertThat(scored.getFirst().<Boolean>getAs("flag")).isTrue();
    assertThat(scored.getFirst().<String>getAs("because")).contains(", expected ");
    assertThat(scored.get(1).<Object>getAs("score")).isNull();
    assertThat(scored.get(1).<String>getAs("reason")).contains("'flow'", "'ten'");
    assertThat(scored.subList(2, 4))
        .allSatisfy(row -> assertThat(row.<Object>getAs("score")).isNotNull());
    assertThat(scored.get(3).<Object>getAs("because")).isNull();
    assertThatThrownBy(() -> DetectorModel.ofFile(spark, file).transform(rows.drop("valve")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lacks a column that the model reads: valve");
  }

  @Test
  void a_stream_of_files_is_scored_as_it_comes() throws Exception {
    Dataset<Row> stream =
        DetectorModel.ofFile(spark, file)
            .transform(
                spark
                    .readStream()
                    .option("header", true)
                    .schema("flow DOUBLE, valve STRING, pressure DOUBLE")
                    .csv(folder.resolve("in").toString()));
    StreamingQuery query =
        stream
            .writeStream()
            .format("memory")
            .queryName("scored")
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
    assertThat(query.exception().isEmpty()).isTrue();
    assertThat(spark.table("scored").where("score IS NOT NULL").count()).isEqualTo(ROWS);
  }

  @Test
  void columns_of_any_type_go_through_two_of_them_with_generated_code_and_without() {
    Dataset<Row> rich =
        read()
            .where("flow < 3")
            .withColumn("at", functions.expr("timestamp'2024-01-05 06:07:08.009'"))
            .withColumn("price", functions.expr("cast(flow as decimal(9,2))"))
            .withColumn("list", functions.expr("array(flow, pressure)"))
            .withColumn("pair", functions.expr("struct(valve, pressure as p)"));
    DetectorModel first = DetectorModel.ofFile(spark, file).setReasonCol("");
    DetectorModel second =
        DetectorModel.ofFile(spark, file)
            .setScoreCol("again")
            .setFlagCol("")
            .setPercentileCol("")
            .setReasonCol("why");
    Dataset<Row> scored = second.transform(first.transform(rich));
    List<Row> without = scored.collectAsList();
    List<Row> own = rich.collectAsList();
    int width = rich.columns().length;

    assertThat(own).hasSizeGreaterThan(3);
    assertThat(without).hasSameSizeAs(own);
    for (int i = 0; i < own.size(); i++) {
      Row row = without.get(i);
      assertThat(row.toSeq().take(width)).isEqualTo(own.get(i).toSeq());
      assertThat(row.<Double>getAs("again")).isNotNull().isEqualTo(row.getAs("score"));
      assertThat(row.<String>getAs("why")).isNull();
    }
    assertThat(without).anyMatch(row -> row.<Double>getAs("again") > 0);
    spark.conf().set("spark.sql.codegen.factoryMode", "CODEGEN_ONLY");
    spark.conf().set("spark.sql.codegen.wholeStage", true);
    try {
      assertThat(second.transform(first.transform(rich)).collectAsList()).isEqualTo(without);
    } finally {
      spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
      spark.conf().set("spark.sql.codegen.wholeStage", false);
    }
  }
}
