package dev.hourglass.examples;

import dev.hourglass.spark.DetectorEstimator;
import dev.hourglass.spark.DetectorModel;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Learns on a cluster what normal connections look like, and flags the others with the reason.
 *
 * <p>The table is NSL-KDD: network connections, numbers and categories, the last column {@code
 * attack} saying {@code normal} or the attack's name, which the detector never sees. Every second
 * row is learned from, the others are scored. Run by {@code spark-submit}, as {@code docs/spark.md}
 * has it.
 */
public final class FlagOnSpark {
  private static final String LABEL = "attack";

  private FlagOnSpark() {}

  /** Runs it on the CSV file {@code args[0]}; the model goes to {@code args[1]}. */
  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println(
          "usage: FlagOnSpark TABLE.csv MODEL.safetensors, both where Hadoop finds them");
      System.exit(2);
    }
    SparkSession spark = SparkSession.builder().appName("flag connections").getOrCreate();
    Dataset<Row> connections =
        spark.read().option("header", true).option("inferSchema", true).csv(args[0]);
    String[] columns =
        Arrays.stream(connections.columns())
            .filter(column -> !column.equals(LABEL))
            .toArray(String[]::new);
    Dataset<Row>[] halves = connections.randomSplit(new double[] {1, 1}, 7);

    DetectorModel detector =
        new DetectorEstimator().setInputCols(columns).setLabelCol(LABEL).fit(halves[0]);
    detector.writeFile(spark, args[1]);

    Dataset<Row> scored =
        detector
            .setFlagCol("odd")
            .setExplanationCol("because")
            .setReasonCol("")
            .transform(halves[1])
            .cache();
    scored
        .groupBy(functions.col(LABEL).equalTo("normal").as("normal"))
        .agg(
            functions.count("*").as("rows"),
            functions.avg(functions.col("odd").cast("int")).as("flagged"))
        .show();
    scored
        .where("odd")
        .orderBy(functions.desc("score"))
        .select("score", "percentile", LABEL, "because")
        .show(10, false);
    spark.stop();
  }
}
