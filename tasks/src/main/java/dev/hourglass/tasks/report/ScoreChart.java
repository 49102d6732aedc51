package dev.hourglass.tasks.report;

import static dev.hourglass.tasks.report.NumberText.at;

import java.util.Arrays;
import java.util.List;

/**
 * How often scores fall where, one group's bars behind the other's, and a line at a threshold. The
 * height of a bar is the logarithm of its count, so that a few odd rows can be seen beside very
 * many ordinary ones.
 *
 * @param title what the chart shows, for those who hear the page
 * @param xName what runs along the bottom
 * @param groups of scores
 * @param threshold where the line stands
 */
public record ScoreChart(String title, String xName, List<Group> groups, double threshold) {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 260;
  private static final int LEFT = 46;
  private static final int TOP = 20;
  private static final int BOTTOM = 34;
  private static final int BARS = 80;

  /** The share of scores beyond the right end, so that one wild score does not rule the axis. */
  private static final double BEYOND = 0.002;

  /**
   * Scores of one kind.
   *
   * @param name in tooltips
   * @param hue a class of {@link Palette}
   * @param scores at least one in all groups together
   */
  public record Group(String name, String hue, double[] scores) {}

  public ScoreChart {
    groups = List.copyOf(groups);
  }

  /** The chart as an SVG element. */
  public String svg() {
    double[] all = groups.stream().flatMapToDouble(g -> Arrays.stream(g.scores)).sorted().toArray();
    double high = Math.max(all[(int) ((1 - BEYOND) * (all.length - 1))], 1.15 * threshold);
    Axis x = Axis.linear(Math.min(0, all[0]), high, 10);
    int[][] counts = new int[groups.size()][BARS];
    int most = 1;
    for (int g = 0; g < counts.length; g++) {
      for (double score : groups.get(g).scores) {
        counts[g][Math.clamp((int) (x.position(score) * BARS), 0, BARS - 1)]++;
      }
      most = Math.max(most, Arrays.stream(counts[g]).max().orElse(1));
    }
    double width = WIDTH - LEFT - 10.0;
    double height = HEIGHT - TOP - BOTTOM;
    double step = width / BARS;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"chart\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, Html.text(title)));
    for (int power = 1; power <= most; power *= 10) {
      double y = TOP + height * (1 - share(power, most));
      svg.append(
          "<path class=\"rule\" d=\"M%s %sh%s\"/><text x=\"%s\" y=\"%s\" class=\"end\">%s</text>"
              .formatted(LEFT, at(y), at(width), LEFT - 6, at(y + 3.5), NumberText.whole(power)));
    }
    for (int g = 0; g < counts.length; g++) {
      for (int b = 0; b < BARS; b++) {
        if (counts[g][b] > 0) {
          double bar = height * share(counts[g][b], most);
          svg.append(
              "<rect class=\"bar %s\" opacity=\".72\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s: %s</title></rect>"
                  .formatted(
                      groups.get(g).hue,
                      at(LEFT + b * step),
                      at(TOP + height - bar),
                      at(step * 0.92),
                      at(bar),
                      Html.text(groups.get(g).name),
                      NumberText.whole(counts[g][b])));
        }
      }
    }
    for (double tick : x.ticks()) {
      svg.append(
          "<text class=\"mid\" x=\"%s\" y=\"%s\">%s</text>"
              .formatted(at(LEFT + width * x.position(tick)), HEIGHT - BOTTOM + 15, x.label(tick)));
    }
    double line = LEFT + width * Math.clamp(x.position(threshold), 0, 1);
    svg.append(
        "<path class=\"line dashed %s\" d=\"M%s %sV%s\"/><text class=\"name\" x=\"%s\" y=\"%s\">threshold %s</text>"
            .formatted(
                Palette.baseline(0),
                at(line),
                TOP - 8,
                HEIGHT - BOTTOM,
                at(line + 5),
                TOP - 4,
                NumberText.significant(threshold)));
    return svg.append(
            "<text class=\"mid name\" x=\"%s\" y=\"%s\">%s</text></svg>"
                .formatted(WIDTH / 2, HEIGHT - 3, Html.text(xName)))
        .toString();
  }

  /** One row has a bar one can see. */
  private static double share(double count, double most) {
    return Math.log(1 + count) / Math.log(1 + most);
  }
}
