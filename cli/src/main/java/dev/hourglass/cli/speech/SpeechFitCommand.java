package dev.hourglass.cli.speech;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.tasks.speech.Recording;
import dev.hourglass.tasks.speech.SpeechDenoiser;
import dev.hourglass.tasks.speech.SpeechOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits a denoiser of speech. */
@Command(
    name = "fit",
    header = "Fit a denoiser on clean speech and write it to a file.",
    description = {
      "",
      "CLEAN is a folder of recordings of one rate (WAV, AIFF, AU), best of several voices. Noise"
          + " is added to them, other noise in every epoch, from -5 to 17 dB."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise speech fit clean/ --out voice.safetensors",
      "  hourglass denoise speech fit clean/ --noise white,hum,office/ --out voice.safetensors",
      "  hourglass denoise speech fit clean/ --live --out live.safetensors"
    })
public final class SpeechFitCommand implements Callable<Integer> {
  private static final String DEFAULT_OUT = "speech.safetensors";

  @Parameters(paramLabel = "CLEAN", description = "Clean recordings.")
  Path clean;

  @Option(
      names = "--noise",
      paramLabel = "KIND",
      description =
          "What is added, with commas between: white, pink, hum, babble (four of the other"
              + " recordings), reverb (a room's, of the voice itself), or a recording or folder of"
              + " noise. Default: white,pink,hum,babble.")
  String noise;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often noise is added to all recordings. Default: 20.")
  Integer epochs;

  @Option(
      names = "--live",
      description =
          "For speech as it comes: it looks at nothing that comes later, and cleans a little less.")
  boolean live;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the denoiser goes. Default: speech.safetensors.")
  Path out;

  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination =
        Destination.of(
            "--out", out == null ? Path.of(DEFAULT_OUT) : out, Destination.Kind.SAFETENSORS);
    SpeechOptions options = SpeechOptions.defaults().withSeed(seed.seed).withLive(live);
    if (noise != null) {
      options = options.withKinds(Recordings.kinds(noise));
    }
    if (epochs != null) {
      options = options.withEpochs(epochs);
    }
    List<Recording> recordings = Recordings.in(clean, common.screen());
    long start = System.nanoTime();
    Progress progress = new Progress(common.screen(), "", options.epochs(), () -> false);
    SpeechDenoiser denoiser = SpeechDenoiser.fit(recordings, options, common.kernels(), progress);
    progress.finish();
    denoiser.save(destination.withFolder().file());
    double minutes = recordings.stream().mapToDouble(Recording::seconds).sum() / 60;
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", destination.file().toString());
      figures.put("recordings", recordings.size());
      figures.put("minutes", minutes);
      figures.put("rate", denoiser.rate());
      figures.put("live", denoiser.isLive());
      figures.put("seconds", (System.nanoTime() - start) / 1e9);
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "denoiser  of speech, fitted on %,d recordings of %.1f minutes at %,d Hz%nfile     "
                + " %s%n",
            recordings.size(),
            minutes,
            denoiser.rate(),
            destination.file());
    return ExitCode.OK;
  }
}
