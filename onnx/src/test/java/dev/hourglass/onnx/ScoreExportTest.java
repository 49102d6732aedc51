package dev.hourglass.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OrtException;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A detector's scores in ONNX Runtime beside its own. */
class ScoreExportTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir Path folder;

  /** Points on a bent line, every tenth of them off it where asked. */
  private static RawData.Table rows(int count, long seed, boolean odd) {
    Random random = new Random(seed);
    double[][] columns = new double[4][count];
    int[] kinds = new int[count];
    for (int i = 0; i < count; i++) {
      double t = random.nextDouble() * 6;
      double off = odd && i % 10 == 0 ? 3 * random.nextGaussian() : 0;
      columns[0][i] = t + 0.05 * random.nextGaussian();
      columns[1][i] = Math.sin(t) + off;
      columns[2][i] = random.nextInt(20) == 0 ? Double.NaN : 1000 * Math.cos(t);
      columns[3][i] = Math.floor(t);
      kinds[i] = t > 3 ? 1 : 0;
    }
    List<Column> all = new ArrayList<>();
    for (int c = 0; c < columns.length; c++) {
      all.add(new Column.Numeric("c" + c, columns[c]));
    }
    all.add(new Column.Categorical("kind", kinds, List.of("low", "high")));
    return new RawData.Table(
        all, true, IntStream.rangeClosed(1, count).toArray(), Optional.empty(), "memory");
  }

  private static Map<String, Object> inputs(RawData.Table table) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      if (column instanceof Column.Numeric(String name, double[] numbers)) {
        inputs.put(
            name,
            IntStream.range(0, numbers.length)
                .mapToObj(i -> new double[] {numbers[i]})
                .toArray(double[][]::new));
      } else if (column
          instanceof Column.Categorical(String name, int[] codes, List<String> texts)) {
        inputs.put(
            name,
            IntStream.of(codes)
                .mapToObj(code -> new String[] {texts.get(code)})
                .toArray(String[][]::new));
      }
    }
    return inputs;
  }

  @ParameterizedTest
  @EnumSource(Regime.class)
  void scores_and_flags_are_those_of_the_detector(Regime regime) {
    Detector detector =
        Detector.fit(
            rows(500, 1, regime == Regime.ALL), DetectorOptions.of(regime), Models.KERNELS);
    RawData.Table other = rows(120, 2, true);
    double[] expected = detector.scores(other);
    try (Runtime runtime = new Runtime(OnnxExport.of(detector.model(), ExportedPart.SCORE))) {
      Map<String, Object> answers = runtime.run(inputs(other));
      float[] scores = (float[]) answers.get("score");
      boolean[] flags = (boolean[]) answers.get("flagged");
      int flagged = 0;
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) scores[i])
            .as("row %d", i)
            .isCloseTo(expected[i], within(TOLERANCE * Math.max(1, expected[i])));
        assertThat(flags[i]).isEqualTo(expected[i] > detector.threshold());
        flagged += flags[i] ? 1 : 0;
      }
      assertThat(flagged).isBetween(5, 40);
      RawData.Table one = other.subset(new int[] {17});
      assertThat(((float[]) runtime.run(inputs(one)).get("score"))[0]).isEqualTo(scores[17]);
    }
  }

  @Test
  void a_model_without_a_detector_has_no_score_and_says_what_it_has() {
    ModelFile.Model model =
        Models.of(Preset.UNDERCOMPLETE.blueprint(SampleShape.vector(4), Stages.of(), 2), 1);
    assertThatThrownBy(() -> OnnxExport.of(model, ExportedPart.SCORE))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("holds no detector, which 'detect fit' makes; 'error' exports");
  }

  @Test
  void the_file_says_what_it_is() throws OrtException {
    ModelFile.Model model =
        Models.of(Preset.UNDERCOMPLETE.blueprint(SampleShape.vector(4), Stages.of(), 2), 1);
    OnnxExport export = OnnxExport.of(model, ExportedPart.ENCODE);
    Path file = folder.resolve("deep/encoder.onnx");
    export.write(file);
    assertThat(file).hasSize(export.size());
    assertThat(Files.exists(file)).isTrue();
    assertThat(export.opset()).isEqualTo(17);
    assertThat(export.inputs()).containsExactly(new Port("samples", OnnxType.FLOAT, List.of(4)));
    assertThat(export.outputs().getFirst().shape()).isEqualTo("[batch, 2]");
    try (Runtime runtime = new Runtime(export)) {
      OnnxModelMetadata metadata = runtime.session().getMetadata();
      assertThat(metadata.getProducerName()).isEqualTo("hourglass");
      assertThat(metadata.getCustomMetadata())
          .containsKeys("blueprint", "preparation", "training", "provenance")
          .containsEntry("part", "encode");
    }
  }
}
