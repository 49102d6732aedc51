package dev.hourglass.cli.denoise;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.picture.ImageFormat;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.tasks.denoise.FileCleaning;
import dev.hourglass.tasks.denoise.FileCleaning.Outcome;
import dev.hourglass.tasks.denoise.PictureDenoiser;
import dev.hourglass.tasks.picture.MedicalNotice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cleans images. */
@Command(
    name = "apply",
    header = "Clean an image or a folder of images.",
    description = {
      "",
      "Images keep their size, their bits (8 or 16) and whether they are grey or coloured, and are"
          + " written as .png with the resolution and the texts of their files (not EXIF of JPEG)."
          + " What is said of each is how much noise it had (the standard deviation where 1 is full"
          + " brightness). A model that knows noise of single pixels takes no more away than the"
          + " fine detail of an image can be noise, so that other flaws stay as they are.",
      "",
      "A NIfTI volume (.nii, .nii.gz) becomes a volume of the same grid and kind of numbers, or,"
          + " where OUT is a .png, an image of each slice; a DICOM file becomes a .png of each"
          + " frame, or a .nii. Nothing that they tell of persons is kept. This is no medical"
          + " device."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise images apply clean.safetensors photo.jpg --out photo-clean.png",
      "  hourglass denoise images apply clean.safetensors noisy/ --out cleaned/"
    })
public final class ImagesApplyCommand implements Callable<Integer> {
  private static final long BETWEEN_LINES = 5_000_000_000L;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file that fit wrote.")
  Path model;

  @Parameters(index = "1", paramLabel = "IN", description = "An image, or a folder of images.")
  Path in;

  @Option(
      names = "--out",
      paramLabel = "FILE|FOLDER",
      required = true,
      description = "Where they go: a .png or .nii for an image, or a folder.")
  Path out;

  @Option(
      names = "--uncertainty",
      description =
          "Write a second image beside each, called NAME-uncertainty: how far eight results lie"
              + " apart, of the image turned and mirrored, with noise of the strength that was"
              + " found drawn anew. White in a .png is a standard deviation of 0.1 where full"
              + " brightness is 1; volumes have it in their own units.")
  boolean uncertainty;

  @Option(
      names = "--skip-unreadable",
      description = "Leave out images that cannot be read, and say which.")
  boolean skipUnreadable;

  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    List<FileCleaning.Target> files =
        new CleaningTargets(in, out, uncertainty).of(Picture.filesAt(in));
    PictureDenoiser denoiser =
        PictureDenoiser.of(DenoiseImagesCommand.read(model, common.kernels()));
    List<Map<String, Object>> written = new ArrayList<>();
    long begun = System.nanoTime();
    AtomicLong told = new AtomicLong(begun);
    new FileCleaning(
            denoiser,
            (what, done, of) -> tell(told, "%,d of %,d %s".formatted(done, of.orElse(done), what)))
        .clean(
            files,
            outcome -> {
              switch (outcome) {
                case Outcome.Cleaned cleaned -> written.add(figures(cleaned));
                case Outcome.Unreadable(DataException why) -> {
                  if (!skipUnreadable || files.size() == 1) {
                    throw why;
                  }
                  common.screen().warn(why.getMessage());
                }
              }
              if (files.size() > 1) {
                tell(told, "%,d of %,d images cleaned".formatted(written.size(), files.size()));
              }
            });
    double seconds = (System.nanoTime() - begun) / 1e9;
    boolean medical =
        denoiser.mendsLines()
            || files.stream().anyMatch(file -> ImageFormat.isScan(file.from().file()));
    if (common.json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("out", out.toString());
      all.put("seconds", seconds);
      all.put("images", written);
      if (medical) {
        all.put("notice", MedicalNotice.TEXT);
      }
      common.print(all);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "%,d image%s in %.1f s%n",
            written.size(),
            written.size() == 1 ? "" : "s",
            seconds);
    if (medical) {
      common.page().println(MedicalNotice.TEXT);
    }
    return ExitCode.OK;
  }

  /** Now and then. */
  private void tell(AtomicLong told, String what) {
    if (System.nanoTime() - told.get() > BETWEEN_LINES) {
      told.set(System.nanoTime());
      common.screen().say(what);
    }
  }

  private Map<String, Object> figures(Outcome.Cleaned cleaned) {
    cleaned
        .metadataLost()
        .ifPresent(
            why ->
                common
                    .screen()
                    .warn(
                        "%s: cleaned, but without its resolution and texts, which cannot be read"
                            .formatted(cleaned.target().to())));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("in", cleaned.target().from().toString());
    figures.put("out", cleaned.target().to().toString());
    figures.put("width", cleaned.shape().width());
    figures.put("height", cleaned.shape().height());
    if (cleaned.target().isVolume()) {
      figures.put("slices", cleaned.slices());
    }
    figures.put("noise", cleaned.found().sigma());
    figures.put("share", cleaned.found().share());
    cleaned
        .target()
        .uncertainty()
        .ifPresent(file -> figures.put("uncertaintyOut", file.toString()));
    cleaned.found().uncertainty().ifPresent(mean -> figures.put("uncertainty", mean));
    common
        .page()
        .printf(
            Locale.ROOT,
            "%s: %d x %d%s, noise about %.3f%s%s%n",
            cleaned.target().to(),
            cleaned.shape().width(),
            cleaned.shape().height(),
            cleaned.target().isVolume() ? " x " + cleaned.slices() : "",
            cleaned.found().sigma(),
            cleaned
                .found()
                .uncertainty()
                .map(mean -> String.format(Locale.ROOT, ", open to %.4f", mean))
                .orElse(""),
            restraint(cleaned.found().share()));
    return figures;
  }

  private static String restraint(double share) {
    if (share > 0.99) {
      return "";
    }
    return share == 0
        ? "; left as it is: it has hardly any noise, or none that the model was fitted on"
        : String.format(
            Locale.ROOT, "; %.0f%% of what the model takes for noise was taken away", 100 * share);
  }
}
