package dev.hourglass.tasks.report;

import static dev.hourglass.tasks.report.NumberText.at;

/**
 * How often each whole number occurs.
 *
 * @param title what the chart shows, for those who hear the page
 * @param xName what runs along the bottom
 * @param hue a class of {@link Palette}
 * @param counts of the values 0, 1, 2, …
 */
public record Histogram(String title, String xName, String hue, long[] counts) {
  private static final int WIDTH = 250;
  private static final int HEIGHT = 122;
  private static final int TOP = 16;
  private static final int BOTTOM = 32;
  private static final int SIDE = 10;
  private static final int MOST_BARS = 60;

  /** The chart as an SVG element. */
  public String svg() {
    int per = Math.ceilDiv(counts.length, MOST_BARS);
    int bars = Math.ceilDiv(counts.length, per);
    double[] heights = new double[bars];
    double total = 0;
    double highest = 0;
    for (int i = 0; i < counts.length; i++) {
      heights[i / per] += counts[i];
      total += counts[i];
    }
    int mode = 0;
    for (int b = 0; b < bars; b++) {
      highest = Math.max(highest, heights[b]);
      mode = heights[b] > heights[mode] ? b : mode;
    }
    double step = (WIDTH - 2.0 * SIDE) / bars;
    double plot = HEIGHT - TOP - BOTTOM;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"chart\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, Html.text(title)));
    svg.append(
        "<path class=\"rule\" d=\"M%s %sH%s\"/>".formatted(SIDE, HEIGHT - BOTTOM, WIDTH - SIDE));
    for (int b = 0; b < bars; b++) {
      if (heights[b] > 0) {
        double height = Math.max(1, plot * heights[b] / highest);
        svg.append(
            "<rect class=\"bar %s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s: %s</title></rect>"
                .formatted(
                    hue,
                    at(SIDE + b * step + step * 0.08),
                    at(HEIGHT - BOTTOM - height),
                    at(step * 0.84),
                    at(height),
                    per == 1 ? Integer.toString(b) : b * per + " to " + ((b + 1) * per - 1),
                    NumberText.percent(heights[b] / total)));
      }
    }
    double modeX = Math.clamp(SIDE + (mode + 0.5) * step, SIDE + 16.0, WIDTH - SIDE - 16.0);
    svg.append(
        "<text class=\"mid\" x=\"%s\" y=\"%s\">%s</text>"
            .formatted(at(modeX), TOP - 5, NumberText.percent(heights[mode] / Math.max(1, total))));
    Axis x = Axis.counts(0, counts.length - 1, 6);
    for (double tick : x.ticks()) {
      svg.append(
          "<text class=\"mid\" x=\"%s\" y=\"%s\">%s</text>"
              .formatted(
                  at(SIDE + (tick / per + 0.5) * step), HEIGHT - BOTTOM + 14, x.label(tick)));
    }
    return svg.append(
            "<text class=\"mid name\" x=\"%s\" y=\"%s\">%s</text></svg>"
                .formatted(WIDTH / 2, HEIGHT - 3, Html.text(xName)))
        .toString();
  }
}
