package dev.hourglass.tasks.speech;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.tasks.report.BarChart;
import dev.hourglass.tasks.report.Html;
import dev.hourglass.tasks.report.Page;
import dev.hourglass.tasks.report.Palette;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A page to look at and to listen to: recordings with noise, without it and as they should be,
 * their spectra and their sound, beside the figures.
 */
public final class SpeechReport {
  private static final int SHOWN = 4;

  /** Short recordings are joined until they are so long; longer ones are cut. */
  private static final double LEAST_SECONDS = 2;

  private static final double MOST_SECONDS = 5;

  private final SpeechDenoiser denoiser;
  private final SpeechEvaluation evaluation;
  private final NoiseKind kind;
  private final double decibels;

  /**
   * Of a denoiser and its figures.
   *
   * @param kind of the noise
   * @param decibels signal-to-noise ratio
   */
  public SpeechReport(
      SpeechDenoiser denoiser, SpeechEvaluation evaluation, NoiseKind kind, double decibels) {
    this.denoiser = denoiser;
    this.evaluation = evaluation;
    this.kind = kind;
    this.decibels = decibels;
  }

  /**
   * The page.
   *
   * @param clean the recordings that were measured
   * @param seed of the noise
   */
  public String html(List<Recording> clean, long seed) {
    String lede =
        String.format(
            Locale.ROOT,
            "%,d recordings, %s noise at %.1f dB. SI-SDR better by %.1f dB, from %s to %.1f%s.",
            evaluation.recordings(),
            kindInWords(),
            decibels,
            evaluation.siSdrAfter() - evaluation.siSdrBefore(),
            String.format(Locale.ROOT, "%.1f", evaluation.siSdrBefore()).replace("-0.0", "0.0"),
            evaluation.siSdrAfter(),
            Double.isNaN(evaluation.stoiAfter())
                ? ""
                : String.format(
                    Locale.ROOT,
                    ", intelligibility (STOI) from %.2f to %.2f",
                    evaluation.stoiBefore(),
                    evaluation.stoiAfter()));
    Page page = new Page("Noise taken out of speech", lede, "");
    sounds(page, clean.stream().filter(each -> each.peak() > 0).toList(), seed);
    figures(page);
    return page.html(footer());
  }

  /** A folder's place on a machine is no business of whoever reads the page. */
  private String kindInWords() {
    return kind instanceof NoiseKind.Recorded recorded
        ? recorded.place().getFileName() + " (recorded)"
        : kind.text();
  }

  private void sounds(Page page, List<Recording> heard, long seed) {
    int rate = heard.getFirst().rate();
    List<float[]> voices = heard.stream().map(Recording::mixed).toList();
    Mixing mixing = new Mixing(voices, rate, List.of(kind), seed);
    int frequencies = Math.min(Spectrogram.frequencies(16_000), Spectrogram.frequencies(rate));
    StringBuilder html = new StringBuilder();
    int number = 0;
    for (int first : RowOrder.spread(voices.size(), SHOWN)) {
      number++;
      float[] voice = piece(voices, first, rate);
      float[] noise = Mixing.scaled(voice, mixing.noise(kind, voice, first, first), decibels);
      float[] noisy = Mixing.sum(voice, noise);
      float[] cleaned = denoiser.denoise(Recording.mono(noisy, rate)).channels()[0];
      double top = SpectrumPicture.loudest(voice, rate, frequencies);
      html.append(
          String.format(
              Locale.ROOT,
              "<h3>Recording %d <small>%.1f s, up to %.1f kHz</small></h3><div class=\"grid"
                  + " sound\">",
              number,
              voice.length / (double) rate,
              (frequencies - 1) * Spectrogram.SPACING / 1000));
      html.append(figure("noisy", voice, noisy, rate, frequencies, top));
      html.append(figure("cleaned", voice, cleaned, rate, frequencies, top));
      html.append(figure("as it should be", voice, voice, rate, frequencies, top));
      html.append("</div>");
    }
    page.add(
        "sounds",
        "Sounds",
        "Before and after",
        "Time runs to the right, frequency upwards, from dark (silent) to bright (loud), 70 dB"
            + " apart. Press play to listen; turn the sound down first.",
        html.toString());
  }

  private static float[] piece(List<float[]> voices, int first, int rate) {
    List<float[]> parts = new ArrayList<>();
    int length = 0;
    for (int i = 0; i < voices.size() && length < LEAST_SECONDS * rate; i++) {
      float[] part = voices.get((first + i) % voices.size());
      parts.add(part);
      length += part.length;
    }
    float[] joined = new float[Math.min(length, (int) (MOST_SECONDS * rate))];
    int at = 0;
    for (float[] part : parts) {
      int count = Math.min(part.length, joined.length - at);
      System.arraycopy(part, 0, joined, at, count);
      at += count;
    }
    return joined;
  }

  private static String figure(
      String name, float[] voice, float[] heard, int rate, int frequencies, double top) {
    String caption =
        voice == heard
            ? name
            : String.format(
                Locale.ROOT, "%s: SI-SDR %.1f dB", name, SpeechQuality.siSdr(voice, heard));
    String picture = SpectrumPicture.of(heard, rate, frequencies, top).dataUri();
    String sound = Base64.getEncoder().encodeToString(WavFile.bytes(Recording.mono(heard, rate)));
    return ("<figure><img alt=\"Spectrum, %1$s\" src=\"%2$s\"/><audio controls=\"controls\""
            + " preload=\"none\" src=\"data:audio/wav;base64,%3$s\"></audio>"
            + "<figcaption>%1$s</figcaption></figure>")
        .formatted(Html.text(caption), picture, sound);
  }

  private void figures(Page page) {
    double before = evaluation.siSdrBefore();
    double[] gains = {
      evaluation.siSdrAfter() - before,
      evaluation.wienerTold() - before,
      evaluation.wienerUntold() - before
    };
    String[] names = {"this model", "Wiener, told the noise", "Wiener, not told"};
    double most = 0;
    for (double gain : gains) {
      most = Math.max(most, gain);
    }
    List<BarChart.Bar> bars = new ArrayList<>();
    for (int i = 0; i < gains.length; i++) {
      bars.add(
          new BarChart.Bar(
              names[i],
              i == 0 ? Palette.model(0) : Palette.baseline(0),
              Math.max(0, gains[i]),
              String.format(Locale.ROOT, "%+.1f dB", gains[i]),
              gains[i] == most));
    }
    page.add(
        "figures",
        "Figures",
        "Beside classic filters",
        "What the SI-SDR gains (Le Roux et al. 2019), the mean over the recordings. One Wiener"
            + " filter is told the spectrum of the very noise that was added, which nobody knows in"
            + " use; the other finds it out by itself.",
        new BarChart("Gain of SI-SDR in decibels", bars, most).html());
  }

  private String footer() {
    ModelFile.Model model = denoiser.model();
    StringBuilder html = new StringBuilder("<h2>How this was made</h2><dl>");
    entry(html, "network", model.autoencoder().blueprint().summary());
    entry(html, "parameters", "%,d".formatted(model.autoencoder().parameters().size()));
    entry(html, "fitted at", "%,d Hz".formatted(denoiser.rate()));
    entry(html, "looks ahead", denoiser.isLive() ? "not at all" : "a second");
    entry(html, "version", "Hourglass " + Version.current());
    return html.append("</dl>").toString();
  }

  private static void entry(StringBuilder html, String name, String value) {
    html.append("<dt>%s</dt><dd>%s</dd>".formatted(Html.text(name), Html.text(value)));
  }
}
