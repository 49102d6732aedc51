package dev.hourglass.tasks.report;

import java.util.List;

/**
 * Horizontal bars from zero, named at their left and with their figures at their ends; the best one
 * is set in bold. Made of plain elements rather than SVG, so that its text stays text size however
 * wide it is.
 *
 * @param title what the chart shows, for those who hear the page
 * @param bars from top to bottom
 * @param most the value a full-length bar stands for, the same for charts to be compared
 */
public record BarChart(String title, List<Bar> bars, double most) {
  /**
   * One bar.
   *
   * @param name what it stands for
   * @param hue a class of {@link Palette}
   * @param value its length
   * @param text its figure in words
   * @param best whether none is better
   */
  public record Bar(String name, String hue, double value, String text, boolean best) {}

  /** What a figure of four digits takes, in em. */
  private static final double LEAST_ROOM = 4.2;

  /** The width of a character, in em: figures are mostly digits. */
  private static final double CHARACTER = 0.62;

  public BarChart {
    bars = List.copyOf(bars);
  }

  /** The chart as a table of one bar a row. */
  public String html() {
    StringBuilder html = new StringBuilder();
    html.append(
        "<table class=\"bars\" style=\"--room:%sem\"><caption>%s</caption><tbody>"
            .formatted(NumberText.at(room()), Html.text(title)));
    for (Bar bar : bars) {
      double share = most > 0 ? Math.min(1, bar.value / most) : 0;
      html.append(
          ("<tr><th scope=\"row\">%s</th><td><span class=\"track\">"
                  + "<i class=\"%s\" style=\"--share:%s\"></i>%s</span></td></tr>")
              .formatted(
                  Html.text(bar.name),
                  bar.hue,
                  NumberText.at(share),
                  bar.best ? "<b>" + Html.text(bar.text) + "</b>" : Html.text(bar.text)));
    }
    return html.append("</tbody></table>").toString();
  }

  /** What stays free behind a full-length bar, so that no figure leaves the page. */
  private double room() {
    int longest = bars.stream().mapToInt(bar -> bar.text.length()).max().orElse(0);
    return Math.max(LEAST_ROOM, CHARACTER * (longest + 1));
  }
}
