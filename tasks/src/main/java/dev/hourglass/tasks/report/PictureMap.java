package dev.hourglass.tasks.report;

import java.util.List;
import java.util.Locale;

/**
 * A map of a plane that one can click: pictures of all points of a grid lie side by side in one
 * sheet, and the point that is chosen shows its part of it, enlarged. Points are radio buttons, so
 * that arrow keys walk the map and no script is needed.
 *
 * @param sheet the pictures as an image's address, {@link #SIDE} across and {@link #SIDE} down
 * @param width of a picture, in pixels
 * @param height of a picture, in pixels
 * @param reach what the edges of the plane are called: from −reach to reach
 */
public record PictureMap(String sheet, int width, int height, double reach) {
  /** Points across and up. */
  public static final int SIDE = 21;

  /** More dots hide the pictures. */
  private static final int MOST_DOTS = 1_500;

  /**
   * Dots over a map.
   *
   * @param places {@code [dots][2]}: between the edges, −1 and 1; what lies beyond is left out
   * @param classes of the dots; all 0 where nothing is known
   * @param names of the classes; empty where nothing is known, or there are too many
   */
  public record Dots(float[][] places, int[] classes, List<String> names) {}

  /** The map as markup. */
  public String html(Dots dots) {
    StringBuilder html = new StringBuilder();
    html.append(
        "<div class=\"plane\" style=\"--sheet:url(%s);--of:%d%%;--ratio:%d/%d\"><div class=\"cells\">"
            .formatted(sheet, 100 * SIDE, width, height));
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        html.append(point(row, column));
      }
    }
    html.append("</div>");
    if (dots.places.length > 0) {
      appendDots(html, dots);
    }
    html.append("</div>");
    if (!dots.names.isEmpty()) {
      html.append("<ul class=\"legend\">");
      for (int k = 0; k < dots.names.size(); k++) {
        html.append(
            "<li class=\"%1$s\"><i class=\"dot %1$s\"></i>%2$s</li>"
                .formatted(Palette.label(k), Html.text(dots.names.get(k))));
      }
      html.append("</ul>");
    }
    return html.toString();
  }

  private String point(int row, int column) {
    boolean middle = row == SIDE / 2 && column == SIDE / 2;
    return "<label><input type=\"radio\" name=\"point\" aria-label=\"%1$s\"%2$s/><span style=\"--x:%3$s%%;--y:%4$s%%\"><b>%1$s</b></span></label>"
        .formatted(
            String.format(
                Locale.ROOT,
                "%.2f, %.2f",
                reach * (2.0 * column / (SIDE - 1) - 1),
                reach * (1 - 2.0 * row / (SIDE - 1))),
            middle ? " checked=\"\"" : "",
            NumberText.at(100.0 * column / (SIDE - 1)),
            NumberText.at(100.0 * row / (SIDE - 1)));
  }

  private static void appendDots(StringBuilder html, Dots dots) {
    StringBuilder[] paths = new StringBuilder[Math.max(1, dots.names.size())];
    int stride = Math.ceilDiv(dots.places.length, MOST_DOTS);
    for (int i = 0; i < dots.places.length; i += stride) {
      float[] place = dots.places[i];
      if (Math.abs(place[0]) > 1 || Math.abs(place[1]) > 1) {
        continue;
      }
      int k = dots.classes[i];
      paths[k] = paths[k] == null ? new StringBuilder() : paths[k];
      paths[k].append(
          String.format(Locale.ROOT, "M%.1f %.1fh0", position(place[0]), position(-place[1])));
    }
    html.append("<svg class=\"chart\" viewBox=\"0 0 300 300\" aria-hidden=\"true\">");
    for (int k = 0; k < paths.length; k++) {
      if (paths[k] != null) {
        html.append("<path class=\"points %s\" d=\"%s\"/>".formatted(Palette.label(k), paths[k]));
      }
    }
    html.append("</svg>");
  }

  /** The middles of the outer cells are the plane's edges. */
  private static double position(double place) {
    double cell = 300.0 / SIDE;
    return 150 + place * (150 - cell / 2);
  }
}
