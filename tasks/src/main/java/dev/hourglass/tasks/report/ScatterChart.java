package dev.hourglass.tasks.report;

import static dev.hourglass.tasks.report.NumberText.at;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Points in the plane, coloured by class, with every class's name at its middle.
 *
 * <p>A class is one path of dots, ten characters a point: thousands of points stay small, and the
 * browser can dim a class as a whole.
 *
 * @param title what the chart shows, for those who hear the page
 * @param points {@code [points][2]}
 * @param classes one for each point, or all 0 where nothing is known
 * @param names the classes' names; empty where nothing is known
 */
public record ScatterChart(String title, float[][] points, int[] classes, List<String> names) {
  private static final int SIDE = 300;
  private static final int MARGIN = 10;

  /** The share of points at either end of an axis that may fall outside, so that none rules it. */
  private static final double OUTLYING = 0.005;

  /** How far apart names are kept. */
  private static final double NAME_DISTANCE = 15;

  public ScatterChart {
    names = List.copyOf(names);
  }

  /** The chart as an SVG element. */
  public String svg() {
    double[] x = range(0);
    double[] y = range(1);
    // One unit is as long upwards as sideways: distances are what the map is about.
    double scale =
        (SIDE - 2 * MARGIN) / Math.max(Math.max(x[1] - x[0], y[1] - y[0]), Double.MIN_NORMAL);
    double middleX = (x[0] + x[1]) / 2;
    double middleY = (y[0] + y[1]) / 2;
    int groups = Math.max(1, names.size());
    StringBuilder[] paths = new StringBuilder[groups];
    List<List<double[]>> pointsOf = new ArrayList<>();
    for (int k = 0; k < groups; k++) {
      paths[k] = new StringBuilder();
      pointsOf.add(new ArrayList<>());
    }
    for (int i = 0; i < points.length; i++) {
      double px = SIDE / 2.0 + (points[i][0] - middleX) * scale;
      double py = SIDE / 2.0 - (points[i][1] - middleY) * scale;
      if (px >= 2 && px <= SIDE - 2 && py >= 2 && py <= SIDE - 2) {
        paths[classes[i]].append("M" + dot(px) + " " + dot(py) + "h0");
        pointsOf.get(classes[i]).add(new double[] {px, py});
      }
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"chart map\" viewBox=\"0 0 %1$s %1$s\" role=\"img\" aria-label=\"%2$s\">"
            .formatted(SIDE, Html.text(title)));
    for (int k = 0; k < groups; k++) {
      if (!paths[k].isEmpty()) {
        svg.append(
            "<path class=\"points %s\" d=\"%s\"><title>%s</title></path>"
                .formatted(
                    Palette.label(k), paths[k], names.isEmpty() ? "" : Html.text(names.get(k))));
      }
    }
    appendNames(svg, pointsOf);
    return svg.append("</svg>").toString();
  }

  /**
   * Every class's name at the median of its points, or a little aside where names would overlap.
   */
  private void appendNames(StringBuilder svg, List<List<double[]>> pointsOf) {
    List<Integer> shown = new ArrayList<>();
    List<double[]> places = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      List<double[]> group = pointsOf.get(k);
      if (!group.isEmpty()) {
        shown.add(k);
        places.add(new double[] {median(group, 0), median(group, 1)});
      }
    }
    pushApart(places);
    for (int i = 0; i < places.size(); i++) {
      svg.append(
          "<text class=\"mark %s\" x=\"%s\" y=\"%s\">%s</text>"
              .formatted(
                  Palette.label(shown.get(i)),
                  at(places.get(i)[0]),
                  at(places.get(i)[1] + 5),
                  Html.text(shortened(names.get(shown.get(i))))));
    }
  }

  private static void pushApart(List<double[]> places) {
    for (int round = 0; round < 40; round++) {
      for (int i = 0; i < places.size(); i++) {
        for (int j = 0; j < i; j++) {
          double[] a = places.get(i);
          double[] b = places.get(j);
          // Names at the very same place part sideways.
          double dx = a[0] == b[0] && a[1] == b[1] ? 0.1 : a[0] - b[0];
          double dy = a[1] - b[1];
          double distance = Math.hypot(dx, dy);
          double push = (NAME_DISTANCE - distance) / 2;
          if (push > 0) {
            a[0] += dx / distance * push;
            a[1] += dy / distance * push;
            b[0] -= dx / distance * push;
            b[1] -= dy / distance * push;
          }
        }
      }
    }
  }

  /** A tenth of a pixel is as fine as a dot needs. */
  private static String dot(double coordinate) {
    long tenths = Math.round(coordinate * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
  }

  private static String shortened(String name) {
    return name.length() <= 12 ? name : name.substring(0, 11) + "…";
  }

  private static double median(List<double[]> group, int axis) {
    return group.stream()
        .mapToDouble(p -> p[axis])
        .sorted()
        .skip(group.size() / 2)
        .findFirst()
        .orElse(0);
  }

  private double[] range(int axis) {
    double[] sorted = new double[points.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = points[i][axis];
    }
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      return new double[] {0, 1};
    }
    int skipped = (int) (sorted.length * OUTLYING);
    return new double[] {sorted[skipped], sorted[sorted.length - 1 - skipped]};
  }
}
