package dev.hourglass.tasks.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.tasks.TestKernels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorTest {
  private static final RawData.Table FITTED = Pumps.rows(2000, 0, 1);
  private static final RawData.Table SCORED = Pumps.rows(1000, 20, 2);
  private static final Detector NORMAL =
      Detector.fit(FITTED, DetectorOptions.of(Regime.NORMAL), TestKernels.BEST);

  @TempDir Path folder;

  @Test
  void finds_faults_among_rows_it_has_not_seen() {
    DetectorEvaluation evaluation = DetectorEvaluation.of(NORMAL, SCORED, Optional.empty());
    assertThat(evaluation.ranking().rocAuc()).isGreaterThan(0.99);
    assertThat(evaluation.recall()).isGreaterThan(0.9);
    // One normal row of a hundred is what the threshold was chosen for.
    assertThat(evaluation.falseAlarmRate()).isLessThan(0.035);
    assertThat(evaluation.toMap())
        .containsEntry("anomalies", 50)
        .containsEntry("flagged", evaluation.flagged())
        .containsKeys("rocAuc", "averagePrecision", "threshold");
  }

  @Test
  void finds_faults_among_the_rows_it_is_fitted_on() {
    RawData.Table rows = Pumps.rows(2000, 40, 3);
    Detector all = Detector.fit(rows, DetectorOptions.of(Regime.ALL), TestKernels.BEST);
    DetectorEvaluation evaluation = DetectorEvaluation.of(all, rows, Optional.empty());
    assertThat(evaluation.ranking().rocAuc()).isGreaterThan(0.95);
    assertThat(evaluation.flagged()).isBetween(80, 120);
    assertThat(all.regime()).isEqualTo(Regime.ALL);
  }

  @Test
  void only_normal_rows_are_fitted_where_labels_tell() {
    Detector detector =
        Detector.fit(Pumps.rows(1000, 10, 4), DetectorOptions.of(Regime.NORMAL), TestKernels.BEST);
    assertThat(detector.model().provenance().data().samples()).isEqualTo(900);
    assertThat(detector.normal()).contains("0");
  }

  @Test
  void scores_are_the_same_from_the_file_and_from_many_threads() {
    Path file = folder.resolve("pump.safetensors");
    NORMAL.save(file);
    Detector loaded = Detector.load(file, TestKernels.BEST);
    double[] scores = NORMAL.scores(SCORED);
    assertThat(loaded.scores(SCORED)).containsExactly(scores);
    assertThat(loaded.threshold()).isEqualTo(NORMAL.threshold());
    assertThat(loaded.verdict(scores[3])).isEqualTo(NORMAL.verdict(scores[3]));
    List<double[]> together =
        IntStream.range(0, 8).parallel().mapToObj(_ -> loaded.scores(SCORED)).toList();
    assertThat(together).allSatisfy(other -> assertThat(other).containsExactly(scores));
  }

  @Test
  void the_same_seed_gives_the_same_detector() {
    Detector again = Detector.fit(FITTED, DetectorOptions.of(Regime.NORMAL), TestKernels.BEST);
    assertThat(again.scores(SCORED)).containsExactly(NORMAL.scores(SCORED));
    Detector other =
        Detector.fit(FITTED, DetectorOptions.of(Regime.NORMAL).withSeed(7), TestKernels.BEST);
    assertThat(other.scores(SCORED)).isNotEqualTo(NORMAL.scores(SCORED));
  }

  @Test
  void a_row_scores_alone_as_among_others() {
    double[] scores = NORMAL.scores(SCORED);
    for (int i : new int[] {0, 10, 20}) {
      Verdict verdict = NORMAL.score(cells(i));
      assertThat(verdict.score()).isCloseTo(scores[i], within(1e-3 * (1 + scores[i])));
      assertThat(verdict.flagged()).isEqualTo(scores[i] > NORMAL.threshold());
    }
  }

  private static Map<String, String> cells(int row) {
    Map<String, String> cells = new HashMap<>();
    SCORED.columns().forEach(column -> cells.put(column.name(), CellText.of(column, row)));
    cells.put("remark", "columns that were not fitted do not count");
    return cells;
  }

  @Test
  void an_array_of_numbers_scores_as_a_row() {
    RawData.Table numbers = numbersOf(FITTED);
    Detector detector = Detector.fit(numbers, DetectorOptions.of(Regime.NORMAL), TestKernels.BEST);
    double[] row = {2000, 20, 1.2, 5};
    assertThat(detector.score(row).score())
        .isEqualTo(detector.scores(PlainTable.row(row))[0])
        .isFinite();
    assertThat(detector.score(new double[] {Double.NaN, 20, 1.2, 5}).score()).isFinite();
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> detector.score(new double[] {1, 2, 3}))
        .withMessageContainingAll("3 columns", "4");
  }

  private static RawData.Table numbersOf(RawData.Table table) {
    return new RawData.Table(
        table.columns().stream().filter(c -> !c.name().equals("valve")).toList(),
        true,
        table.lines(),
        Optional.empty(),
        table.source());
  }

  @Test
  void the_cell_that_is_wrong_is_named_first_with_what_is_expected_there() {
    Labels labels = SCORED.labels().orElseThrow();
    int right = 0;
    int all = 0;
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.name(i).equals("0")) {
        List<Contribution> why = NORMAL.explain(SCORED, i, 3);
        assertThat(why).hasSizeBetween(1, 3);
        all++;
        right += why.getFirst().column().equals(labels.name(i)) ? 1 : 0;
      }
    }
    assertThat(all).isEqualTo(50);
    assertThat(right).isGreaterThanOrEqualTo(42);
  }

  @Test
  void drift_is_seen_where_a_column_moves_and_categories_are_new() {
    Drift still = NORMAL.drift();
    NORMAL.count(Pumps.rows(1000, 0, 9), still);
    assertThat(still.remarks()).isEmpty();
    assertThat(still.movements()).allSatisfy(m -> assertThat(m.index()).isLessThan(0.1));

    RawData.Table moved = Pumps.rows(1000, 0, 9);
    double[] speed = ((Column.Numeric) moved.columns().getFirst()).values();
    Arrays.setAll(speed, i -> speed[i] + 1000);
    Drift drift = NORMAL.drift();
    NORMAL.count(moved, drift);
    assertThat(drift.remarks()).singleElement().asString().contains("'speed'", "1,000 rows");
  }

  @Test
  void a_threshold_may_be_chosen_anew() {
    Detector strict = NORMAL.withThreshold(new ThresholdRule.Quantile(0.5));
    assertThat(strict.threshold()).isLessThan(NORMAL.threshold());
    Path file = folder.resolve("strict.safetensors");
    strict.save(file);
    assertThat(Detector.load(file, TestKernels.BEST).thresholdRule())
        .isEqualTo(new ThresholdRule.Quantile(0.5));
  }

  @Test
  void too_few_rows_and_other_models_are_refused() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () ->
                Detector.fit(
                    FITTED.subset(new int[] {0}), DetectorOptions.of(Regime.ALL), TestKernels.BEST))
        .withMessageContainingAll("1 row", "10");
    Dataset samples = Dataset.of(new float[][] {{0, 1}, {1, 0}});
    Training training = Training.defaults().withEpochs(1);
    ModelFile.write(
        folder.resolve("plain.safetensors"),
        new Trainer(training, TestKernels.BEST)
            .train(Preset.UNDERCOMPLETE.blueprint(samples.shape()), samples)
            .model(Preparation.none(samples.shape()), training, samples));
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> Detector.load(folder.resolve("plain.safetensors"), TestKernels.BEST))
        .withMessageContainingAll("plain.safetensors", "detect fit");
  }

  @Test
  void the_report_names_regime_rows_and_reasons() {
    String html = DetectionReport.of(NORMAL, SCORED, true, Optional.empty()).html();
    assertThat(html)
        .contains("pumps.csv", "fitted on rows that are all normal", "ROC-AUC", "threshold")
        .contains("expected", "population stability", "flow", "</html>");
    String unlabelled = DetectionReport.of(NORMAL, SCORED, false, Optional.empty()).html();
    assertThat(unlabelled).doesNotContain("ROC-AUC");
  }
}
