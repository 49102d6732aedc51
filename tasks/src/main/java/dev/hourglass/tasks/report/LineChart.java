package dev.hourglass.tasks.report;

import static dev.hourglass.tasks.report.NumberText.at;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Curves over epochs or any other count. Lines are named at their ends where there is room for it.
 *
 * @param title what the chart shows, for those who hear the page
 * @param xName what runs along the bottom
 * @param series the curves
 * @param width in the SVG's own units, which are CSS pixels where there is room
 * @param height likewise
 * @param named whether lines are named at their ends
 */
public record LineChart(
    String title, String xName, List<Series> series, int width, int height, boolean named) {
  private static final int LEFT = 46;
  private static final int TOP = 10;
  private static final int BOTTOM = 32;

  /**
   * One curve.
   *
   * @param name at its end and in its tooltip
   * @param hue a class of {@link Palette}
   * @param dashed whether it is drawn dashed
   * @param values at x = 1, 2, …; NaN where there is none
   */
  public record Series(String name, String hue, boolean dashed, double[] values) {}

  public LineChart {
    series = List.copyOf(series);
  }

  /** The chart as an SVG element. */
  public String svg() {
    double right = named ? EndNames.room(series.stream().map(Series::name).toList()) : 8;
    PlotArea area = new PlotArea(LEFT, TOP, width - LEFT - right, height - TOP - BOTTOM);
    int count = series.stream().mapToInt(s -> s.values.length).max().orElse(1);
    Axis x = Axis.counts(1, count, (int) (area.width() / 70));
    Axis y = valueAxis((int) (area.height() / 40));

    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"chart\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">"
            .formatted(width, height, Html.text(title)));
    area.append(svg, x, y);
    svg.append(
        "<text x=\"%s\" y=\"%s\" class=\"mid name\">%s</text>"
            .formatted(at(LEFT + area.width() / 2), height - 3, Html.text(xName)));
    for (Series s : series) {
      svg.append(
          "<path class=\"line %s%s\" d=\"%s\"><title>%s</title></path>"
              .formatted(s.hue, s.dashed ? " dashed" : "", path(s, x, y, area), Html.text(s.name)));
    }
    if (y.logarithmic()) {
      svg.append(
          "<text x=\"%s\" y=\"%s\" class=\"name\">log scale</text>".formatted(LEFT + 3, TOP + 4));
    }
    if (named) {
      appendNames(svg, y, area);
    }
    return svg.append("</svg>").toString();
  }

  private Axis valueAxis(int ticks) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Series s : series) {
      for (double value : s.values) {
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    return low <= high ? Axis.fitting(low, high, Math.max(2, ticks)) : Axis.linear(0, 1, 2);
  }

  private static String path(Series s, Axis x, Axis y, PlotArea area) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < s.values.length; i++) {
      if (!Double.isFinite(s.values[i])) {
        pen = false;
        continue;
      }
      path.append(pen ? 'L' : 'M')
          .append(at(area.x(x, i + 1.0)))
          .append(' ')
          .append(at(area.y(y, s.values[i])));
      pen = true;
    }
    if (s.values.length == 1 && pen) {
      path.append("h0");
    }
    return path.isEmpty() ? "M0 0" : path.toString();
  }

  private void appendNames(StringBuilder svg, Axis y, PlotArea area) {
    List<EndNames.End> ends = new ArrayList<>();
    for (Series s : series) {
      IntStream.iterate(s.values.length - 1, i -> i >= 0, i -> i - 1)
          .filter(i -> Double.isFinite(s.values[i]))
          .findFirst()
          .ifPresent(i -> ends.add(new EndNames.End(s.name, s.hue, area.y(y, s.values[i]))));
    }
    EndNames.append(svg, ends, LEFT + area.width() + 8, TOP, height - BOTTOM + 4);
  }
}
