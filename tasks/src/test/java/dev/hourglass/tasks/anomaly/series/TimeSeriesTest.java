package dev.hourglass.tasks.anomaly.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.TemporalFormat;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeSeriesTest {
  private static final double HOUR = 1 / 24.0;

  private static RawData.Table table(double[] hours, double[] values) {
    double[] days = new double[hours.length];
    for (int i = 0; i < days.length; i++) {
      days[i] = 20_000 + hours[i] * HOUR;
    }
    return new RawData.Table(
        List.of(
            new Column.Temporal("when", days, new TemporalFormat("uuuu-MM-dd HH:mm:ss")),
            new Column.Numeric("value", values)),
        true,
        IntStream.rangeClosed(2, days.length + 1).toArray(),
        Optional.empty(),
        "s.csv");
  }

  private static TimeSeries series(double[] hours, double... values) {
    return TimeSeries.of(table(hours, values), "when", List.of(), OptionalDouble.empty());
  }

  @Test
  void a_few_missing_points_are_bridged_and_more_are_a_gap() {
    TimeSeries series = series(new double[] {0, 1, 2, 4, 5, 6, 12, 13}, 0, 1, 2, 4, 5, 6, 12, 13);
    assertThat(series.step()).isCloseTo(HOUR, within(1e-9));
    assertThat(series.points()).isEqualTo(14);
    assertThat(series.values()[0][3]).isCloseTo(3, within(1e-9));
    assertThat(series.values()[0][8]).isNaN();
    assertThat(series.remarks()).singleElement().asString().contains("1 gap", "5.00 h");
    assertThat(new SeriesWindows(4, 1, 0).ends(series)).containsExactly(3, 4, 5, 6);
  }

  @Test
  void rows_of_one_time_are_averaged_and_one_that_goes_back_is_put_in_order() {
    TimeSeries twice = series(new double[] {0, 1, 1, 2}, 0, 1, 3, 4);
    assertThat(twice.values()[0]).containsExactly(0, 2, 4);
    assertThat(twice.remarks()).singleElement().asString().contains("line 4", "occurs twice");

    double[] hours = IntStream.range(0, 100).asDoubleStream().toArray();
    hours[50] = 49.5;
    hours[49] = 50;
    TimeSeries back = series(hours, new double[100]);
    assertThat(back.remarks().getFirst()).contains("line 52", "goes back", "in order");
  }

  @Test
  void rows_that_go_back_again_and_again_are_no_series() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> series(new double[] {0, 1, 0, 1, 0, 1}, new double[6]))
        .withMessageContainingAll("s.csv, line 4", "goes back", "2 of 6 rows", "sort");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> series(new double[] {3, 3, 3}, 1, 2, 3))
        .withMessageContaining("all times are the same");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () ->
                TimeSeries.of(
                    table(new double[] {0, 1}, new double[2]),
                    "time",
                    List.of(),
                    OptionalDouble.empty()))
        .withMessageContainingAll("no column 'time'", "when");
  }

  @Test
  void a_period_is_told_from_noise_and_drift() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[1000];
    double[] noise = new double[1000];
    for (int i = 0; i < values.length; i++) {
      noise[i] = random.nextGaussian();
      values[i] = 3 * Math.sin(2 * Math.PI * i / 24) + noise[i] + i / 200.0;
    }
    assertThat(Periodicity.of(values)).isEqualTo(24);
    assertThat(Periodicity.of(noise)).isZero();
    assertThat(Periodicity.of(new double[1000])).isZero();
  }

  @Test
  void a_fault_in_a_rhythm_is_flagged_and_the_detector_kept(@TempDir Path folder) {
    SplittableRandom random = new SplittableRandom(2);
    double[] hours = new double[1500];
    double[] values = new double[1500];
    boolean[] faulty = new boolean[1500];
    for (int i = 0; i < values.length; i++) {
      hours[i] = i;
      faulty[i] = i >= 900 && i < 924;
      double day = faulty[i] ? 0.3 : Math.sin(2 * Math.PI * i / 24);
      values[i] = day + 0.05 * random.nextGaussian();
    }
    RawData.Table table = table(hours, values);
    SeriesOptions options =
        new SeriesOptions(
            "when",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SeriesOptions.usualThreshold(),
            DetectorOptions.of(Regime.ALL));
    SeriesDetector.Fitted fitted =
        SeriesDetector.fit(table, options, KernelLadder.climb(KernelChoice.AUTO));
    assertThat(fitted.detector().windows()).isEqualTo(new SeriesWindows(72, 1, 24));
    boolean[] flagged = fitted.scores().flagged();
    for (int p = 0; p < flagged.length; p++) {
      assertThat(flagged[p] && !(p >= 850 && p < 974)).isFalse();
    }
    SeriesEvaluation evaluation = SeriesEvaluation.of(fitted.detector(), table, faulty);
    assertThat(evaluation.detector().found()).isEqualTo(1);
    assertThat(evaluation.detector().flagged()).isBetween(1, 8);
    assertThat(evaluation.detector().ranking().rocAuc()).isGreaterThan(0.99);

    Path file = folder.resolve("s.safetensors");
    fitted.detector().save(file);
    SeriesDetector loaded =
        SeriesDetector.of(Detector.load(file, KernelLadder.climb(KernelChoice.AUTO)));
    assertThat(loaded.score(table).points()).containsExactly(fitted.scores().points());
  }
}
