package dev.hourglass.tasks.anomaly;

import dev.hourglass.data.raw.RawData;
import dev.hourglass.tasks.report.CurveChart;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where labels are known: ROC and precision-recall, each measure of the detector beside. */
final class RankingSection {
  private static final int POINTS = 400;

  private RankingSection() {}

  static void addTo(Page page, DetectorEvaluation evaluation, RawData.Table table) {
    boolean[] anomalies = evaluation.labels().anomalies();
    Map<String, double[]> all = new LinkedHashMap<>();
    all.put("score", evaluation.scores());
    evaluation.detector().parts(table).forEach((name, scores) -> all.put(name + " alone", scores));
    all.put("squared error alone", evaluation.detector().reconstructionErrors(table));
    Map<String, double[]> baselines = evaluation.detector().baselines(table);
    all.put("isolation forest", baselines.getOrDefault("isolationForest", new double[0]));
    all.put("fifth nearest row", baselines.getOrDefault("nearestNeighbours", new double[0]));
    all.put("principal components", baselines.getOrDefault("pca", new double[0]));
    all.values().removeIf(scores -> scores.length == 0);
    StringBuilder rows = new StringBuilder();
    List<CurveChart.Curve> roc = new ArrayList<>();
    List<CurveChart.Curve> precision = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, double[]> entry : all.entrySet()) {
      Ranking ranking = Ranking.of(entry.getValue(), anomalies);
      String hue = Palette.model(number++);
      roc.add(new CurveChart.Curve(entry.getKey(), hue, curve(entry.getValue(), anomalies, true)));
      precision.add(
          new CurveChart.Curve(entry.getKey(), hue, curve(entry.getValue(), anomalies, false)));
      rows.append(
          "<tr><th scope=\"row\"><span class=\"dot %s\"></span>%s</th><td>%s</td><td>%s</td><td>%s</td></tr>"
              .formatted(
                  hue,
                  Html.text(entry.getKey()),
                  NumberText.decimals(ranking.rocAuc(), 4),
                  NumberText.decimals(ranking.averagePrecision(), 4),
                  NumberText.percent(Ranking.detectionRate(entry.getValue(), anomalies, 0.01))));
    }
    page.add(
        "ranking",
        "Against labels",
        "Against the labels",
        ("How the score orders %s anomalies among %s rows, and each part of it by itself; beside"
                + " them the classics, fitted on the rows that the model keeps. Labels were not"
                + " fitted; '%s' is normal.")
            .formatted(
                NumberText.whole(evaluation.labels().count()),
                NumberText.whole(anomalies.length),
                Html.text(evaluation.labels().normal())),
        "<div class=\"grid pairs\"><figure>"
            + new CurveChart("ROC curve", "false alarms", "found", roc).svg()
            + "<figcaption>share of anomalies found over share of normal rows flagged</figcaption>"
            + "</figure><figure>"
            + new CurveChart("Precision over recall", "recall", "precision", precision).svg()
            + "<figcaption>share of flagged rows that are anomalies over share of anomalies"
            + " found</figcaption></figure></div><div class=\"scroll\"><table><thead><tr><th"
            + " scope=\"col\">by</th><th scope=\"col\">ROC-AUC</th><th scope=\"col\">average"
            + " precision</th><th scope=\"col\">found at 1% false alarms</th></tr></thead><tbody>"
            + rows
            + "</tbody></table></div>");
  }

  /** The curve's points, thinned out: (false alarms, found), or (recall, precision). */
  private static double[][] curve(double[] scores, boolean[] anomalies, boolean isRoc) {
    int[] order = Ranking.falling(scores);
    double positives = Ranking.count(anomalies);
    double negatives = order.length - positives;
    List<double[]> points = new ArrayList<>();
    if (isRoc) {
      points.add(new double[] {0, 0});
    }
    int found = 0;
    int step = Math.max(1, order.length / POINTS);
    for (int i = 0; i < order.length; i++) {
      found += anomalies[order[i]] ? 1 : 0;
      boolean last = i + 1 == order.length;
      if (last || scores[order[i]] != scores[order[i + 1]] && (i % step == 0 || i < step)) {
        points.add(
            isRoc
                ? new double[] {(i + 1 - found) / negatives, found / positives}
                : new double[] {found / positives, (double) found / (i + 1)});
      }
    }
    return points.toArray(double[][]::new);
  }
}
