package dev.hourglass.cli.speech;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.tasks.speech.NoiseKind;
import dev.hourglass.tasks.speech.Recording;
import dev.hourglass.tasks.speech.SpeechDenoiser;
import dev.hourglass.tasks.speech.SpeechEvaluation;
import dev.hourglass.tasks.speech.SpeechReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a denoiser of speech. */
@Command(
    name = "evaluate",
    header = "Add noise to clean speech, take it out again, and measure what is left.",
    description = {
      "",
      "CLEAN are recordings that fit was not given, best of other voices. Two Wiener filters stand"
          + " beside, one told the noise's spectrum and one that is not."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass denoise speech evaluate voice.safetensors others/ --noise white --snr 0 --json"
    })
public final class SpeechEvaluateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A denoiser that fit made.")
  Path model;

  @Parameters(index = "1", paramLabel = "CLEAN", description = "Clean recordings.")
  Path clean;

  @Option(
      names = "--noise",
      paramLabel = "KIND",
      description =
          "What is added: white, pink, hum, babble (four of the other recordings, slower or"
              + " faster), reverb (a room's, of the voice itself), or a recording or folder of"
              + " noise. Default: white.")
  String noise = "white";

  @Option(
      names = "--snr",
      paramLabel = "DB",
      description = "How much louder the voice is than the noise, in dB. Default: 0.")
  double snr;

  @Option(names = "--unrestrained", description = "Measure what apply --unrestrained does.")
  boolean unrestrained;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "A page (.html) with spectra of some recordings before and after, to listen to.")
  Path report;

  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    List<NoiseKind> kinds = Recordings.kinds(noise);
    if (kinds.size() != 1) {
      throw new Mistake("--noise %s: one kind is measured at a time".formatted(noise));
    }
    if (!Double.isFinite(snr)) {
      throw new Mistake("--snr %s: expected a number of decibels, such as 0".formatted(snr));
    }
    Optional<Destination> page =
        Optional.ofNullable(report)
            .map(file -> Destination.of("--report", file, Destination.Kind.HTML));
    List<Recording> recordings = Recordings.in(clean, common.screen());
    SpeechDenoiser denoiser = Recordings.denoiser(model, unrestrained, common);
    SpeechEvaluation evaluation =
        SpeechEvaluation.of(denoiser, recordings, kinds.getFirst(), snr, seed.seed);
    page.ifPresent(
        to ->
            to.writeText(
                new SpeechReport(denoiser, evaluation, kinds.getFirst(), snr)
                    .html(recordings, seed.seed)));
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("siSdrBefore", evaluation.siSdrBefore());
      figures.put("siSdrAfter", evaluation.siSdrAfter());
      figures.put("stoiBefore", known(evaluation.stoiBefore()));
      figures.put("stoiAfter", known(evaluation.stoiAfter()));
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "%,d recordings, %s noise at %.1f dB%n"
                + "                        SI-SDR     STOI%n"
                + "noisy                 %7.2f dB    %.3f%n"
                + "cleaned               %7.2f dB    %.3f%n"
                + "Wiener, told the noise %6.2f dB%n"
                + "Wiener, not told       %6.2f dB%n",
            evaluation.recordings(),
            kinds.getFirst().text(),
            snr,
            evaluation.siSdrBefore(),
            evaluation.stoiBefore(),
            evaluation.siSdrAfter(),
            evaluation.stoiAfter(),
            evaluation.wienerTold(),
            evaluation.wienerUntold());
    return ExitCode.OK;
  }

  /** STOI is not known of recordings that are too short for it; JSON has no other word for that. */
  private static Object known(double figure) {
    return Double.isNaN(figure) ? null : figure;
  }
}
