package dev.hourglass.tasks.report;

import static dev.hourglass.tasks.report.NumberText.at;

import java.util.Comparator;
import java.util.List;

/** Names at the ends of a chart's lines, pushed apart until none covers another. */
final class EndNames {
  private static final int HEIGHT = 14;
  private static final double WIDTH = 6.4;

  private EndNames() {}

  /**
   * A line's end.
   *
   * @param y in the SVG's units
   */
  record End(String name, String hue, double y) {}

  /** Room that names need beside the chart. */
  static double room(List<String> names) {
    return 14 + WIDTH * names.stream().mapToInt(String::length).max().orElse(0);
  }

  /**
   * Writes them.
   *
   * @param x where names begin
   * @param top they stay below it
   * @param floor they stay above it
   */
  static void append(StringBuilder svg, List<End> unsorted, double x, double top, double floor) {
    List<End> ends = unsorted.stream().sorted(Comparator.comparingDouble(End::y)).toList();
    double[] placed = new double[ends.size()];
    for (int i = 0; i < placed.length; i++) {
      placed[i] = Math.max(ends.get(i).y, i == 0 ? top : placed[i - 1] + HEIGHT);
    }
    for (int i = placed.length - 1; i >= 0; i--) {
      placed[i] = Math.min(placed[i], i == placed.length - 1 ? floor : placed[i + 1] - HEIGHT);
    }
    for (int i = 0; i < placed.length; i++) {
      svg.append(
          "<text x=\"%s\" y=\"%s\" class=\"tag %s\">%s</text>"
              .formatted(at(x), at(placed[i] + 3.5), ends.get(i).hue, Html.text(ends.get(i).name)));
    }
  }
}
