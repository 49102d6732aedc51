package dev.hourglass.tasks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One HTML page that needs nothing but itself.
 *
 * <p>Sections are added in the order they are read; the page puts a line of links to them under its
 * head.
 */
public final class Page {
  /** The hourglass in the corner. */
  private static final String MARK =
      "<svg viewBox=\"0 0 18 24\" aria-hidden=\"true\"><path d=\"M2 2h14M2 22h14M4 2v4l5 6-5 6v4M14"
          + " 2v4l-5 6 5 6v4\"/></svg>";

  private record Section(String id, String label, String title, String note, String body) {}

  private final String title;
  private final String lede;
  private final String head;
  private final List<Section> sections = new ArrayList<>();

  /**
   * @param title plain text
   * @param lede plain text: a sentence or two under the title
   * @param head markup between the lede and the first section
   */
  public Page(String title, String lede, String head) {
    this.title = title;
    this.lede = lede;
    this.head = head;
  }

  /**
   * Adds a section.
   *
   * @param id a name for links, letters and hyphens
   * @param label plain text: a word or two for the line of links
   * @param sectionTitle plain text
   * @param note markup: the sentence that says what is shown and how to read it
   * @param body markup
   */
  public void add(String id, String label, String sectionTitle, String note, String body) {
    sections.add(new Section(id, label, sectionTitle, note, body));
  }

  /** The whole page, with {@code footer} as the last thing on it. */
  public String html(String footer) {
    StringBuilder html = new StringBuilder();
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width,initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>%s · Hourglass</title>
        <style>
        %s</style>
        </head>
        <body>
        <header>
        <p class="brand">%s Hourglass</p>
        <h1>%s</h1>
        <p class="lede">%s</p>
        %s
        """
            .formatted(
                Html.text(title), StyleSheet.css(), MARK, Html.text(title), Html.text(lede), head));
    html.append("<nav aria-label=\"Sections\">");
    for (Section section : sections) {
      html.append("<a href=\"#%s\">%s</a>".formatted(section.id, Html.text(section.label)));
    }
    html.append("</nav>\n</header>\n<main>\n");
    for (Section section : sections) {
      html.append(
          """
          <section id="%s">
          <h2>%s</h2>
          <p class="note">%s</p>
          %s
          </section>
          """
              .formatted(section.id, Html.text(section.title), section.note, section.body));
    }
    return html.append("</main>\n<footer>\n")
        .append(footer)
        .append("\n</footer>\n</body>\n</html>\n")
        .toString();
  }
}
