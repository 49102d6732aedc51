package dev.hourglass.tasks.compare;

import dev.hourglass.base.WholeFile;
import dev.hourglass.tasks.report.NumberText;
import dev.hourglass.tasks.report.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A comparison as one HTML page that carries all its pictures with it: no script, no network, light
 * and dark, on a desk and on a phone.
 */
public final class ComparisonReport {
  private static final String[] SMALL_NUMBERS = {
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
    "Twelve"
  };

  private final ComparisonResult result;

  /**
   * A report of {@code result}.
   *
   * @throws IllegalArgumentException if it has no models
   */
  public ComparisonReport(ComparisonResult result) {
    if (result.models().isEmpty()) {
      throw new IllegalArgumentException(
          "there is nothing to report: no model was trained (%s)".formatted(result.failures()));
    }
    this.result = result;
  }

  /** The page. */
  public String html() {
    Look look = new Look(result);
    Page page = new Page(title(look), lede(), head());
    SummarySection.addTo(page, look);
    ReconstructionSection.addTo(page, look);
    FeatureSection.addTo(page, look);
    LearningSection.addTo(page, look);
    CodeMapSection.addTo(page, look);
    NoiseSection.addTo(page, look);
    MovementSection.addTo(page, look);
    UnitSection.addTo(page, look);
    GenerationSection.addTo(page, look);
    return page.html(Colophon.html(result));
  }

  /** Writes the page to a file, whole or not at all. */
  public void write(Path file) {
    WholeFile.write(file, html().getBytes(StandardCharsets.UTF_8));
  }

  private String title(Look look) {
    int count = look.networks().size();
    String number = count < SMALL_NUMBERS.length ? SMALL_NUMBERS[count] : Integer.toString(count);
    return "%s %s on %s"
        .formatted(number, count == 1 ? "autoencoder" : "autoencoders", result.data().name());
  }

  private String lede() {
    ComparisonData data = result.data();
    String classes =
        data.isLabelled()
            ? " in %s classes".formatted(data.training().labels().orElseThrow().classes())
            : "";
    return "%s training samples of %s%s, %s test samples; trained and measured in %s."
        .formatted(
            NumberText.whole(data.training().size()),
            data.shape(),
            classes,
            NumberText.whole(data.test().size()),
            NumberText.seconds(result.setting().seconds()));
  }

  private String head() {
    List<String> sentences = new Findings(result.models()).sentences();
    if (sentences.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<div class=\"short\"><h2>In short</h2><ul>");
    sentences.forEach(sentence -> html.append("<li>").append(sentence).append("</li>"));
    return html.append("</ul></div>").toString();
  }
}
