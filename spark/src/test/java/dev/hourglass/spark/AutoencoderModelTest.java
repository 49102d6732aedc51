package dev.hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.KernelLadder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model at work on vectors gives what it gives on one machine. */
class AutoencoderModelTest {
  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("id", DataTypes.IntegerType, false),
            DataTypes.createStructField("features", SQLDataTypes.VectorType(), true)
          });

  @TempDir static Path folder;
  private static SparkSession spark;
  private static Dataset samples;
  private static ModelFile.Model model;
  private static String file;

  @BeforeAll
  static void train() {
    spark = Cluster.session();
    samples = Dataset.of(Samples.drawn(600, 12));
    Training training = Training.defaults().withEpochs(1).withWorkers(1);
    TrainingResult result =
        new Trainer(training, KernelLadder.portable())
            .train(Preset.UNDERCOMPLETE.blueprint(samples.shape(), List.of(8), 4), samples);
    model = result.model(Preparation.none(samples.shape()), training, samples);
    Path path = folder.resolve("model.safetensors");
    ModelFile.write(path, model);
    file = path.toUri().toString();
  }

  private static org.apache.spark.sql.Dataset<Row> frame(List<Row> rows) {
    return spark.createDataFrame(rows, SCHEMA);
  }

  private static List<Row> rows(boolean sparse) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      float[] floats = samples.row(i);
      double[] doubles = new double[floats.length];
      for (int f = 0; f < floats.length; f++) {
        doubles[f] = floats[f];
      }
      Vector dense = Vectors.dense(doubles);
      rows.add(RowFactory.create(i, sparse && i % 2 == 0 ? dense.toSparse() : dense));
    }
    return rows;
  }

  @Test
  void codes_reconstructions_and_errors_are_those_of_one_machine() {
    List<Row> scored =
        AutoencoderModel.ofFile(spark, file)
            .setReconstructionCol("rebuilt")
            .transform(frame(rows(true)).repartition(3))
            .orderBy("id")
            .collectAsList();
    float[][] codes = model.autoencoder().encode(samples).toArray();
    float[][] rebuilt = model.autoencoder().reconstruct(samples).toArray();
    double[] errors = model.autoencoder().reconstructionErrors(samples);
    assertThat(scored).hasSize(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      Row row = scored.get(i);
      assertThat(row.<Object>getAs("reason")).isNull();
      assertClose(row.getAs("codes"), codes[i]);
      assertClose(row.getAs("rebuilt"), rebuilt[i]);
      assertThat(row.<Double>getAs("error")).isCloseTo(errors[i], within(1e-6));
    }
  }

  private static void assertClose(Vector found, float[] expected) {
    assertThat(found.size()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.apply(i)).isCloseTo(expected[i], within(1e-4));
    }
  }

  @Test
  void a_bad_row_becomes_null_with_a_reason_and_the_others_are_scored() {
    double[] broken = new double[samples.features()];
    broken[3] = Double.NaN;
    List<Row> rows =
        List.of(
            RowFactory.create(0, null),
            RowFactory.create(1, Vectors.dense(1, 2, 3)),
            RowFactory.create(2, Vectors.dense(broken)),
            rows(false).get(3));
    List<Row> scored =
        AutoencoderModel.ofFile(spark, file).transform(frame(rows)).orderBy("id").collectAsList();
    assertThat(scored.get(0).<String>getAs("reason")).isEqualTo("column 'features' is null");
    assertThat(scored.get(1).<String>getAs("reason"))
        .isEqualTo(
            "column 'features' holds a vector of 3 numbers, but the model reads %d"
                .formatted(samples.features()));
    assertThat(scored.get(2).<String>getAs("reason"))
        .isEqualTo("column 'features' holds NaN, which is no finite number");
    assertThat(scored.subList(0, 3)).allSatisfy(row -> assertThat(row.isNullAt(2)).isTrue());
    assertThat(scored.get(3).<Object>getAs("reason")).isNull();
    assertThat(scored.get(3).<Double>getAs("error")).isPositive();
  }

  @Test
  void a_pipeline_with_it_is_saved_and_loaded_with_its_parameters() throws Exception {
    PipelineModel pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  AutoencoderModel.ofFile(spark, file).setCodesCol("z").setErrorCol("")
                })
            .fit(frame(rows(false)));
    String path = folder.resolve("pipeline").toUri().toString();
    pipeline.write().overwrite().save(path);
    PipelineModel loaded = PipelineModel.load(path);
    assertThat(loaded.transform(frame(rows(false).subList(0, 5))).columns())
        .containsExactly("id", "features", "z", "reason");
    AutoencoderModel stage = (AutoencoderModel) loaded.stages()[0];
    assertThat(stage.model().provenance()).isEqualTo(model.provenance());
    assertThat(stage.uid()).isEqualTo(pipeline.stages()[0].uid());
    String other = folder.resolve("taken-out.safetensors").toUri().toString();
    stage.writeFile(spark, other);
    assertThat(Path.of(java.net.URI.create(other)))
        .hasSameBinaryContentAs(Path.of(java.net.URI.create(file)));
  }

  @Test
  void columns_that_do_not_fit_are_refused_before_anything_runs() {
    AutoencoderModel stage = AutoencoderModel.ofFile(spark, file);
    assertThatThrownBy(() -> stage.transform(frame(rows(false)).drop("features")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no column 'features' of vectors")
        .hasMessageContaining("it has id");
    assertThatThrownBy(() -> stage.setCodesCol("id").transformSchema(SCHEMA))
        .hasMessageContaining("the DataFrame has id already");
    assertThatThrownBy(() -> AutoencoderModel.ofFile(spark, file + ".not"))
        .hasMessageContaining("there is no model file");
  }
}
