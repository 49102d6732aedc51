package dev.hourglass.cli.denoise;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.command.Interruption;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.cli.screen.ReadingProgress;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.tasks.denoise.CleanPieces;
import dev.hourglass.tasks.denoise.DenoiserFitting;
import dev.hourglass.tasks.denoise.DenoiserOptions;
import dev.hourglass.tasks.denoise.NoiseMixture;
import dev.hourglass.tasks.denoise.PairedPieces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits a denoiser of images. */
@Command(
    name = "fit",
    header = "Learn from clean images what is no noise.",
    description = {
      "",
      "CLEAN is a folder of images of any sizes; noise is drawn on them anew in every pass. A kind"
          + " with a range of strengths makes a model that finds out how strong the noise is by"
          + " itself. A comma between kinds is 'or', a plus 'and then'. With --pairs the noise is"
          + " that of real noisy images of which there are clean ones; with --noisy CLEAN is a"
          + " folder of noisy ones, and there are no clean ones at all."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise images fit scans/ --out clean.safetensors",
      "  hourglass denoise images fit photos/ --noise gaussian:0..0.1,poisson:20..200,jpeg \\",
      "      --out photos.safetensors",
      "  hourglass denoise images fit clean/ --pairs noisy/ --out camera.safetensors"
    })
public final class ImagesFitCommand implements Callable<Integer> {
  private static final int MOST_LINES = 10;

  /** As docs/denoising.md has it measured. */
  private static final String WEAKER =
      "fitted on noisy images alone: weaker than with clean ones (by 0.7 dB on X-rays with Gaussian"
          + " noise of 0.1), and blind to noise that neighbouring pixels share";

  @Parameters(paramLabel = "CLEAN", description = "A folder of clean images, or an array of them.")
  String clean;

  @Option(
      names = "--noise",
      paramLabel = "KINDS",
      description =
          "What to take away: gaussian:SIGMA, salt-pepper:SHARE, masking:SHARE, poisson:PHOTONS (at"
              + " full brightness), speckle:SIGMA, blur:PIXELS, jpeg:QUALITY, kspace:TIMES (of so"
              + " many lines of the spectrum one was measured), each with a strength, a range such"
              + " as 0..0.2, or none for a usual range. Default: gaussian:0..0.2.")
  NoiseMixture noise;

  @Option(
      names = "--pairs",
      paramLabel = "FILE|FOLDER",
      description =
          "Real noisy images: a folder of files called as the clean ones, or a list with a line"
              + " NOISY,CLEAN for each pair.")
  Path pairs;

  @Option(
      names = "--noisy",
      description =
          "The images are noisy and there are no clean ones: pixels are told from their neighbours,"
              + " which share no noise. Weaker than with clean images, and for noise alone that"
              + " hits each pixel by itself.")
  boolean noisy;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the model goes (.safetensors).")
  Path out;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Passes over the images. Default: as many as see 300 million pixels.")
  Integer epochs;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "Stop after this long, such as 90s or 10m. Default: none.")
  Duration timeLimit;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "At most N images, spread evenly over the folder. Default: all.")
  Integer limit;

  @Option(
      names = "--skip-unreadable",
      description = "Leave out images that cannot be read, and say which.")
  boolean skipUnreadable;

  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination = Destination.of("--out", out, Destination.Kind.SAFETENSORS);
    if (noisy && pairs != null) {
      throw new Mistake(
          "--noisy is for images of which there are no clean ones; leave --pairs out");
    }
    common
        .withoutEffect()
        .when(pairs != null, "the noise is that of the pairs", "--noise")
        .when(noisy, "the noise is that of the images", "--noise")
        .when(pairs != null, "all pairs are read", "--limit", "--skip-unreadable");
    DenoiserOptions options =
        new DenoiserOptions(
            noise == null ? NoiseMixture.USUAL : noise,
            seed.seed,
            Optional.ofNullable(epochs),
            Optional.ofNullable(timeLimit));
    try (Interruption interruption = Interruption.watch(common.screen())) {
      Progress progress = new Progress(common.screen(), "", MOST_LINES, interruption::isRequested);
      DenoiserFitting fitting = new DenoiserFitting(options, common.kernels(), progress);
      ModelFile.Model model = fit(fitting);
      progress.finish();
      ModelFile.write(destination.withFolder().file(), model);
      interruption.tell(common.page(), model);
      answer(options, model);
    }
    return ExitCode.OK;
  }

  private ModelFile.Model fit(DenoiserFitting fitting) {
    if (pairs != null) {
      return fitting.fit(readPairs());
    }
    Dataset pieces = pieces();
    return noisy ? fitting.fitNoisy(pieces) : fitting.fit(pieces);
  }

  private Dataset pieces() {
    ReadOptions reading = ReadOptions.defaults();
    reading = reading.withImage(reading.image().withSkipsUnreadable(skipUnreadable));
    if (limit != null) {
      reading = reading.withLimit(limit);
    }
    try (ReadingProgress watching = new ReadingProgress(common.screen())) {
      return CleanPieces.read(clean, reading, watching, common.screen()::remark);
    }
  }

  private Pairs readPairs() {
    return PairedPieces.read(PairedPieces.find(pairs, Path.of(clean)));
  }

  private void answer(DenoiserOptions options, ModelFile.Model model) {
    String learned = learned(options);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("model", out.toString());
    figures.put("noise", learned);
    figures.put("pieces", model.provenance().data().samples());
    figures.put("piece", model.autoencoder().blueprint().shape().toString());
    figures.put("parameters", model.autoencoder().parameters().size());
    figures.put("epochs", model.provenance().outcome().epochs());
    model.provenance().outcome().stopped().ifPresent(why -> figures.put("stopReason", why));
    figures.put("seconds", model.provenance().computation().seconds());
    if (common.json) {
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "denoiser    %s%nnoise       %s%nfitted on   %,d pieces of %s in %s, %d of %d"
                + " epochs%s%nmodel       %s%n",
            model.autoencoder().blueprint().summary(),
            learned,
            model.provenance().data().samples(),
            figures.get("piece"),
            Progress.time(model.provenance().computation().seconds()),
            model.provenance().outcome().epochs(),
            model.training().epochs(),
            model.provenance().outcome().stopped().map(" (%s)"::formatted).orElse(""),
            out);
    if (noisy) {
      common.page().println(WEAKER);
    }
  }

  private String learned(DenoiserOptions options) {
    if (noisy) {
      return "that of the images";
    }
    return pairs == null ? options.noise().text() : "that of " + pairs;
  }
}
