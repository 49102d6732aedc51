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
      "  hourglass denoise speech apply voice.safetensors calls/ --out cleaned/"
    })
public final class SpeechApplyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A denoiser that fit made.")
  Path model;

  @Parameters(index = "1", paramLabel = "IN", description = "A recording, or a folder of them.")
  Path in;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the clean recording goes, or the folder of them.")
  Path out;

  @Mixin CommonFlags common;

  @Override
  public Integer call() throws IOException {
    boolean folder = Files.isDirectory(in);
    if (!folder && Files.isDirectory(out)) {
      throw new Mistake("--out %s: is a folder, but %s is a recording".formatted(out, in));
    }
    List<Path> files = WavFile.in(in);
    SpeechDenoiser denoiser = SpeechDenoiser.load(model, common.kernels());
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
