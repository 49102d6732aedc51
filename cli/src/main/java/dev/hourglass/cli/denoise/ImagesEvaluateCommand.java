package dev.hourglass.cli.denoise;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.picture.ImageFormat;
import dev.hourglass.data.picture.OpenScans;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.picture.PictureFrame;
import dev.hourglass.tasks.denoise.DenoiserSection;
import dev.hourglass.tasks.denoise.DenoisingEvaluation;
import dev.hourglass.tasks.denoise.DenoisingEvaluation.Damaged;
import dev.hourglass.tasks.denoise.DenoisingReport;
import dev.hourglass.tasks.denoise.NoiseMixture;
import dev.hourglass.tasks.denoise.PairedPieces;
import dev.hourglass.tasks.denoise.PictureDenoiser;
import dev.hourglass.tasks.denoise.PictureQuality;
import dev.hourglass.tasks.picture.MedicalNotice;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a denoiser of images. */
@Command(
    name = "evaluate",
    header = "Measure how near cleaned images come to clean ones.",
    description = {
      "",
      "Noise is drawn on clean images, and the model takes it away: psnrBefore, psnrAfter,"
          + " ssimBefore and ssimAfter are means over the images (SSIM of Wang et al. 2004, with a"
          + " Gaussian window of 11 pixels). On 50 of the images the same is told of a median, a"
          + " Gaussian, total variation and non-local means, each at the strength that is best"
          + " there."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise images evaluate clean.safetensors others/ --noise gaussian:0.1",
      "  hourglass denoise images evaluate camera.safetensors clean/ --pairs noisy/"
    })
public final class ImagesEvaluateCommand implements Callable<Integer> {
  private static final int SHOWN = 6;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file that fit wrote.")
  Path model;

  @Parameters(
      index = "1",
      paramLabel = "CLEAN",
      description = "Clean images that the model has not seen.")
  Path clean;

  @Option(
      names = "--noise",
      paramLabel = "KINDS",
      description =
          "What is drawn on them, as fit takes it. Default: what the model was fitted on.")
  NoiseMixture noise;

  @Option(
      names = "--pairs",
      paramLabel = "FILE|FOLDER",
      description = "Real noisy images of the clean ones instead, as fit takes them.")
  Path pairs;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "At most N images, spread evenly over the folder. Default: all.")
  Integer limit;

  @Option(names = "--no-baselines", description = "Leave the classic filters out.")
  boolean noBaselines;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "A page (.html) that shows some of the images before and after.")
  Path report;

  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  /**
   * What is measured.
   *
   * @param noise in words
   * @param count of pictures
   * @param pictures by their number
   * @param names of their files
   */
  private record Measured(
      String noise, int count, IntFunction<Damaged> pictures, IntFunction<PictureFrame> names) {
    /** Whether they are scans, or damaged as scans are. */
    boolean isMedical() {
      return noise.contains("kspace")
          || IntStream.range(0, count).anyMatch(i -> ImageFormat.isScan(names.apply(i).file()));
    }
  }

  @Override
  public Integer call() {
    if (pairs != null && noise != null) {
      throw new Mistake("--pairs come with noise of their own; leave --noise out");
    }
    Optional<Destination> page =
        Optional.ofNullable(report)
            .map(file -> Destination.of("--report", file, Destination.Kind.HTML));
    ModelFile.Model read = DenoiseImagesCommand.read(model, common.kernels());
    PictureDenoiser denoiser = PictureDenoiser.of(read);
    Measured measured = pairs == null ? drawn(denoiser) : paired();
    DenoisingEvaluation evaluation =
        DenoisingEvaluation.of(
            denoiser, measured.noise, measured.count, measured.pictures, !noBaselines);
    page.ifPresent(to -> write(to, new DenoisingReport(read, evaluation), measured));
    boolean medical = measured.isMedical();
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>(evaluation.toMap());
      if (medical) {
        figures.put("notice", MedicalNotice.TEXT);
      }
      common.print(figures);
    }
    print(evaluation, common.page());
    if (medical) {
      common.page().println(MedicalNotice.TEXT);
    }
    return ExitCode.OK;
  }

  private static void write(Destination page, DenoisingReport report, Measured measured) {
    int[] shown = RowOrder.spread(measured.count, SHOWN);
    String html =
        report.html(
            IntStream.of(shown).mapToObj(measured.pictures).toList(),
            IntStream.of(shown).mapToObj(measured.names).map(PictureFrame::name).toList());
    page.writeText(html);
  }

  private Measured drawn(PictureDenoiser denoiser) {
    NoiseMixture kinds =
        noise != null
            ? noise
            : denoiser
                .fitted()
                .flatMap(DenoiserSection::noise)
                .orElseThrow(
                    () -> new Mistake("the model knows no noise to draw: give --noise or --pairs"));
    List<PictureFrame> files = PictureFrame.at(clean);
    OpenScans scans = new OpenScans();
    int[] chosen = RowOrder.spread(files.size(), limit == null ? files.size() : limit);
    return new Measured(
        kinds.text(),
        chosen.length,
        i -> Damaged.by(kinds, Picture.read(files.get(chosen[i]), scans), seed.seed, i),
        i -> files.get(chosen[i]));
  }

  private Measured paired() {
    List<PairedPieces.PicturePair> all = PairedPieces.find(pairs, clean);
    List<PairedPieces.PicturePair> some =
        IntStream.of(RowOrder.spread(all.size(), limit == null ? all.size() : limit))
            .mapToObj(all::get)
            .toList();
    return new Measured("as it is", some.size(), i -> some.get(i).read(), i -> some.get(i).noisy());
  }

  private static void print(DenoisingEvaluation evaluation, PrintStream page) {
    page.printf(Locale.ROOT, "%,d images, noise %s%n", evaluation.images(), evaluation.noise());
    page.printf(Locale.ROOT, "%-22s %8s %8s%n", "", "PSNR", "SSIM");
    line(page, "noisy", evaluation.before());
    line(page, "cleaned", evaluation.after());
    if (!evaluation.baselines().isEmpty()) {
      page.printf("beside classics, each at its best strength, on some of the images%n");
      line(page, "cleaned", evaluation.baselines().getFirst().denoiser());
      for (DenoisingEvaluation.Baseline baseline : evaluation.baselines()) {
        line(
            page,
            baseline.filter().words() + String.format(Locale.ROOT, " %.2g", baseline.strength()),
            baseline.quality());
      }
    }
  }

  private static void line(PrintStream page, String name, PictureQuality quality) {
    page.printf(Locale.ROOT, "%-22s %8.2f %8.3f%n", name, quality.psnr(), quality.ssim());
  }
}
