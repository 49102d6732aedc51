package dev.hourglass.tasks.report;

import static dev.hourglass.tasks.report.NumberText.at;

/**
 * The part of a chart that lines are drawn in, with rules at the ticks of its sides.
 *
 * @param left in the SVG's units, as all of them
 * @param top of it
 * @param width of it
 * @param height of it
 */
record PlotArea(double left, double top, double width, double height) {
  /** Where a value lies along the bottom. */
  double x(Axis axis, double value) {
    return left + width * axis.position(value);
  }

  /** Where a value lies up the side. */
  double y(Axis axis, double value) {
    return top + height * (1 - axis.position(value));
  }

  /** Writes the rules and what stands at the ticks. */
  void append(StringBuilder svg, Axis x, Axis y) {
    for (double tick : y.ticks()) {
      double at = y(y, tick);
      svg.append(
          "<path class=\"rule\" d=\"M%s %sh%s\"/><text x=\"%s\" y=\"%s\" class=\"end\">%s</text>"
              .formatted(at(left), at(at), at(width), at(left - 7), at(at + 3.5), y.label(tick)));
    }
    for (double tick : x.ticks()) {
      svg.append(
          "<text x=\"%s\" y=\"%s\" class=\"mid\">%s</text>"
              .formatted(at(x(x, tick)), at(top + height + 15), x.label(tick)));
    }
  }
}
