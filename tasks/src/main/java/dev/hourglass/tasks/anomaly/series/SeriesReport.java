package dev.hourglass.tasks.anomaly.series;

import dev.hourglass.base.WholeFile;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.SeriesChart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What a detector says of a time series as one HTML page: the series with what was flagged, the
 * scores, and where labels are known how well anomalies are found, PCA on the same windows beside.
 *
 * @param detector that scored
 * @param table that was scored
 * @param scores of its points
 * @param evaluation where labels are known
 */
public record SeriesReport(
    SeriesDetector detector,
    RawData.Table table,
    SeriesScores scores,
    Optional<SeriesEvaluation> evaluation) {
  private static final int MOST_CHARTS = 8;
  private static final int MOST_STRETCHES = 30;

  /** Flagged points so close, in windows, are one stretch. */
  private static final double APART = 0.5;

  /** Points {@code from} to {@code to}, both included, that were flagged or lie between such. */
  private record Stretch(int from, int to, int peak) {}

  /** Scores a series. */
  public static SeriesReport of(SeriesDetector detector, RawData.Table table) {
    return new SeriesReport(detector, table, detector.score(table), Optional.empty());
  }

  /**
   * Scores a labelled series.
   *
   * @param anomalousRows which rows of the table are anomalies
   */
  public static SeriesReport of(
      SeriesDetector detector, RawData.Table table, boolean[] anomalousRows) {
    SeriesEvaluation evaluation = SeriesEvaluation.of(detector, table, anomalousRows);
    return new SeriesReport(detector, table, evaluation.scores(), Optional.of(evaluation));
  }

  /** Writes the page to a file, whole or not at all. */
  public void write(Path file) {
    WholeFile.write(file, html().getBytes(StandardCharsets.UTF_8));
  }

  /** The page. */
  public String html() {
    List<Stretch> stretches = stretches();
    SeriesWindows windows = detector.windows();
    Page page =
        new Page(
            "What is odd in %s".formatted(table.source().replaceFirst(".*[/\\\\]", "")),
            "%s points of %s, windows of %d%s; %s."
                .formatted(
                    NumberText.whole(scores.points().length),
                    TimeSeries.duration(detector.step()),
                    windows.length(),
                    windows.period() > 0 ? ", a period of %d".formatted(windows.period()) : "",
                    detector.detector().regime().sentence()),
            "<div class=\"short\"><h2>In short</h2><ul>%s</ul></div>"
                .formatted(inShort(stretches)));
    page.add(
        "series",
        "Series",
        "The series, and where it was flagged",
        "Dots are flagged points."
            + (evaluation.isPresent() ? " The ground is another where labels say anomaly." : ""),
        charts());
    page.add(
        "scores",
        "Scores",
        "How odd every point is",
        "The broken line is the threshold, %s by %s."
            .formatted(
                NumberText.significant(scores.threshold()),
                Html.text(detector.thresholdRule().text())),
        chart("Scores", "score", scores.points(), OptionalDouble.of(scores.threshold())));
    page.add(
        "stretches",
        "Stretches",
        "What to look at first",
        "Flagged points less than half a window apart are one stretch; the oddest first.",
        stretches.isEmpty() ? "<p>Nothing was flagged.</p>" : table(stretches));
    evaluation.ifPresent(
        measured ->
            page.add(
                "figures",
                "Figures",
                "How well anomalies are found",
                "VUS-PR is the area under precision and recall with softened borders; the NAB score"
                    + " counts early finds for more and false alarms against. PCA is fitted on"
                    + " these very windows.",
                figures(measured)));
    return page.html(
        "<p>%s</p>".formatted(Html.text(detector.detector().model().autoencoder().toString())));
  }

  private String inShort(List<Stretch> stretches) {
    int flagged = 0;
    for (boolean each : scores.flagged()) {
      flagged += each ? 1 : 0;
    }
    StringBuilder items = new StringBuilder();
    items.append(
        "<li><b>%s points</b> are flagged, in <b>%s</b> %s.</li>"
            .formatted(
                NumberText.whole(flagged),
                NumberText.whole(stretches.size()),
                stretches.size() == 1 ? "stretch" : "stretches"));
    evaluation.ifPresent(
        e ->
            items.append(
                "<li>Of %d labelled windows <b>%d</b> are found; with as many points PCA finds %d.</li>"
                    .formatted(e.windows(), e.detector().found(), e.pca().found())));
    for (String remark : scores.series().remarks()) {
      items.append("<li>").append(Html.text(remark)).append("</li>");
    }
    return items.toString();
  }

  private String charts() {
    StringBuilder html = new StringBuilder();
    TimeSeries series = scores.series();
    for (int v = 0; v < Math.min(MOST_CHARTS, series.names().size()); v++) {
      html.append(
          chart(
              series.names().get(v),
              series.names().get(v),
              series.values()[v],
              OptionalDouble.empty()));
    }
    if (series.names().size() > MOST_CHARTS) {
      html.append(
          "<p class=\"note\">%d more values are not drawn.</p>"
              .formatted(series.names().size() - MOST_CHARTS));
    }
    return html.toString();
  }

  private String chart(String title, String yName, double[] values, OptionalDouble level) {
    List<SeriesChart.Span> spans =
        evaluation
            .map(
                e ->
                    SeriesRanking.windows(e.anomalies()).stream()
                        .map(w -> new SeriesChart.Span(w.from(), w.to(), "labelled as anomaly"))
                        .toList())
            .orElse(List.of());
    return new SeriesChart(
            title,
            yName,
            values,
            scores.flagged(),
            spans,
            level,
            List.of(when(0), when(values.length - 1)))
        .svg();
  }

  private List<Stretch> stretches() {
    double[] points = scores.points();
    int apart = Math.max(1, (int) (APART * detector.windows().length()));
    List<Stretch> found = new ArrayList<>();
    for (int p = 0; p < points.length; p++) {
      if (!scores.isFlagged(p)) {
        continue;
      }
      Stretch before =
          found.isEmpty() ? new Stretch(-1, Integer.MIN_VALUE / 2, -1) : found.getLast();
      if (p - before.to > apart) {
        found.add(new Stretch(p, p, p));
      } else {
        found.set(
            found.size() - 1,
            new Stretch(before.from, p, points[p] > points[before.peak] ? p : before.peak));
      }
    }
    found.sort(Comparator.comparingDouble((Stretch s) -> points[s.peak]).reversed());
    return found;
  }

  private String table(List<Stretch> stretches) {
    StringBuilder html =
        new StringBuilder(
            "<div class=\"scroll\"><table><thead><tr><th>from</th><th>to</th><th>points</th><th>highest"
                + " score</th>");
    TimeSeries series = scores.series();
    int shown = Math.min(MOST_CHARTS, series.names().size());
    series.names().stream()
        .limit(shown)
        .forEach(name -> html.append("<th>%s there</th>".formatted(Html.text(name))));
    html.append("</tr></thead><tbody>");
    for (Stretch stretch : stretches.subList(0, Math.min(MOST_STRETCHES, stretches.size()))) {
      html.append(
          "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td>"
              .formatted(
                  Html.text(when(stretch.from)),
                  Html.text(when(stretch.to)),
                  NumberText.whole(stretch.to - stretch.from + 1.0),
                  NumberText.significant(scores.points()[stretch.peak])));
      for (int v = 0; v < shown; v++) {
        double value = series.values()[v][stretch.peak];
        html.append(
            "<td>%s</td>".formatted(Double.isNaN(value) ? "" : NumberText.significant(value)));
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table></div>").toString();
  }

  private static String figures(SeriesEvaluation measured) {
    SeriesEvaluation.Figures own = measured.detector();
    SeriesEvaluation.Figures pca = measured.pca();
    return "<table><thead><tr><th></th><th>detector</th><th>PCA</th></tr></thead><tbody>%s</tbody></table>"
        .formatted(
            count("windows found of " + measured.windows(), own.found(), pca.found())
                + count("points flagged", own.flagged(), pca.flagged())
                + row("NAB score", own.nab(), pca.nab())
                + row("VUS-PR", own.vusPr(), pca.vusPr())
                + row("ROC-AUC", own.ranking().rocAuc(), pca.ranking().rocAuc())
                + row(
                    "average precision",
                    own.ranking().averagePrecision(),
                    pca.ranking().averagePrecision()));
  }

  private static String row(String name, double own, double pca) {
    return row(name, NumberText.significant(own), NumberText.significant(pca));
  }

  private static String count(String name, int own, int pca) {
    return row(name, NumberText.whole(own), NumberText.whole(pca));
  }

  private static String row(String name, String own, String pca) {
    return "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>"
        .formatted(Html.text(name), own, pca);
  }

  /** The time of the row of a point, or of the next point that has one. */
  private String when(int point) {
    int[] pointOfRow = scores.series().pointOfRow();
    int row =
        IntStream.range(0, pointOfRow.length)
            .filter(r -> pointOfRow[r] >= point)
            .boxed()
            .min(Comparator.comparingInt(r -> pointOfRow[r]))
            .orElse(pointOfRow.length - 1);
    return table.columns().stream()
        .filter(column -> column.name().equals(detector.timeColumn()))
        .findFirst()
        .map(column -> column instanceof Column.Temporal t ? t.format().text(t.days()[row]) : "")
        .orElse("");
  }
}
