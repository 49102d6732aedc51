package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.tasks.anomaly.image.ImageDetectionEvaluation.Judged;
import dev.hourglass.tasks.picture.MedicalNotice;
import dev.hourglass.tasks.picture.SamplePicture;
import dev.hourglass.tasks.report.BarChart;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import dev.hourglass.tasks.report.ScoreChart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A page that shows what a detector sees in labelled images: scores and threshold, images with
 * their heat maps beside what the network and principal components make of them, and figures.
 */
public final class ImageDetectionReport {
  /** Images of each kind: the oddest anomalies, the least odd ones, the oddest normal ones. */
  private static final int SHOWN = 4;

  private final ImageDetector detector;
  private final ImageDetectionEvaluation evaluation;
  private final Dataset images;

  /** Of a detector, its figures and the images that they are of. */
  public ImageDetectionReport(
      ImageDetector detector, ImageDetectionEvaluation evaluation, Dataset images) {
    this.detector = detector;
    this.evaluation = evaluation;
    this.images = images;
  }

  /** The page. */
  public String html() {
    ImageDetectionEvaluation.Outcome outcome = evaluation.outcome();
    Page page =
        new Page(
            "Images unlike normal ones",
            "%s images, %s of them anomalies; fitted on normal images alone. %s"
                .formatted(
                    NumberText.whole(outcome.images()),
                    NumberText.whole(outcome.anomalies()),
                    MedicalNotice.TEXT),
            head(outcome));
    addScores(page);
    addImages(page);
    addFigures(page);
    return page.html(footer());
  }

  private String head(ImageDetectionEvaluation.Outcome outcome) {
    int normal = outcome.images() - outcome.anomalies();
    int alarms = outcome.flagged() - outcome.found();
    return ("<div class=\"short\"><h2>In short</h2><ul><li>An anomaly scores higher than a normal"
            + " image with probability <b>%s</b> (ROC-AUC).</li><li>Above the threshold lie %s of"
            + " %s anomalies and %s of %s normal images.</li>%s%s</ul></div>")
        .formatted(
            NumberText.decimals(evaluation.ranking().rocAuc(), 3),
            NumberText.whole(outcome.found()),
            NumberText.whole(outcome.anomalies()),
            NumberText.whole(alarms),
            NumberText.whole(normal),
            evaluation
                .overlap()
                .map(
                    found ->
                        "<li>The maps cover the defects with a PRO of <b>%s</b>.</li>"
                            .formatted(NumberText.decimals(found.pro(), 3)))
                .orElse(""),
            evaluation.fitted() == 0
                ? ""
                : "<li>%s of the normal images were fitted: the figures flatter.</li>"
                    .formatted(NumberText.whole(evaluation.fitted())));
  }

  private void addScores(Page page) {
    page.add(
        "scores",
        "Scores",
        "Scores",
        ("How many images have which score, on a logarithmic scale: <span class=\"dot %s\"></span>"
                + "normal ones, <span class=\"dot %s\"></span>anomalies. 0 is what a normal image"
                + " has, 1 a deviation more. Images right of the line are flagged.")
            .formatted(Palette.baseline(1), Palette.model(1)),
        "<figure>"
            + new ScoreChart(
                    "Histogram of the scores with the threshold",
                    "score",
                    List.of(
                        new ScoreChart.Group("normal", Palette.baseline(1), scores(false)),
                        new ScoreChart.Group("anomalies", Palette.model(1), scores(true))),
                    detector.threshold())
                .svg()
            + "</figure>");
  }

  private double[] scores(boolean anomalies) {
    return evaluation.judged().stream()
        .filter(each -> each.anomaly() == anomalies)
        .mapToDouble(each -> each.seen().score().score())
        .toArray();
  }

  private void addImages(Page page) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    List<Integer> odd = ordered(true);
    List<Integer> normal = ordered(false);
    groups.put("Anomalies with the highest scores", odd.subList(0, Math.min(SHOWN, odd.size())));
    if (odd.size() >= 2 * SHOWN) {
      groups.put("Anomalies that look normal to it", odd.subList(odd.size() - SHOWN, odd.size()));
    }
    groups.put(
        "Normal images with the highest scores", normal.subList(0, Math.min(SHOWN, normal.size())));
    StringBuilder html = new StringBuilder();
    groups.forEach(
        (title, rows) -> {
          html.append("<h3>%s</h3>".formatted(title));
          for (int row : rows) {
            html.append(pictures(row));
          }
        });
    page.add(
        "images",
        "Images",
        "What it sees",
        "Each image with its map over it (orange where it exceeds what one place in a thousand of"
            + " normal images does), as the network would repair it, and, as the baseline, as"
            + " principal components of normal images rebuild it.",
        html.toString());
  }

  /** Rows of a kind, the highest score first. */
  private List<Integer> ordered(boolean anomalies) {
    List<Judged> judged = evaluation.judged();
    return IntStream.range(0, judged.size())
        .filter(row -> judged.get(row).anomaly() == anomalies)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> -judged.get(row).seen().score().score()))
        .toList();
  }

  private String pictures(int row) {
    float[] values = images.row(row);
    ImageDetector.Views views = detector.views(values);
    Judged judged = evaluation.judged().get(row);
    ImageScore score = judged.seen().score();
    Picture image = new Picture(values, detector.shape(), 8);
    Picture heat =
        new HeatMap(detector.shape(), judged.seen().map(), detector.placeThreshold()).over(image);
    String name = images.sampleNames().isEmpty() ? "image " + row : images.sampleNames().get(row);
    return "<div class=\"grid small four\">"
        + figure(name, image)
        + figure(
            String.format(
                Locale.ROOT,
                "score %.1f%s, %d region%s",
                score.score(),
                score.flagged() ? ", flagged" : "",
                score.regions().size(),
                score.regions().size() == 1 ? "" : "s"),
            heat)
        + figure("repaired", image.withValues(views.repaired()))
        + figure(
            String.format(Locale.ROOT, "by components, error %.4f", judged.seen().byComponents()),
            image.withValues(views.byComponents()))
        + "</div>";
  }

  private static String figure(String caption, Picture picture) {
    return "<figure><img style=\"width:100%%;border-radius:6px\" alt=\"%1$s\" src=\"%2$s\"/><figcaption>%1$s</figcaption></figure>"
        .formatted(
            Html.text(caption), SamplePicture.of(picture.shape(), picture.values()).dataUri());
  }

  private void addFigures(Page page) {
    Map<String, Double> all = new LinkedHashMap<>();
    all.put("score", evaluation.ranking().rocAuc());
    evaluation.parts().forEach((name, ranking) -> all.put(words(name), ranking.rocAuc()));
    double best = all.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    List<BarChart.Bar> bars = new ArrayList<>();
    all.forEach(
        (name, figure) ->
            bars.add(
                new BarChart.Bar(
                    name,
                    bars.isEmpty() ? Palette.model(0) : Palette.baseline(0),
                    figure,
                    NumberText.decimals(figure, 3),
                    figure == best)));
    page.add(
        "figures",
        "Figures",
        "Beside its parts and the baseline",
        "ROC-AUC: how often an anomaly scores higher than a normal image; 0.5 is chance. Principal"
            + " components are fitted on the same normal images; their score is the error they"
            + " leave.",
        new BarChart("ROC-AUC", bars, 1).html());
  }

  private static String words(String part) {
    return switch (part) {
      case "repair" -> "what is repaired, alone";
      case "neighbours" -> "distance from normal ones, alone";
      case "pca" -> "principal components";
      default -> part;
    };
  }

  private String footer() {
    StringBuilder html = new StringBuilder("<h2>How this was made</h2><dl>");
    entry(
        html,
        "fitted on",
        "%,d normal images, shrunk to %s"
            .formatted(detector.model().provenance().data().samples(), detector.shape()));
    entry(html, "network", detector.model().autoencoder().blueprint().summary());
    entry(html, "threshold", NumberText.significant(detector.threshold()));
    entry(html, "of images of people", MedicalNotice.TEXT);
    entry(html, "version", "Hourglass " + Version.current());
    return html.append("</dl>").toString();
  }

  private static void entry(StringBuilder html, String name, String value) {
    html.append("<dt>%s</dt><dd>%s</dd>".formatted(Html.text(name), Html.text(value)));
  }
}
