package dev.hourglass.tasks.report;

import static dev.hourglass.tasks.report.NumberText.at;

import java.util.List;

/**
 * Curves in the unit square, such as precision over recall.
 *
 * @param title what the chart shows, for those who hear the page
 * @param xName what runs along the bottom
 * @param yName what runs up the side
 * @param curves drawn in this order
 */
public record CurveChart(String title, String xName, String yName, List<Curve> curves) {
  private static final int SIDE = 300;
  private static final int LEFT = 40;
  private static final int TOP = 10;
  private static final int BOTTOM = 34;
  private static final int TICKS = 5;

  /**
   * One curve.
   *
   * @param name in its tooltip
   * @param hue a class of {@link Palette}
   * @param points {@code [points][x, y]}, each in [0, 1], in the order they are joined
   */
  public record Curve(String name, String hue, double[][] points) {}

  public CurveChart {
    curves = List.copyOf(curves);
  }

  /** The chart as an SVG element. */
  public String svg() {
    StringBuilder svg = new StringBuilder();
    int width = SIDE - LEFT - 8;
    int height = SIDE - TOP - BOTTOM;
    svg.append(
        "<svg class=\"chart\" viewBox=\"0 0 %1$s %1$s\" role=\"img\" aria-label=\"%2$s\">"
            .formatted(SIDE, Html.text(title)));
    for (int tick = 0; tick <= TICKS; tick++) {
      double share = (double) tick / TICKS;
      double y = TOP + height * (1 - share);
      svg.append(
          "<path class=\"rule\" d=\"M%s %sh%s\"/><text x=\"%s\" y=\"%s\" class=\"end\">%s</text>"
              .formatted(LEFT, at(y), width, LEFT - 6, at(y + 3.5), at(share)));
      svg.append(
          "<text x=\"%s\" y=\"%s\" class=\"mid\">%s</text>"
              .formatted(at(LEFT + width * share), TOP + height + 15, at(share)));
    }
    svg.append(
        "<text x=\"%s\" y=\"%s\" class=\"mid name\">%s</text>"
            .formatted(at(LEFT + width / 2.0), SIDE - 3, Html.text(xName)));
    svg.append(
        "<text x=\"%s\" y=\"%s\" class=\"name\">%s</text>"
            .formatted(LEFT + 3, TOP + 4, Html.text(yName)));
    for (Curve curve : curves) {
      StringBuilder path = new StringBuilder();
      for (double[] point : curve.points) {
        path.append(path.isEmpty() ? 'M' : 'L')
            .append(at(LEFT + width * point[0]))
            .append(' ')
            .append(at(TOP + height * (1 - point[1])));
      }
      svg.append(
          "<path class=\"line %s\" d=\"%s\"><title>%s</title></path>"
              .formatted(curve.hue, path, Html.text(curve.name)));
    }
    return svg.append("</svg>").toString();
  }
}
