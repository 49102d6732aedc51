package dev.hourglass.cli.denoise;

import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.picture.ImageFormat;
import dev.hourglass.data.picture.PictureFrame;
import dev.hourglass.data.scan.NiftiFile;
import dev.hourglass.tasks.denoise.FileCleaning.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A file for each picture that is cleaned, found out before anything is read.
 *
 * @param in an image or a folder of images
 * @param out a file or a folder
 * @param guesses whether images of uncertainty are written too
 */
record CleaningTargets(Path in, Path out, boolean guesses) {
  private static final String PNG = ".png";

  /** Where the pictures of these files go. */
  List<Target> of(List<Path> files) {
    boolean folder = Files.isDirectory(in) || Files.isDirectory(out) || !named(out).contains(".");
    if (!folder) {
      return ofOne(files.getFirst());
    }
    if (Files.isRegularFile(out)) {
      throw new Mistake(
          "--out %s: is a file; name a folder for %,d images".formatted(out, files.size()));
    }
    Path into = Destination.folder("--out", out);
    Map<Path, Path> taken = new HashMap<>();
    List<Target> targets = new ArrayList<>();
    for (Path file : files) {
      Path within = Files.isDirectory(in) ? in.relativize(file) : file.getFileName();
      String stem = ImageFormat.stem(file);
      String extension = NiftiFile.isNamedSo(file) ? named(file).substring(stem.length()) : PNG;
      for (Target target : targets(file, into.resolve(within).resolveSibling(stem), extension)) {
        claim(taken, file, target.to());
        target.uncertainty().ifPresent(to -> claim(taken, file, to));
        targets.add(target);
      }
    }
    return targets;
  }

  private List<Target> ofOne(Path file) {
    Destination destination =
        Destination.of("--out", out, Destination.Kind.PNG, Destination.Kind.NIFTI);
    boolean volume = destination.kind() == Destination.Kind.NIFTI;
    if (volume && !ImageFormat.isScan(file)) {
      throw new Mistake(
          "--out %s: only volumes and DICOM files become NIfTI; name a .png for %s"
              .formatted(out, file));
    }
    String stem = ImageFormat.stem(out);
    return targets(file, out.resolveSibling(stem), named(out).substring(stem.length()));
  }

  /** One, or one for each slice where slices become pictures. */
  private List<Target> targets(Path file, Path stem, String extension) {
    if (!extension.toLowerCase(Locale.ROOT).equals(PNG)) {
      return List.of(target(PictureFrame.first(file), stem, extension));
    }
    return PictureFrame.of(file).stream()
        .map(frame -> target(frame, beside(stem, slice(frame)), extension))
        .toList();
  }

  private Target target(PictureFrame frame, Path stem, String extension) {
    return new Target(
        frame,
        beside(stem, extension),
        guesses ? Optional.of(beside(stem, "-uncertainty" + extension)) : Optional.empty());
  }

  private static String slice(PictureFrame frame) {
    return frame.slice().isEmpty()
        ? ""
        : String.format(Locale.ROOT, "-%03d", frame.slice().getAsInt() + 1);
  }

  private static Path beside(Path stem, String more) {
    return stem.resolveSibling(stem.getFileName() + more);
  }

  private void claim(Map<Path, Path> taken, Path file, Path target) {
    Path other = taken.put(target, file);
    if (other != null) {
      throw new Mistake(
          "%s and %s would both become %s; rename one of them".formatted(other, file, target));
    }
    if (target.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize())) {
      throw new Mistake("--out %s: would overwrite %s; name another folder".formatted(out, file));
    }
  }

  private static String named(Path path) {
    return path.getFileName() == null ? "" : path.getFileName().toString();
  }
}
