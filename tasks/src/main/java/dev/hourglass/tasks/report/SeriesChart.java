package dev.hourglass.tasks.report;

import static dev.hourglass.tasks.report.NumberText.at;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A long series: where there are more points than room, the least and the most of those that share
 * a place. Marked points stand out however many others there are.
 *
 * @param title what the chart shows, for those who hear the page
 * @param yName what runs up the side
 * @param values in order; NaN where there is none
 * @param marked which of them stand out
 * @param spans parts of the series with another ground
 * @param level a line across
 * @param ends what stands at the left and right below
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
public record SeriesChart(
    String title,
    String yName,
    double[] values,
    boolean[] marked,
    List<Span> spans,
    OptionalDouble level,
    List<String> ends) {
  private static final int WIDTH = 940;
  private static final int HEIGHT = 190;
  private static final int LEFT = 52;
  private static final int TOP = 16;
  private static final int BOTTOM = 22;
  private static final int PLACES = 870;

  /**
   * Points from {@code from} to {@code to}, both included.
   *
   * @param name in its tooltip
   */
  public record Span(int from, int to, String name) {}

  public SeriesChart {
    spans = List.copyOf(spans);
    ends = List.copyOf(ends);
  }

  /** The chart as an SVG element. */
  public String svg() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    if (level.isPresent()) {
      low = Math.min(low, level.getAsDouble());
      high = Math.max(high, level.getAsDouble());
    }
    Axis y = low <= high ? Axis.rounded(low, high, 4) : Axis.linear(0, 1, 2);
    StringBuilder svg =
        new StringBuilder(
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, HEIGHT, Html.text(title)));
    for (Span span : spans) {
      double from = x(span.from);
      svg.append(
          "<rect class=\"ground\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"><title>%s</title></rect>"
              .formatted(
                  at(from),
                  TOP,
                  at(Math.max(2, x(span.to) - from)),
                  HEIGHT - TOP - BOTTOM,
                  Html.text(span.name)));
    }
    for (double tick : y.ticks()) {
      svg.append(
          "<path class=\"rule\" d=\"M%d %sH%d\"/><text x=\"%d\" y=\"%s\" class=\"end\">%s</text>"
              .formatted(
                  LEFT, at(y(y, tick)), WIDTH, LEFT - 6, at(y(y, tick) + 3.5), y.label(tick)));
    }
    svg.append("<path class=\"line thin %s\" d=\"".formatted(Palette.model(0)));
    appendPath(svg, y);
    svg.append("\"/>");
    level.ifPresent(
        line ->
            svg.append(
                "<path class=\"line dashed %s\" d=\"M%d %sH%d\"/>"
                    .formatted(Palette.baseline(0), LEFT, at(y(y, line)), WIDTH)));
    int last = -1;
    for (int p = 0; p < values.length; p++) {
      int place = (int) x(p);
      if (marked[p] && !Double.isNaN(values[p]) && place != last) {
        svg.append(
            "<circle class=\"bar %s\" cx=\"%s\" cy=\"%s\" r=\"3\"/>"
                .formatted(Palette.model(1), at(x(p)), at(y(y, values[p]))));
        last = place;
      }
    }
    return svg.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" class=\"name\">%s</text><text x=\"%d\""
                    + " y=\"%d\">%s</text><text class=\"end\" x=\"%d\" y=\"%d\">%s</text></svg>",
                LEFT + 3,
                TOP - 5,
                Html.text(yName),
                LEFT,
                HEIGHT - 5,
                Html.text(ends.getFirst()),
                WIDTH,
                HEIGHT - 5,
                Html.text(ends.getLast())))
        .toString();
  }

  private void appendPath(StringBuilder svg, Axis y) {
    int step = Math.max(1, Math.ceilDiv(values.length, PLACES));
    boolean pen = false;
    for (int from = 0; from < values.length; from += step) {
      int least = -1;
      int most = -1;
      for (int p = from; p < Math.min(values.length, from + step); p++) {
        if (!Double.isNaN(values[p])) {
          least = least < 0 || values[p] < values[least] ? p : least;
          most = most < 0 || values[p] > values[most] ? p : most;
        }
      }
      if (least < 0) {
        pen = false;
        continue;
      }
      int first = Math.min(least, most);
      int second = Math.max(least, most);
      svg.append(pen ? 'L' : 'M').append(at(x(first))).append(' ').append(at(y(y, values[first])));
      if (second > first) {
        svg.append('L').append(at(x(second))).append(' ').append(at(y(y, values[second])));
      }
      pen = true;
    }
  }

  private double x(int point) {
    return LEFT + (double) (WIDTH - LEFT) * point / Math.max(1, values.length - 1);
  }

  private static double y(Axis y, double value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - y.position(value));
  }
}
