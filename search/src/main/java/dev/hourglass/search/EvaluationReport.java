package dev.hourglass.search;

import dev.hourglass.base.WholeFile;
import dev.hourglass.tasks.report.BarChart;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * How well an index finds what is alike as one HTML page.
 *
 * @param index that was measured
 * @param figures what was measured
 */
public record EvaluationReport(SearchIndex index, IndexEvaluation figures) {
  /** Writes the page to a file, whole or not at all. */
  public void write(Path file) {
    WholeFile.write(file, html().getBytes(StandardCharsets.UTF_8));
  }

  /** The page. */
  public String html() {
    IndexEvaluation.Finding finding = figures.finding();
    IndexEvaluation.Cost cost = figures.cost();
    Page page =
        new Page(
            "How well %s finds what is alike".formatted(index.data()),
            "%s items, %s queries, %s."
                .formatted(
                    NumberText.whole(index.size()),
                    NumberText.whole(figures.samples()),
                    index.options().distance().meaning()),
            ("<div class=\"short\"><h2>In short</h2><ul><li>Of the ten nearest codes the index"
                 + " finds <b>%s</b>.</li><li>Of the ten it finds, <b>%s</b> have the query’s"
                 + " label: %s by all numbers of a sample, %s by as many principal components as a"
                 + " code has numbers.</li><li>An answer takes <b>%s ms</b>, an item <b>%s"
                 + " bytes</b>.</li></ul></div>")
                .formatted(
                    NumberText.percent(finding.recall()),
                    NumberText.percent(finding.labelShare()),
                    NumberText.percent(finding.rawLabelShare()),
                    NumberText.percent(finding.pcaLabelShare()),
                    NumberText.significant(cost.medianQueryMillis()),
                    NumberText.whole(cost.bytesPerItem())));
    page.add(
        "labels",
        "Labels",
        "Neighbours of the query’s own label",
        figures.own()
            ? "The share of the ten nearest that have the query’s label; the query itself is left"
                + " out."
            : "The share of the ten nearest that have the query’s label. The queries are not the"
                + " index’s items, so the index answers with its items, while samples’ numbers and"
                + " principal components are compared among the queries.",
        new BarChart(
                "Share of neighbours with the query’s label",
                List.of(
                    bar(
                        "codes, " + index.model().autoencoder().codeSize(),
                        0,
                        finding.labelShare()),
                    bar("all numbers", 1, finding.rawLabelShare()),
                    bar("principal components", 2, finding.pcaLabelShare())),
                1)
            .html());
    if (!figures.robustness().isEmpty()) {
      StringBuilder html = new StringBuilder("<div class=\"grid small\">");
      figures
          .robustness()
          .forEach(
              (disturbance, share) ->
                  html.append(
                      "<figure><h3>%s</h3>%s</figure>"
                          .formatted(
                              Html.text(disturbance.text()),
                              new BarChart(
                                      "Share that find themselves",
                                      List.of(
                                          bar("codes", 0, share.codes()),
                                          bar("pixels", 1, share.pixels())),
                                      1)
                                  .html())));
      page.add(
          "itself",
          "Disturbed",
          "A disturbed picture finds itself",
          "The share of pictures that are their own nearest neighbour after they were disturbed so"
              + " slightly that a person sees the same picture.",
          html.append("</div>").toString());
    }
    page.add(
        "cost",
        "Cost",
        "What an answer costs",
        "Medians of one query after the other on one thread.",
        ("<table><tbody><tr><th scope=\"row\">a sample to its code</th><td>%s ms</td></tr><tr><th"
                + " scope=\"row\">a code to its neighbours</th><td>%s ms</td></tr><tr><th"
                + " scope=\"row\">looking at every code</th><td>%s ms</td></tr><tr><th"
                + " scope=\"row\">an item, with graph, id and label</th><td>%s"
                + " bytes</td></tr><tr><th scope=\"row\">a sample’s own numbers</th><td>%s"
                + " bytes</td></tr></tbody></table>")
            .formatted(
                NumberText.significant(cost.medianEncodeMillis()),
                NumberText.significant(cost.medianQueryMillis()),
                NumberText.significant(cost.medianExactMillis()),
                NumberText.whole(cost.bytesPerItem()),
                NumberText.whole(cost.rawBytesPerItem())));
    return page.html(
        "<p>Model %s, %s.</p>"
            .formatted(
                index.fingerprint().brief(),
                Html.text(index.model().autoencoder().blueprint().summary())));
  }

  private static BarChart.Bar bar(String name, int hue, double share) {
    return new BarChart.Bar(
        name,
        hue == 0 ? Palette.model(0) : Palette.baseline(hue - 1),
        share,
        NumberText.percent(share),
        hue == 0);
  }
}
