package dev.hourglass.cli.speech;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.Screen;
import dev.hourglass.tasks.speech.Recording;
import dev.hourglass.tasks.speech.SpeechDenoiser;
import dev.hourglass.tasks.speech.WavFile;
import java.io.IOException;
import java.nio.file.Files;
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

/** Cleans recordings. */
@Command(
    name = "apply",
    header = "Take the noise out of a recording, or of a folder of them.",
    description = {
      "",
      "Any rate and number of channels, 8 to 32 bits or floats; the result is a WAV file of the"
          + " same rate, length, channels and bits."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise speech apply voice.safetensors call.wav --out call-clean.wav",
      "  hourglass denoise speech apply voice.safetensors calls/ --out cleaned/",
      "  arecord -f S16_LE -r 8000 -t raw | hourglass denoise speech apply live.safetensors --live"
          + " | aplay -f S16_LE -r 8000 -t raw"
    })
public final class SpeechApplyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A denoiser that fit made.")
  Path model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "IN",
      description = "A recording, or a folder of them.")
  Path in;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the clean recording goes, or the folder of them.")
  Path out;

  @Option(
      names = "--unrestrained",
      description =
          "Take away all that is taken for noise, also where that is little and in part the voice:"
              + " for recordings that are known to be noisy.")
  boolean unrestrained;

  @Option(
      names = "--live",
      description =
          "Clean what comes on standard input as it comes: signed 16-bit little-endian samples"
              + " without a header, to standard output the same, 32 ms later. The model must be"
              + " of fit --live.")
  boolean live;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description = "Samples a second of what comes live. Default: as the model was fitted.")
  Integer rate;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "Channels of what comes live, sample by sample in turn. Default: 1.")
  Integer channels;

  @Mixin CommonFlags common;

  @Override
  public Integer call() throws IOException {
    if (live) {
      return live();
    }
    common.withoutEffect().when(rate != null, "a recording says it", "--rate");
    common.withoutEffect().when(channels != null, "a recording says it", "--channels");
    if (in == null || out == null) {
      throw new Mistake(
          "needs a recording and where the clean one goes (IN --out FILE), or --live for standard"
              + " input");
    }
    boolean folder = Files.isDirectory(in);
    if (!folder && Files.isDirectory(out)) {
      throw new Mistake("--out %s: is a folder, but %s is a recording".formatted(out, in));
    }
    List<Path> files = WavFile.in(in);
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (!folder && (name.endsWith(".flac") || name.endsWith(".mp3"))) {
      throw new Mistake("--out %s: what is written is WAV; name a .wav".formatted(out));
    }
    SpeechDenoiser denoiser = Recordings.denoiser(model, unrestrained, common);
    Screen screen = common.screen();
    long start = System.nanoTime();
    double seconds = 0;
    for (Path file : files) {
      Recording noisy = WavFile.read(file);
      remark(file, noisy, denoiser, screen);
      Path to = folder ? out.resolve(named(in.relativize(file))) : out;
      Files.createDirectories(to.toAbsolutePath().getParent());
      WavFile.write(to, denoiser.denoise(noisy));
      seconds += noisy.seconds();
    }
    double took = (System.nanoTime() - start) / 1e9;
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", out.toString());
      figures.put("recordings", files.size());
      figures.put("recordedSeconds", seconds);
      figures.put("seconds", took);
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "%s  %,d %s of %.1f s, cleaned in %.1f s%n",
            out,
            files.size(),
            files.size() == 1 ? "recording" : "recordings",
            seconds,
            took);
    return ExitCode.OK;
  }

  private int live() throws IOException {
    if (in != null || out != null) {
      throw new Mistake(
          "--live: standard input is cleaned to standard output; leave out IN and --out");
    }
    if (common.json) {
      throw new Mistake("--json: with --live standard output is for the samples");
    }
    if (channels != null && channels < 1 || rate != null && rate < 1) {
      throw new Mistake("--rate and --channels must be at least 1");
    }
    SpeechDenoiser denoiser = Recordings.denoiser(model, unrestrained, common);
    if (!denoiser.isLive()) {
      throw new Mistake(
          "%s was fitted to look a second ahead; for --live fit one with: denoise speech fit CLEAN"
                  .formatted(model)
              + " --live");
    }
    int hertz = rate == null ? denoiser.rate() : rate;
    new LivePcm(denoiser, hertz, channels == null ? 1 : channels).run(System.in, System.out);
    return ExitCode.OK;
  }

  private static void remark(Path file, Recording noisy, SpeechDenoiser denoiser, Screen screen) {
    if (noisy.peak() == 0) {
      screen.warn(file + ": is silent throughout");
    } else if (Recordings.isClipped(noisy)) {
      screen.warn(file + ": is clipped, which no denoiser mends; record less loud");
    }
    if (noisy.rate() < denoiser.rate()) {
      screen.warn(
          "%s: has %,d Hz, less than the %,d Hz the model was fitted on; it serves it less well"
              .formatted(file, noisy.rate(), denoiser.rate()));
    }
  }

  /** What is written is WAV, whatever was read. */
  private static Path named(Path file) {
    String name = file.getFileName().toString();
    String stem = name.substring(0, name.lastIndexOf('.'));
    return file.resolveSibling(stem + ".wav");
  }
}
