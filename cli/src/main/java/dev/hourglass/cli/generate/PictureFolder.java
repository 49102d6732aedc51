package dev.hourglass.cli.generate;

import dev.hourglass.base.Reason;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.tasks.picture.SamplePicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A new folder of pictures, with a folder for each label: as {@code train} reads it. It is written
 * aside and moved into place, so that it is there whole or not at all.
 *
 * @param folder to be made
 * @param shape of a sample
 */
record PictureFolder(Path folder, SampleShape shape) {
  /** Whether a path without an extension, or one that is a folder, was given. */
  static boolean isMeant(Path out) {
    Path name = out.getFileName();
    return Files.isDirectory(out) || name == null || !name.toString().contains(".");
  }

  /** Refuses a folder that there is something in already, before any work is done. */
  static void check(Path folder) {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new Mistake(
              "--out %s: there is something in this folder already; name a new one"
                  .formatted(folder));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("--out %s: %s".formatted(folder, Reason.of(e)), e);
      }
    } else if (Files.exists(folder)) {
      throw new Mistake(
          "--out %s: is a file; name a new folder, or a .png, .npy or .csv".formatted(folder));
    }
    var _ = Destination.folder("--out", folder);
  }

  void write(Samples samples) {
    Path whole = folder.toAbsolutePath().normalize();
    Path parent = whole.getParent();
    try {
      Files.createDirectories(parent);
      Path aside = Files.createTempDirectory(parent, ".hourglass");
      try {
        for (int i = 0; i < samples.rows().rows(); i++) {
          Path file = aside.resolve(name(samples, i));
          Files.createDirectories(file.getParent());
          SamplePicture.of(shape, samples.rows().row(i)).write(file);
        }
        Files.deleteIfExists(whole);
        Files.move(aside, whole);
      } finally {
        delete(aside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "--out %s: cannot be written: %s".formatted(folder, Reason.of(e)), e);
    }
  }

  private static void delete(Path aside) throws IOException {
    if (Files.exists(aside)) {
      try (Stream<Path> all = Files.walk(aside)) {
        for (Path each : all.sorted((a, b) -> b.getNameCount() - a.getNameCount()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private String name(Samples samples, int i) {
    String number = String.format(Locale.ROOT, "%06d", i);
    String file =
        samples.names().isEmpty()
            ? number
            : number + "-" + plain(Path.of(samples.names().get(i)).getFileName().toString());
    return samples.labels().map(labels -> folderName(labels.name(i)) + "/").orElse("")
        + file
        + ".png";
  }

  private static String plain(String name) {
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^\\p{L}\\p{N}._-]", "_");
  }

  private static String folderName(String label) {
    if (label.isBlank() || label.startsWith(".") || label.matches(".*[/\\\\:*?\"<>|\\x00].*")) {
      throw new Mistake(
          "--out: the label '%s' cannot be a folder's name; write a .csv".formatted(label));
    }
    return label;
  }
}
