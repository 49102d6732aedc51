package dev.hourglass.search;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.base.WholeFile;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.picture.ImageGrid;
import dev.hourglass.tasks.picture.Png;
import dev.hourglass.tasks.picture.Thumbnails;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Queries with their neighbours and distances as one HTML page. An index keeps no samples: a
 * neighbour is shown as the model rebuilds it from its code.
 *
 * @param index that was asked
 * @param answers what it found
 */
public record QueryReport(SearchIndex index, List<Answer> answers) {
  /** More would make a page that nobody reads. */
  public static final int MOST = 50;

  private static final int SIDE = 96;
  private static final int COLUMNS = 8;

  /** Copies the answers. */
  public QueryReport {
    answers = List.copyOf(answers);
  }

  /** Writes the page to a file, whole or not at all. */
  public void write(Path file) {
    WholeFile.write(file, html().getBytes(StandardCharsets.UTF_8));
  }

  /** The page. */
  public String html() {
    Page page =
        new Page(
            answers.size() == 1
                ? "What is like " + answers.getFirst().query()
                : NumberText.whole(answers.size()) + " queries and what is like them",
            "The nearest of %s items of %s by %s."
                .formatted(
                    NumberText.whole(index.size()),
                    index.data(),
                    index.options().distance().meaning()),
            "");
    List<Answer> shown = answers.subList(0, Math.min(MOST, answers.size()));
    for (int i = 0; i < shown.size(); i++) {
      Answer answer = shown.get(i);
      page.add(
          "query-" + (i + 1),
          answer.query(),
          answer.query() + answer.label().map(label -> " (" + label + ")").orElse(""),
          note(),
          isPicture() ? pictures(answer) : table(answer));
    }
    return page.html(
        "<p>%s%s</p>"
            .formatted(
                answers.size() > MOST
                    ? "The first %d of %s queries are shown. "
                        .formatted(MOST, NumberText.whole(answers.size()))
                    : "",
                "Model %s, %s."
                    .formatted(
                        index.fingerprint().brief(),
                        Html.text(index.model().autoencoder().blueprint().summary()))));
  }

  private String note() {
    return isPicture()
        ? "The query, then its neighbours, nearest first, as the model rebuilds them from the codes"
            + " that the index keeps."
        : "The query, then its neighbours, nearest first, in the data’s own units as the model"
            + " rebuilds them from the codes that the index keeps.";
  }

  private boolean isPicture() {
    SampleShape shape = index.model().preparation().outputShape();
    return shape.isImage() && (shape.channels() == 1 || shape.channels() == 3);
  }

  private float[] query(Answer answer) {
    return answer.sample().orElseGet(() -> rebuilt(answer.query()));
  }

  private float[] rebuilt(String id) {
    Autoencoder autoencoder = index.model().autoencoder();
    return autoencoder.decode(Tensor.copyOf(new float[][] {index.code(id)})).row(0);
  }

  private String pictures(Answer answer) {
    StringBuilder html =
        new StringBuilder(
            "<div style=\"display:grid;gap:14px;grid-template-columns:repeat(auto-fill,minmax(96px,1fr))\">");
    html.append(figure(query(answer), "<b>query</b>"));
    for (Neighbour neighbour : answer.neighbours()) {
      html.append(
          figure(
              rebuilt(neighbour.item().id()),
              "<b>%s</b><br/>%s%s"
                  .formatted(
                      NumberText.significant(neighbour.distance()),
                      Html.text(neighbour.item().id()),
                      neighbour
                          .item()
                          .label()
                          .map(label -> "<br/>" + Html.text(label))
                          .orElse(""))));
    }
    return html.append("</div>").toString();
  }

  private String figure(float[] sample, String caption) {
    Thumbnails thumbnails = Thumbnails.of(index.model().preparation().outputShape(), SIDE);
    Tensor small = thumbnails.of(Tensor.copyOf(new float[][] {sample}));
    String picture = Png.of(ImageGrid.of(thumbnails.shape(), 1).draw(small)).dataUri();
    return ("<figure class=\"many\"><img class=\"crisp\" alt=\"\" src=\"%s\"/>"
            + "<figcaption style=\"overflow-wrap:anywhere\">%s</figcaption></figure>")
        .formatted(picture, caption);
  }

  private String table(Answer answer) {
    List<String> names = index.model().preparation().columnNames();
    int width = index.model().preparation().inputShape().features();
    StringBuilder html =
        new StringBuilder(
            "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">id</th><th"
                + " scope=\"col\">distance</th><th scope=\"col\">label</th>");
    int columns = Math.min(COLUMNS, width);
    for (int c = 0; c < columns; c++) {
      html.append("<th scope=\"col\">%s</th>".formatted(Html.text(name(names, c))));
    }
    html.append("</tr></thead><tbody>");
    html.append(row("query", "", answer.label().orElse(""), query(answer), columns));
    for (Neighbour neighbour : answer.neighbours()) {
      html.append(
          row(
              neighbour.item().id(),
              NumberText.significant(neighbour.distance()),
              neighbour.item().label().orElse(""),
              rebuilt(neighbour.item().id()),
              columns));
    }
    return html.append("</tbody></table></div>").toString();
  }

  private static String name(List<String> names, int column) {
    return names.isEmpty() ? "x" + column : names.get(column);
  }

  private String row(String id, String distance, String label, float[] sample, int columns) {
    StringBuilder html =
        new StringBuilder(
            "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td>"
                .formatted(Html.text(id), distance, Html.text(label)));
    List<String> cells = index.model().preparation().original(sample);
    for (int c = 0; c < columns; c++) {
      html.append("<td>%s</td>".formatted(Html.text(brief(cells.get(c)))));
    }
    return html.append("</tr>").toString();
  }

  /** Numbers that a model made have digits that mean nothing. */
  private static String brief(String cell) {
    try {
      return NumberText.significant(Double.parseDouble(cell));
    } catch (NumberFormatException _) {
      return cell;
    }
  }
}
