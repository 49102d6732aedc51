package dev.hourglass.tasks.anomaly.series;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.TemporalFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Measurements at even times, made of rows whose times need not be even: each row belongs to the
 * nearest point of a grid of the median step, several rows of a point are averaged, a few missing
 * points are bridged by straight lines, and more of them are a gap.
 *
 * @param names of the values
 * @param step between points, in days
 * @param values {@code [names][points]}; NaN within gaps
 * @param pointOfRow the point that each row of the table belongs to
 * @param remarks what people should know, a sentence each
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
public record TimeSeries(
    List<String> names, double step, double[][] values, int[] pointOfRow, List<String> remarks) {
  /** So many missing points are bridged. */
  private static final int BRIDGED = 3;

  /** So much may a time differ from its point, in steps, before spacing is called uneven. */
  private static final double UNEVEN = 0.05;

  /** From this share of rows on that go back in time, the rows are no series. */
  private static final double MOST_BACKWARDS = 0.02;

  /** A grid of more points than this for every row is mostly gaps. */
  private static final int MOST_POINTS_A_ROW = 50;

  private static final double SECONDS = 86_400;

  public TimeSeries {
    names = List.copyOf(names);
    remarks = List.copyOf(remarks);
  }

  /** How many points there are. */
  public int points() {
    return values[0].length;
  }

  /**
   * The series of a table.
   *
   * @param timeColumn the column of dates and times; all columns of numbers are values
   * @param wanted the values' names; all where empty
   * @param step between points in days, where it is known
   * @throws DataException if there is no such column or no values, a time is missing, most rows go
   *     back in time, or times are hardly ever the step apart
   */
  public static TimeSeries of(
      RawData.Table table, String timeColumn, List<String> wanted, OptionalDouble step) {
    Column.Temporal times = times(table, timeColumn);
    List<Column.Numeric> columns = values(table, timeColumn, wanted);
    List<String> remarks = new ArrayList<>();
    double[] days = times.days();
    for (int i = 0; i < days.length; i++) {
      if (Double.isNaN(days[i])) {
        throw new DataException(
            "%s, line %d, column '%s': the time is missing; fill it in, or leave the row out"
                .formatted(table.source(), table.lines()[i], timeColumn));
      }
    }
    int[] order = inOrder(table, times, remarks);
    double[] sorted = Arrays.stream(order).mapToDouble(i -> days[i]).toArray();
    double between = step.orElseGet(() -> medianStep(table, timeColumn, sorted));
    double span = sorted[sorted.length - 1] - sorted[0];
    long points = Math.round(span / between) + 1;
    if (points > Math.min(Integer.MAX_VALUE, (long) MOST_POINTS_A_ROW * sorted.length + 100)) {
      throw new DataException(
          "%s, column '%s': %d rows lie over %d steps of %s, so nearly all of the series is missing"
              .formatted(table.source(), timeColumn, sorted.length, points, duration(between)));
    }
    int[] pointOfRow = new int[days.length];
    int uneven = 0;
    for (int i = 0; i < days.length; i++) {
      double place = (days[i] - sorted[0]) / between;
      pointOfRow[i] = (int) Math.min(points - 1, Math.round(place));
      uneven += Math.abs(place - pointOfRow[i]) > UNEVEN ? 1 : 0;
    }
    if (uneven > 0) {
      remarks.add(
          "%s: %,d of %,d times are not a whole number of steps of %s from the first; each row counts at the nearest"
              .formatted(table.source(), uneven, days.length, duration(between)));
    }
    double[][] values = new double[columns.size()][];
    List<String> names = new ArrayList<>();
    for (int c = 0; c < values.length; c++) {
      values[c] = averaged(columns.get(c).values(), pointOfRow, (int) points);
      names.add(columns.get(c).name());
    }
    bridge(values, between, sorted[0], times.format(), table.source(), remarks);
    return new TimeSeries(names, between, values, pointOfRow, remarks);
  }

  /** Why a column that is there was not read. */
  private static String unread(RawData.Table table, String name) {
    return table.layout().leftOut().stream()
        .filter(left -> left.name().equals(name))
        .findFirst()
        .map(
            left ->
                ", and '%s' holds no dates or times that are known (%s); they look like 2024-05-31 13:00:00"
                    .formatted(name, left.reason()))
        .orElse("");
  }

  private static Column.Temporal times(RawData.Table table, String name) {
    Column column =
        table.columns().stream()
            .filter(c -> c.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: there is no column '%s' that option 'time-column' names; it has %s%s"
                            .formatted(
                                table.source(),
                                name,
                                ShortList.of(table.columnNames()),
                                unread(table, name))));
    return switch (column) {
      case Column.Temporal times -> times;
      case Column.Numeric(String _, double[] seconds) ->
          new Column.Temporal(
              name,
              Arrays.stream(seconds).map(s -> s / SECONDS).toArray(),
              new TemporalFormat("uuuu-MM-dd HH:mm:ss"));
      case Column.Categorical texts ->
          throw new DataException(
              "%s, line %d, column '%s': '%s' is no time, but option 'time-column' names that column; dates and times look like 2024-05-31 13:00:00, numbers count seconds"
                  .formatted(
                      table.source(),
                      table.lines()[0],
                      name,
                      texts.isMissing(0) ? "" : texts.categories().get(texts.codes()[0])));
    };
  }

  private static List<Column.Numeric> values(
      RawData.Table table, String timeColumn, List<String> wanted) {
    List<Column.Numeric> numbers = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column instanceof Column.Numeric numeric
          && !column.name().equals(timeColumn)
          && (wanted.isEmpty() || wanted.contains(column.name()))) {
        numbers.add(numeric);
      }
    }
    numbers.sort(Comparator.comparingInt(c -> wanted.indexOf(c.name())));
    if (numbers.isEmpty() || !wanted.isEmpty() && numbers.size() < wanted.size()) {
      throw new DataException(
          "%s: has no column of numbers %sbeside the time; it has %s"
              .formatted(
                  table.source(),
                  wanted.isEmpty() ? "" : "called " + ShortList.of(wanted) + " ",
                  ShortList.of(table.columnNames())));
    }
    return numbers;
  }

  /** The rows by time; rows of the same time in their order. */
  private static int[] inOrder(RawData.Table table, Column.Temporal times, List<String> remarks) {
    double[] days = times.days();
    int back = 0;
    int firstBack = -1;
    int same = 0;
    int firstSame = -1;
    for (int i = 1; i < days.length; i++) {
      if (days[i] < days[i - 1]) {
        back++;
        firstBack = firstBack < 0 ? i : firstBack;
      } else if (days[i] == days[i - 1]) {
        same++;
        firstSame = firstSame < 0 ? i : firstSame;
      }
    }
    if (back > 0) {
      String found =
          "%s, line %d, column '%s': the time goes back from %s to %s"
              .formatted(
                  table.source(),
                  table.lines()[firstBack],
                  times.name(),
                  times.format().text(days[firstBack - 1]),
                  times.format().text(days[firstBack]));
      if (back > MOST_BACKWARDS * days.length) {
        throw new DataException(
            found
                + String.format(
                    Locale.ROOT,
                    ", as it does in %,d of %,d rows; sort the rows by time, and keep each series"
                        + " in a file of its own",
                    back,
                    days.length));
      }
      remarks.add(
          found
              + (back > 1 ? ", and %d times more".formatted(back - 1) : "")
              + "; rows are put in order of time");
    }
    if (same > 0) {
      remarks.add(
          "%s, line %d, column '%s': %s occurs twice%s; rows of the same time are averaged"
              .formatted(
                  table.source(),
                  table.lines()[firstSame],
                  times.name(),
                  times.format().text(days[firstSame]),
                  same > 1 ? ", as do %d others".formatted(same - 1) : ""));
    }
    return IntStream.range(0, days.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> days[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double medianStep(RawData.Table table, String timeColumn, double[] sorted) {
    double[] steps =
        IntStream.range(1, sorted.length)
            .mapToDouble(i -> sorted[i] - sorted[i - 1])
            .filter(d -> d > 0)
            .sorted()
            .toArray();
    if (steps.length == 0) {
      throw new DataException(
          "%s, column '%s': all times are the same, so there is no series"
              .formatted(table.source(), timeColumn));
    }
    return steps[steps.length / 2];
  }

  private static double[] averaged(double[] numbers, int[] pointOfRow, int points) {
    double[] sums = new double[points];
    int[] counts = new int[points];
    for (int i = 0; i < numbers.length; i++) {
      if (!Double.isNaN(numbers[i])) {
        sums[pointOfRow[i]] += numbers[i];
        counts[pointOfRow[i]]++;
      }
    }
    for (int p = 0; p < points; p++) {
      sums[p] = counts[p] == 0 ? Double.NaN : sums[p] / counts[p];
    }
    return sums;
  }

  private static void bridge(
      double[][] values,
      double step,
      double first,
      TemporalFormat format,
      String source,
      List<String> remarks) {
    int gaps = 0;
    int longest = 0;
    int at = 0;
    for (double[] series : values) {
      for (int p = 0; p < series.length; ) {
        int to = p;
        while (to < series.length && Double.isNaN(series[to])) {
          to++;
        }
        int missing = to - p;
        boolean inside = p > 0 && to < series.length;
        if (missing > 0 && missing <= BRIDGED && inside) {
          for (int k = p; k < to; k++) {
            double share = (k - p + 1.0) / (missing + 1);
            series[k] = series[p - 1] + share * (series[to] - series[p - 1]);
          }
        } else if (missing > 0) {
          gaps++;
          if (missing > longest) {
            longest = missing;
            at = p;
          }
        }
        p = Math.max(to, p + 1);
      }
    }
    if (gaps > 0) {
      remarks.add(
          "%s: %d %s of more than %d missing steps, the longest of %s from %s; no window reaches over one"
              .formatted(
                  source,
                  gaps,
                  gaps == 1 ? "gap" : "gaps",
                  BRIDGED,
                  duration(longest * step),
                  format.text(first + at * step)));
    }
  }

  /** Such as {@code 5 min}. */
  public static String duration(double days) {
    double seconds = days * SECONDS;
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.3g s", seconds);
    }
    if (seconds < 2 * 3600) {
      return String.format(Locale.ROOT, "%.4g min", seconds / 60);
    }
    return days < 2
        ? String.format(Locale.ROOT, "%.3g h", seconds / 3600)
        : String.format(Locale.ROOT, "%.3g days", days);
  }
}
