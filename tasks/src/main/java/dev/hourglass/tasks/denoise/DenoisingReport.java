package dev.hourglass.tasks.denoise;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.tasks.denoise.DenoisingEvaluation.Baseline;
import dev.hourglass.tasks.denoise.DenoisingEvaluation.Damaged;
import dev.hourglass.tasks.picture.MedicalNotice;
import dev.hourglass.tasks.picture.SamplePicture;
import dev.hourglass.tasks.report.BarChart;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page that shows what a denoiser makes of pictures: noisy, cleaned, and as they should be. */
public final class DenoisingReport {
  /** The middle of larger pictures is shown, pixel for pixel. */
  private static final int SHOWN_SIDE = 320;

  private final ModelFile.Model model;
  private final DenoisingEvaluation evaluation;

  /** Of a model and its figures. */
  public DenoisingReport(ModelFile.Model model, DenoisingEvaluation evaluation) {
    this.model = model;
    this.evaluation = evaluation;
  }

  /**
   * The page.
   *
   * @param shown pictures to show
   * @param names of them
   */
  public String html(List<Damaged> shown, List<String> names) {
    String after =
        String.format(
            Locale.ROOT,
            "From %.1f to %.1f dB, similarity %.2f to %.2f.",
            evaluation.before().psnr(),
            evaluation.after().psnr(),
            evaluation.before().ssim(),
            evaluation.after().ssim());
    Page page =
        new Page(
            "Noise taken away",
            "%,d pictures, noise %s. %s".formatted(evaluation.images(), evaluation.noise(), after),
            "");
    pictures(page, shown, names);
    if (!evaluation.baselines().isEmpty()) {
      classics(page);
    }
    return page.html(footer());
  }

  private void pictures(Page page, List<Damaged> shown, List<String> names) {
    PictureDenoiser denoiser = PictureDenoiser.of(model);
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < shown.size(); i++) {
      Damaged each = shown.get(i);
      PictureDenoiser.Cleaned cleaned = denoiser.clean(each.noisy());
      html.append(
          String.format(
              Locale.ROOT,
              "<h3>%s <small>noise found: %.3f</small></h3><div class=\"grid small\">",
              Html.text(names.get(i)),
              cleaned.noise().sigma()));
      html.append(figure("noisy", each.noisy(), PictureQuality.of(each.clean(), each.noisy())));
      html.append(
          figure("cleaned", cleaned.picture(), PictureQuality.of(each.clean(), cleaned.picture())));
      html.append(figure("as it should be", each.clean()));
      html.append("</div>");
    }
    page.add(
        "pictures",
        "Pictures",
        "Before and after",
        "The middle of each, with the distance from the clean one: PSNR in decibels and structural"
            + " similarity (SSIM), of which 1 is the same.",
        html.toString());
  }

  private static String figure(String name, Picture picture, PictureQuality quality) {
    return figure(
        String.format(Locale.ROOT, "%s: %.1f dB, %.3f", name, quality.psnr(), quality.ssim()),
        picture);
  }

  private static String figure(String caption, Picture picture) {
    Picture middle = picture.middle(SHOWN_SIDE);
    return "<figure><img class=\"crisp\" style=\"width:100%%\" alt=\"%1$s\" src=\"%2$s\"/><figcaption>%1$s</figcaption></figure>"
        .formatted(Html.text(caption), SamplePicture.of(middle.shape(), middle.values()).dataUri());
  }

  private void classics(Page page) {
    PictureQuality own = evaluation.baselines().getFirst().denoiser();
    List<BarChart.Bar> bars = new ArrayList<>();
    double most = own.psnr();
    for (Baseline each : evaluation.baselines()) {
      most = Math.max(most, each.quality().psnr());
    }
    bars.add(bar("this model", Palette.model(0), own, most));
    for (Baseline each : evaluation.baselines()) {
      String name = String.format(Locale.ROOT, "%s (%.2g)", each.filter().words(), each.strength());
      bars.add(bar(name, Palette.baseline(0), each.quality(), most));
    }
    page.add(
        "classics",
        "Classics",
        "Beside classic filters",
        "PSNR and SSIM on some of the pictures, each filter at the strength (in brackets) that is"
            + " best there, which it would have to be told.",
        new BarChart("PSNR in decibels", bars, most).html());
  }

  private static BarChart.Bar bar(String name, String hue, PictureQuality quality, double most) {
    return new BarChart.Bar(
        name,
        hue,
        quality.psnr(),
        String.format(Locale.ROOT, "%.1f dB, %.3f", quality.psnr(), quality.ssim()),
        quality.psnr() == most);
  }

  private String footer() {
    StringBuilder html = new StringBuilder("<h2>How this was made</h2><dl>");
    entry(
        html,
        "fitted on",
        "%,d pieces of %s"
            .formatted(model.provenance().data().samples(), model.provenance().data().name()));
    entry(
        html,
        "against",
        model
            .section(DenoiserSection.CODEC)
            .map(
                known ->
                    known
                        .noise()
                        .map(NoiseMixture::text)
                        .orElse(
                            known.noisyAlone()
                                ? "the noise of noisy pictures, without clean ones"
                                : "the noise of pairs"))
            .orElse(model.autoencoder().blueprint().corruption().text()));
    entry(html, "network", model.autoencoder().blueprint().summary());
    entry(html, "of images of people", MedicalNotice.TEXT);
    entry(html, "version", "Hourglass " + Version.current());
    return html.append("</dl>").toString();
  }

  private static void entry(StringBuilder html, String name, String value) {
    html.append("<dt>%s</dt><dd>%s</dd>".formatted(Html.text(name), Html.text(value)));
  }
}
