package dev.hourglass.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Imputation;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import dev.hourglass.data.prepare.Tails;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Raw columns in ONNX Runtime beside the same columns read and prepared here. */
class PreparationExportTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;

  /** Numbers of many sizes, gaps, words that are among those known and words that are not. */
  private Path table(String name, int rows, long seed, boolean strange) throws IOException {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("flow,clock,valve,depth,grade"));
    String[] valves =
        strange ? new String[] {"open", "shut", "torn"} : new String[] {"open", "shut"};
    for (int i = 0; i < rows; i++) {
      String flow = random.nextInt(10) == 0 ? "" : text(20 + 5 * random.nextGaussian());
      String valve = random.nextInt(12) == 0 ? "" : valves[random.nextInt(valves.length)];
      String depth = strange && i == 3 ? "1e6" : text(1e-4 * random.nextGaussian());
      lines.add(
          String.join(
              ",",
              flow,
              String.valueOf(1_764_000_000_000L + i * 1_000L),
              valve,
              depth,
              "k" + random.nextInt(3)));
    }
    return Files.write(folder.resolve(name), lines);
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.7f", value);
  }

  private static ModelFile.Model model(RawData raw, PreparationOptions options) {
    Preparation preparation = Preparation.fit(raw, options);
    Blueprint blueprint =
        Preset.UNDERCOMPLETE.blueprint(preparation.outputShape(), Stages.of(12), 3);
    return Models.of(Models.random(blueprint, 4), preparation);
  }

  /** A table's columns as an ONNX graph takes them. */
  private static Map<String, Object> inputs(RawData.Table table) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      switch (column) {
        case Column.Numeric(String name, double[] numbers) -> {
          double[][] rows = new double[numbers.length][1];
          for (int i = 0; i < numbers.length; i++) {
            rows[i][0] = numbers[i];
          }
          inputs.put(name, rows);
        }
        case Column.Categorical texts -> {
          String[][] rows = new String[texts.size()][1];
          for (int i = 0; i < rows.length; i++) {
            rows[i][0] = texts.isMissing(i) ? "" : texts.categories().get(texts.codes()[i]);
          }
          inputs.put(texts.name(), rows);
        }
        case Column.Temporal times -> throw new IllegalStateException(times.name());
      }
    }
    return inputs;
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void columns_as_they_stand_in_a_table_are_prepared_inside(Scaling scaling) throws IOException {
    ReadOptions reading =
        ReadOptions.defaults().withIgnore(scaling == Scaling.NONE ? List.of("clock") : List.of());
    RawData raw = DataReader.read(table("train.csv", 300, 1, false).toString(), reading);
    ModelFile.Model model =
        model(
            raw,
            PreparationOptions.defaults().withScaling(scaling).withImputation(Imputation.MEDIAN));
    RawData.Table other =
        (RawData.Table)
            DataReader.read(
                table("use.csv", 50, 2, scaling != Scaling.NONE).toString(),
                reading,
                model.preparation().schema());
    Dataset samples = model.preparation().apply(other);
    try (Runtime runtime = new Runtime(OnnxExport.of(model, ExportedPart.ENCODE))) {
      float[][] codes = (float[][]) runtime.run(inputs(other)).get("code");
      assertClose(doubles(codes), doubles(model.autoencoder().encode(samples).toArray()));
    }
    OnnxExport rebuilding = OnnxExport.of(model, ExportedPart.RECONSTRUCT);
    try (Runtime runtime = new Runtime(rebuilding)) {
      Object rebuilt = runtime.run(inputs(other)).get("reconstruction");
      double[][] found = rebuilt instanceof double[][] d ? d : doubles((float[][]) rebuilt);
      Tensor own = model.autoencoder().reconstruct(samples);
      double[][] expected = new double[own.rows()][];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = model.preparation().unscale(own.row(i));
      }
      assertClose(found, expected);
    }
    // Milliseconds since 1970 are more than float32 tells apart.
    assertThat(rebuilding.outputs().getFirst().type())
        .isEqualTo(scaling == Scaling.NONE ? OnnxType.FLOAT : OnnxType.DOUBLE);
    try (Runtime runtime = new Runtime(OnnxExport.of(model, ExportedPart.ERROR))) {
      float[] errors = (float[]) runtime.run(inputs(other)).get("error");
      double[] expected = model.autoencoder().reconstructionErrors(samples);
      for (int i = 0; i < errors.length; i++) {
        assertThat((double) errors[i]).isCloseTo(expected[i], within(1e-4 * expected[i]));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Tails.class)
  void what_is_missing_rare_unseen_or_far_in_a_tail_is_as_it_is_here(Tails tails)
      throws IOException {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of("amount,flow,valve"));
    for (int i = 0; i < 1200; i++) {
      lines.add(
          (random.nextInt(10) == 0 ? "" : text(Math.exp(2 * random.nextGaussian())))
              + ","
              + text(5 + random.nextGaussian())
              + ","
              + (i % 13 == 0 ? "" : i < 4 ? "torn" : random.nextBoolean() ? "open" : "shut"));
    }
    RawData raw =
        DataReader.read(Files.write(folder.resolve("t.csv"), lines), ReadOptions.defaults());
    ModelFile.Model model =
        model(
            raw,
            PreparationOptions.defaults()
                .withScaling(Scaling.STANDARDIZE)
                .withTails(tails)
                .withUnusualMarked(true));
    assertThat(model.preparation().outputShape().features()).isEqualTo(2 + 1 + 3);
    Files.write(
        folder.resolve("u.csv"), List.of("amount,flow,valve", ",4,never", "1e5,5,", "2,9,torn"));
    RawData.Table other =
        (RawData.Table)
            DataReader.read(
                folder.resolve("u.csv").toString(),
                ReadOptions.defaults(),
                model.preparation().schema());
    for (RawData.Table rows : List.of((RawData.Table) raw, other)) {
      Dataset samples = model.preparation().apply(rows);
      try (Runtime runtime = new Runtime(OnnxExport.of(model, ExportedPart.ENCODE))) {
        float[][] codes = (float[][]) runtime.run(inputs(rows)).get("code");
        assertClose(doubles(codes), doubles(model.autoencoder().encode(samples).toArray()));
      }
      try (Runtime runtime = new Runtime(OnnxExport.of(model, ExportedPart.RECONSTRUCT))) {
        Object rebuilt = runtime.run(inputs(rows)).get("reconstruction");
        Tensor own = model.autoencoder().reconstruct(samples);
        double[][] expected = new double[own.rows()][];
        for (int i = 0; i < expected.length; i++) {
          expected[i] = model.preparation().unscale(own.row(i));
        }
        assertClose(rebuilt instanceof double[][] d ? d : doubles((float[][]) rebuilt), expected);
      }
    }
  }

  @Test
  void arrays_are_scaled_inside() {
    float[][] rows = Models.samples(60, 6, 8);
    for (float[] row : rows) {
      row[2] = 300 + 40 * row[2];
    }
    RawData raw = new RawData.Array(Dataset.of(rows), dev.hourglass.data.raw.NumberKind.FLOATS);
    ModelFile.Model model =
        model(raw, PreparationOptions.defaults().withScaling(Scaling.STANDARDIZE));
    try (Runtime runtime = new Runtime(OnnxExport.of(model, ExportedPart.ENCODE))) {
      assertClose(
          doubles(runtime.rows("samples", rows, "code")),
          doubles(model.autoencoder().encode(model.preparation().apply(raw)).toArray()));
    }
  }

  @Test
  void dates_are_refused_by_name_and_with_what_to_do() throws IOException {
    List<String> lines = new ArrayList<>(List.of("when,flow"));
    for (int i = 1; i < 29; i++) {
      lines.add(String.format(Locale.ROOT, "2026-02-%02d,%d", i, i * i));
    }
    Path file = Files.write(folder.resolve("dates.csv"), lines);
    ModelFile.Model model =
        model(
            DataReader.read(file.toString(), ReadOptions.defaults()),
            PreparationOptions.defaults());
    assertThatThrownBy(() -> OnnxExport.of(model, ExportedPart.ENCODE))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("column 'when' holds dates or times (uuuu-MM-dd)")
        .hasMessageContaining("option 'ignore' = when");
  }

  @Test
  void a_column_named_like_an_output_keeps_its_name() throws IOException {
    Path file =
        Files.write(folder.resolve("names.csv"), List.of("code,error", "1,2", "2,3", "4,9", "7,1"));
    RawData raw = DataReader.read(file.toString(), ReadOptions.defaults());
    ModelFile.Model model = model(raw, PreparationOptions.defaults());
    OnnxExport export = OnnxExport.of(model, ExportedPart.ENCODE);
    assertThat(export.inputs()).extracting(Port::name).containsExactly("code", "error");
    assertThat(export.outputs()).extracting(Port::name).containsExactly("code_2");
    try (Runtime runtime = new Runtime(export)) {
      assertThat(runtime.run(inputs((RawData.Table) raw))).containsOnlyKeys("code_2");
    }
  }

  private static double[][] doubles(float[][] rows) {
    double[][] wide = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      wide[i] = new double[rows[i].length];
      for (int c = 0; c < wide[i].length; c++) {
        wide[i][c] = rows[i][c];
      }
    }
    return wide;
  }

  /** Column by column, by its largest number. */
  private static void assertClose(double[][] found, double[][] expected) {
    assertThat(found.length).isEqualTo(expected.length);
    for (int c = 0; c < expected[0].length; c++) {
      double largest = 0;
      double difference = 0;
      for (int r = 0; r < expected.length; r++) {
        largest = Math.max(largest, Math.abs(expected[r][c]));
        difference = Math.max(difference, Math.abs(found[r][c] - expected[r][c]));
      }
      assertThat(difference).as("column %d", c).isLessThanOrEqualTo(TOLERANCE * largest);
    }
  }
}
