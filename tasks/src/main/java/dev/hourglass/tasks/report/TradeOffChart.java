package dev.hourglass.tasks.report;

import static dev.hourglass.tasks.report.NumberText.at;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What is gained over what it costs, a line for each way to get it, named at its end.
 *
 * @param title what the chart shows, for those who hear the page
 * @param xName what runs along the bottom
 * @param yName what runs up the side
 * @param lines drawn in this order; at least one has a point
 */
public record TradeOffChart(String title, String xName, String yName, List<Line> lines) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 340;
  private static final int LEFT = 46;
  private static final int TOP = 14;
  private static final int BOTTOM = 36;
  private static final int TICKS = 6;

  /**
   * A point.
   *
   * @param x what it costs
   * @param y what it gains
   */
  public record Point(double x, double y) {}

  /**
   * One line.
   *
   * @param name at its end
   * @param hue a class of {@link Palette}
   * @param points in the order they are joined
   */
  public record Line(String name, String hue, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  public TradeOffChart {
    lines = lines.stream().filter(line -> !line.points.isEmpty()).toList();
  }

  /** The chart as an SVG element. */
  public String svg() {
    PlotArea area =
        new PlotArea(
            LEFT,
            TOP,
            WIDTH - LEFT - EndNames.room(lines.stream().map(Line::name).toList()),
            HEIGHT - TOP - BOTTOM);
    double[] costs = sorted(Point::x);
    double[] gains = sorted(Point::y);
    Axis x = Axis.fitting(costs[0], costs[costs.length - 1], TICKS);
    Axis y = Axis.rounded(gains[0], gains[gains.length - 1], TICKS);
    StringBuilder svg =
        new StringBuilder(
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, HEIGHT, Html.text(title)));
    area.append(svg, x, y);
    svg.append(
        "<text x=\"%s\" y=\"%s\" class=\"mid name\">%s</text>"
            .formatted(
                at(LEFT + area.width() / 2),
                HEIGHT - 4,
                Html.text(xName + (x.logarithmic() ? ", log scale" : ""))));
    svg.append(
        "<text x=\"%s\" y=\"%s\" class=\"name\">%s</text>"
            .formatted(LEFT + 3, TOP - 3, Html.text(yName)));
    List<EndNames.End> ends =
        lines.stream()
            .map(
                line -> {
                  svg.append(drawn(line, x, y, area));
                  return new EndNames.End(line.name, line.hue, area.y(y, line.points.getLast().y));
                })
            .toList();
    EndNames.append(svg, ends, LEFT + area.width() + 8, TOP, HEIGHT - BOTTOM + 4);
    return svg.append("</svg>").toString();
  }

  private double[] sorted(ToDoubleFunction<Point> side) {
    return lines.stream()
        .flatMap(line -> line.points.stream())
        .mapToDouble(side)
        .sorted()
        .toArray();
  }

  private static String drawn(Line line, Axis x, Axis y, PlotArea area) {
    StringBuilder path = new StringBuilder();
    for (Point point : line.points) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(at(area.x(x, point.x)))
          .append(' ')
          .append(at(area.y(y, point.y)));
    }
    return "<path class=\"line %s\" d=\"%s\"><title>%s</title></path>"
        .formatted(line.hue, line.points.size() == 1 ? path + "h0" : path, Html.text(line.name));
  }
}
