package dev.hourglass.tasks.anomaly;

import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.base.WholeFile;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import dev.hourglass.tasks.report.ScoreChart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a detector says of a table, as one HTML page: its scores, the oddest rows and why, the
 * columns that matter, drift, and where labels exist how well it finds anomalies.
 *
 * @param detector that was asked
 * @param table that it was asked about
 * @param scores of its rows
 * @param evaluation where labels are known
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
public record DetectionReport(
    Detector detector,
    RawData.Table table,
    double[] scores,
    Optional<DetectorEvaluation> evaluation) {
  private static final int ODDEST = 25;
  private static final int COLUMNS = 4;
  private static final int MOST_BARS = 15;

  /**
   * Scores a table.
   *
   * @param labelled whether its labels tell which rows are anomalies
   * @param normal the label of those that are not; see {@link DetectorEvaluation#of}
   */
  public static DetectionReport of(
      Detector detector, RawData raw, boolean labelled, Optional<String> normal) {
    RawData.Table table = PlainTable.of(raw);
    if (labelled) {
      DetectorEvaluation evaluation = DetectorEvaluation.of(detector, table, normal);
      return new DetectionReport(detector, table, evaluation.scores(), Optional.of(evaluation));
    }
    return new DetectionReport(detector, table, detector.scores(table), Optional.empty());
  }

  /** Writes the page to a file, whole or not at all. */
  public void write(Path file) {
    WholeFile.write(file, html().getBytes(StandardCharsets.UTF_8));
  }

  /** The page. */
  public String html() {
    int flagged = (int) IntStream.range(0, scores.length).filter(this::isFlagged).count();
    Page page =
        new Page(
            "%s odd rows in %s".formatted(NumberText.whole(flagged), name(table.source())),
            "%s rows scored by a detector %s; %s of them lie above the threshold."
                .formatted(
                    NumberText.whole(scores.length),
                    detector.regime().sentence(),
                    NumberText.percent((double) flagged / scores.length)),
            evaluation.map(this::head).orElse(""));
    addScores(page);
    addOddest(page);
    evaluation.ifPresent(e -> RankingSection.addTo(page, e, table));
    addDrift(page);
    return page.html(footer());
  }

  private boolean isFlagged(int row) {
    return scores[row] > detector.threshold();
  }

  private static String name(String source) {
    return source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
  }

  private String head(DetectorEvaluation e) {
    return ("<div class=\"short\"><h2>In short</h2><ul><li>An anomaly scores higher than a normal"
            + " row with probability <b>%s</b> (ROC-AUC); the average precision is <b>%s</b> where"
            + " %s of the rows are anomalies.</li><li>Above the threshold lie %s of the anomalies"
            + " and %s of the normal rows.</li></ul></div>")
        .formatted(
            NumberText.decimals(e.ranking().rocAuc(), 3),
            NumberText.decimals(e.ranking().averagePrecision(), 3),
            NumberText.percent((double) e.labels().count() / scores.length),
            NumberText.percent(e.recall()),
            NumberText.percent(e.falseAlarmRate()));
  }

  private void addScores(Page page) {
    List<ScoreChart.Group> groups = new ArrayList<>();
    if (evaluation.isPresent()) {
      boolean[] anomalies = evaluation.get().labels().anomalies();
      groups.add(new ScoreChart.Group("normal rows", Palette.baseline(1), of(anomalies, false)));
      groups.add(new ScoreChart.Group("anomalies", Palette.model(1), of(anomalies, true)));
    } else {
      groups.add(new ScoreChart.Group("rows", Palette.model(0), scores));
    }
    page.add(
        "scores",
        "Scores",
        "Scores",
        "How many rows have which score, on a logarithmic scale of rows. The score is the mean"
            + " surprise of the detector’s measures in nats: each more makes a row less likely by a"
            + " factor of 2.7. Rows right of the line, chosen by <b>%s</b>, are flagged."
                .formatted(Html.text(detector.thresholdRule().text())),
        "<figure>"
            + new ScoreChart(
                    "Histogram of the scores with the threshold",
                    "score",
                    groups,
                    detector.threshold())
                .svg()
            + "</figure>");
  }

  private double[] of(boolean[] anomalies, boolean wanted) {
    return IntStream.range(0, scores.length)
        .filter(i -> anomalies[i] == wanted)
        .mapToDouble(i -> scores[i])
        .toArray();
  }

  private void addOddest(Page page) {
    int[] order = Ranking.falling(scores);
    int shown = Math.min(ODDEST, order.length);
    Map<String, Double> shares = new LinkedHashMap<>();
    StringBuilder rows = new StringBuilder();
    for (int k = 0; k < shown; k++) {
      List<Contribution> why = detector.explain(table, order[k], table.columns().size());
      why.forEach(part -> shares.merge(part.column(), part.share() / shown, Double::sum));
      rows.append(oddRow(order[k], why.subList(0, Math.min(COLUMNS, why.size()))));
    }
    page.add(
        "oddest",
        "Oddest rows",
        "The oddest rows, and why",
        "Each row with the columns that contributed most: the value seen, the value that the other"
            + " columns let expect, and by what share the score falls when it is that.",
        "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">line</th><th"
            + " scope=\"col\">score</th><th scope=\"col\">percentile</th>"
            + (evaluation.isPresent() ? "<th scope=\"col\">label</th>" : "")
            + "<th scope=\"col\" style=\"text-align:left\">why</th></tr></thead><tbody>\n"
            + rows
            + "</tbody></table></div>");
    ColumnBars.addTo(page, shares, shown, MOST_BARS);
  }

  private String oddRow(int row, List<Contribution> why) {
    Verdict verdict = detector.verdict(scores[row]);
    StringBuilder words = new StringBuilder();
    for (Contribution part : why) {
      if (part.share() > 0.01) {
        words.append(
            "<div><b>%s</b> is %s, expected %s <small>(%s)</small></div>"
                .formatted(
                    Html.text(part.column()),
                    part.seen().isEmpty() ? "missing" : Html.text(part.seen()),
                    Html.text(part.expected()),
                    NumberText.percent(part.share())));
      }
    }
    return "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td>%s<td style=\"text-align:left;white-space:normal\">%s</td></tr>\n"
        .formatted(
            NumberText.whole(table.lines()[row]),
            NumberText.significant(scores[row]),
            NumberText.decimals(verdict.percentile(), 2),
            evaluation.isPresent()
                ? "<td>" + Html.text(table.labels().orElseThrow().name(row)) + "</td>"
                : "",
            words);
  }

  private void addDrift(Page page) {
    Drift drift = detector.drift();
    detector.count(table, drift);
    Map<String, Double> indices = new LinkedHashMap<>();
    drift.movements().forEach(movement -> indices.put(movement.column(), movement.index()));
    StringBuilder html =
        new StringBuilder(
            ColumnBars.of(
                "Population stability index of each column",
                indices,
                MOST_BARS,
                v -> NumberText.decimals(v, 3)));
    drift
        .remarks()
        .forEach(
            remark ->
                html.append("<p class=\"failure\">").append(Html.text(remark)).append("</p>"));
    page.add(
        "drift",
        "Drift",
        "Drift",
        "How far each column’s distribution lies from that of the fitted rows, by the population"
            + " stability index: below 0.1 it is the same, above 0.25 it has left.",
        html.toString());
  }

  private String footer() {
    Provenance provenance = detector.model().provenance();
    StringBuilder html = new StringBuilder("<h2>How this was made</h2><dl>");
    entry(html, "data", name(table.source()));
    entry(
        html,
        "fitted on",
        "%s rows of %s"
            .formatted(NumberText.whole(provenance.data().samples()), provenance.data().name()));
    entry(
        html, "regime", "%s: %s".formatted(detector.regime().text(), detector.regime().sentence()));
    entry(html, "autoencoder", detector.model().autoencoder().toString());
    entry(html, "score", String.join(" + ", detector.partNames()));
    entry(html, "version", "Hourglass " + Version.current());
    return html.append("</dl>").toString();
  }

  private static void entry(StringBuilder html, String name, String value) {
    html.append("<dt>%s</dt><dd>%s</dd>".formatted(Html.text(name), Html.text(value)));
  }
}
