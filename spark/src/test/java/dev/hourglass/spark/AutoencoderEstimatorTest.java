package dev.hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.pca.PrincipalComponents;
import dev.hourglass.engine.kernel.KernelLadder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training in rounds: it learns, repeats itself, and goes on where it was cut off. */
class AutoencoderEstimatorTest {
  private static final int ROWS = 600;

  @TempDir static Path folder;
  private static SparkSession spark;
  private static Dataset<Row> rows;
  private static float[][] samples;
  private static AutoencoderModel whole;

  @BeforeAll
  static void draw() {
    spark = Cluster.session();
    samples = Samples.drawn(ROWS, 12);
    List<Row> all = new ArrayList<>();
    for (float[] sample : samples) {
      double[] doubles = new double[sample.length];
      for (int f = 0; f < doubles.length; f++) {
        doubles[f] = sample[f];
      }
      all.add(RowFactory.create(Vectors.dense(doubles)));
    }
    all.add(RowFactory.create(Vectors.dense(1, 2)));
    rows =
        spark.createDataFrame(
            all,
            new StructType(
                new StructField[] {
                  DataTypes.createStructField("features", SQLDataTypes.VectorType(), true)
                }));
    whole = estimator().fit(rows);
  }

  private static AutoencoderEstimator estimator() {
    return new AutoencoderEstimator()
        .setHidden("16")
        .setCodeSize(3)
        .setEpochs(4)
        .setBatchSize(64)
        .setAveragingSteps(3)
        .setNumPartitions(2)
        .setValidationFraction(0.1)
        .setKernels("portable");
  }

  private static double error(AutoencoderModel model) {
    Autoencoder trained = model.model().autoencoder();
    double sum = 0;
    for (double e : trained.reconstructionErrors(dev.hourglass.data.dataset.Dataset.of(samples))) {
      sum += e;
    }
    return sum / ROWS;
  }

  private static float[] parameters(AutoencoderModel model) {
    return model.model().autoencoder().parameters().row(0);
  }

  @Test
  void it_learns_and_leaves_bad_rows_out() {
    assertThat(whole.remarks())
        .containsExactly(
            "1 of 601 rows were left out: column 'features' holds a vector of 2 numbers, but the"
                + " model reads 12");
    PrincipalComponents pca =
        PrincipalComponents.of(
            dev.hourglass.data.dataset.Dataset.of(samples), 3, KernelLadder.portable());
    double left = pca.totalVariance() - Arrays.stream(pca.variances()).sum();
    assertThat(error(whole)).isLessThan(0.97 * left / 12);
    assertThat(whole.model().provenance().changes().getFirst())
        .contains("trained on 2 partitions", "averaged 12 times");
  }

  @Test
  void a_driver_that_was_killed_goes_on_to_the_same_bits_and_no_other_training_does()
      throws Exception {
    Path rounds = folder.resolve("rounds");
    AutoencoderEstimator kept = estimator().setCheckpointDir(rounds.toUri().toString());
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<AutoencoderModel> cutOff = thread.submit(() -> kept.fit(rows));
      while (!cutOff.isDone() && !hasRounds(rounds)) {
        Thread.sleep(5);
      }
      while (!cutOff.isDone()) {
        spark.sparkContext().cancelAllJobs();
        Thread.sleep(5);
      }
      assertThatThrownBy(cutOff::get).hasMessageContaining("cancelled");
    }
    AutoencoderModel again = kept.fit(rows);
    assertThat(again.remarks())
        .anyMatch(remark -> remark.matches("went on after round \\d+ of 12"));
    assertThat(parameters(again)).isEqualTo(parameters(whole));
    assertThatThrownBy(() -> kept.setBatchSize(128).fit(rows))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("holds a round of another training");
  }

  private static boolean hasRounds(Path folder) throws Exception {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().matches("round-.*[3-9]\\..*"));
    }
  }
}
