package dev.hourglass.tasks.anomaly.series;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.ThresholdRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Finds the points of time series at which they do not behave as usual: a {@link Detector} of their
 * sliding windows. A point's score is the mean score of the windows that cover it.
 *
 * <p>Immutable and safe to use from several threads.
 */
public final class SeriesDetector {
  private static final int FEWEST_WINDOWS = 20;

  /** More tell nothing more of a percentile. */
  private static final int MOST_KEPT = 20_000;

  private final Detector detector;
  private final SeriesState state;

  private SeriesDetector(Detector detector, SeriesState state) {
    this.detector = detector;
    this.state = state;
  }

  /** A fitted detector, and what it says of the series it was fitted on. */
  public record Fitted(SeriesDetector detector, SeriesScores scores) {}

  /**
   * Fits a detector.
   *
   * @throws DataException if the table is no series, or too short a one
   */
  public static Fitted fit(RawData.Table table, SeriesOptions options, Kernels kernels) {
    TimeSeries series =
        TimeSeries.of(table, options.timeColumn(), List.of(), OptionalDouble.empty());
    SeriesWindows windows =
        SeriesWindows.of(series, options.window(), options.stride(), options.period());
    int[] ends = windows.ends(series);
    if (ends.length < FEWEST_WINDOWS) {
      throw new DataException(
          "%s: has %d windows of %d points that reach over no gap, but what is usual cannot be told from fewer than %d; give more rows, or a smaller option 'window'"
              .formatted(table.source(), ends.length, windows.length(), FEWEST_WINDOWS));
    }
    RawData.Table rows = windows.rows(series, ends, table.source());
    Detector detector = Detector.fit(rows, options.detector(), kernels);
    double[] points = windows.ofPoints(detector.scores(rows), ends, series.points());
    double[] ascending =
        Arrays.stream(points).filter(score -> !Double.isNaN(score)).sorted().toArray();
    SeriesState state =
        new SeriesState(
            options.timeColumn(),
            series.names(),
            series.step(),
            windows,
            options.threshold(),
            options.threshold().over(ascending),
            thinned(ascending));
    SeriesDetector fitted =
        new SeriesDetector(
            Detector.of(detector.model().withSection(SeriesSection.CODEC, state)), state);
    return new Fitted(
        fitted, new SeriesScores(series, points, state.threshold(), state.ascending()));
  }

  private static double[] thinned(double[] ascending) {
    if (ascending.length <= MOST_KEPT) {
      return ascending;
    }
    double[] kept = new double[MOST_KEPT];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = ascending[(int) ((long) i * (ascending.length - 1) / (MOST_KEPT - 1))];
    }
    return kept;
  }

  /** Whether a detector is one of series. */
  public static boolean isOfSeries(Detector detector) {
    return detector.model().section(SeriesSection.CODEC).isPresent();
  }

  /**
   * The detector of series that a detector was loaded as.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SeriesDetector of(Detector detector) {
    return new SeriesDetector(
        detector,
        detector
            .model()
            .section(SeriesSection.CODEC)
            .orElseThrow(
                () -> new IllegalArgumentException("the detector was fitted on rows, no series")));
  }

  /** Writes the model file, whole or not at all. */
  public void save(Path file) {
    detector.save(file);
  }

  /** The detector of its windows. */
  public Detector detector() {
    return detector;
  }

  /** The column of dates and times. */
  public String timeColumn() {
    return state.timeColumn();
  }

  /** Between points, in days. */
  public double step() {
    return state.step();
  }

  /** What is scored. */
  public SeriesWindows windows() {
    return state.windows();
  }

  /** Above which a point is flagged. */
  public double threshold() {
    return state.threshold();
  }

  /** How that was chosen. */
  public ThresholdRule thresholdRule() {
    return state.rule();
  }

  /** The series of a table, at the steps that were fitted. */
  TimeSeries series(RawData.Table table) {
    return TimeSeries.of(table, state.timeColumn(), state.names(), OptionalDouble.of(state.step()));
  }

  /**
   * Scores a series.
   *
   * @throws DataException if it is none, lacks a value that was fitted, or is shorter than a window
   */
  public SeriesScores score(RawData.Table table) {
    TimeSeries series = series(table);
    int[] ends = ends(table, series);
    RawData.Table rows = state.windows().rows(series, ends, table.source());
    double[] points = state.windows().ofPoints(detector.scores(rows), ends, series.points());
    return new SeriesScores(series, points, state.threshold(), state.ascending());
  }

  int[] ends(RawData.Table table, TimeSeries series) {
    int[] ends = state.windows().ends(series);
    if (ends.length == 0) {
      throw new DataException(
          "%s: has no window of %d points without a gap; windows are as long as those fitted"
              .formatted(table.source(), state.windows().length()));
    }
    return ends;
  }
}
