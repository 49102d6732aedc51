package dev.hourglass.cli.denoise;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.tasks.denoise.FileCleaning;
import dev.hourglass.tasks.denoise.FileCleaning.Outcome;
import dev.hourglass.tasks.denoise.PictureDenoiser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
          + " fine detail of an image can be noise, so that other flaws stay as they are."
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
      description = "Where they go: a .png for an image, or a folder.")
  Path out;

  @Option(
      names = "--skip-unreadable",
      description = "Leave out images that cannot be read, and say which.")
  boolean skipUnreadable;

  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    List<FileCleaning.Target> files = targets(Picture.filesAt(in));
    PictureDenoiser denoiser =
        PictureDenoiser.of(DenoiseImagesCommand.read(model, common.kernels()));
    List<Map<String, Object>> written = new ArrayList<>();
    long begun = System.nanoTime();
    AtomicLong told = new AtomicLong(begun);
    new FileCleaning(denoiser)
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
              if (files.size() > 1 && System.nanoTime() - told.get() > BETWEEN_LINES) {
                told.set(System.nanoTime());
                common
                    .screen()
                    .say("%,d of %,d images cleaned".formatted(written.size(), files.size()));
              }
            });
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (common.json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("out", out.toString());
      all.put("seconds", seconds);
      all.put("images", written);
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
    return ExitCode.OK;
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
    figures.put("noise", cleaned.noise().sigma());
    figures.put("share", cleaned.share());
    common
        .page()
        .printf(
            Locale.ROOT,
            "%s: %d x %d, noise about %.3f%s%n",
            cleaned.target().to(),
            cleaned.shape().width(),
            cleaned.shape().height(),
            cleaned.noise().sigma(),
            restraint(cleaned.share()));
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

  /** A file for each, found out before anything is read. */
  private List<FileCleaning.Target> targets(List<Path> files) {
    boolean folder = Files.isDirectory(in) || Files.isDirectory(out) || !named(out).contains(".");
    if (!folder) {
      return List.of(
          new FileCleaning.Target(
              files.getFirst(), Destination.of("--out", out, Destination.Kind.PNG).file()));
    }
    if (Files.isRegularFile(out)) {
      throw new Mistake(
          "--out %s: is a file; name a folder for %,d images".formatted(out, files.size()));
    }
    Path into = Destination.folder("--out", out);
    Map<Path, Path> taken = new HashMap<>();
    List<FileCleaning.Target> targets = new ArrayList<>();
    for (Path file : files) {
      Path within = Files.isDirectory(in) ? in.relativize(file) : file.getFileName();
      String name = named(within);
      int dot = name.lastIndexOf('.');
      Path target =
          into.resolve(within).resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".png");
      Path other = taken.put(target, file);
      if (other != null) {
        throw new Mistake(
            "%s and %s would both become %s; rename one of them".formatted(other, file, target));
      }
      if (target.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize())) {
        throw new Mistake("--out %s: would overwrite %s; name another folder".formatted(out, file));
      }
      targets.add(new FileCleaning.Target(file, target));
    }
    return targets;
  }

  private static String named(Path path) {
    return path.getFileName() == null ? "" : path.getFileName().toString();
  }
}
