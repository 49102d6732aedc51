package dev.hourglass.cli.screen;

import dev.hourglass.base.Reason;
import dev.hourglass.base.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A file that a command will write, found to be writable before the work begins.
 *
 * @param file where it goes
 * @param kind what it will hold, by its extension
 */
public record Destination(Path file, Kind kind) {
  /** What can be written. */
  public enum Kind {
    CSV("csv"),
    HGZ("hgz"),
    HTML("html"),
    NIFTI("nii"),
    NPY("npy"),
    ONNX("onnx"),
    PNG("png"),
    SAFETENSORS("safetensors");

    private final String extension;

    Kind(String extension) {
      this.extension = extension;
    }
  }

  /**
   * Checks a destination.
   *
   * @param flag the flag that named it, for messages
   * @param kinds what the command can write
   * @throws Mistake if the extension is none of those, or nothing can be written there
   */
  public static Destination of(String flag, Path file, Kind... kinds) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    String extension = extension(name);
    Kind kind =
        Arrays.stream(kinds)
            .filter(k -> k.extension.equals(extension))
            .findFirst()
            .orElseThrow(
                () ->
                    new Mistake(
                        "%s %s: the extension says what is written, and '%s' is none of those known here: %s"
                            .formatted(
                                flag,
                                file,
                                extension.isEmpty() ? name : "." + extension,
                                Arrays.stream(kinds)
                                    .map(k -> "." + k.extension)
                                    .collect(Collectors.joining(", ")))));
    if (Files.isDirectory(file)) {
      throw new Mistake("%s %s: is a folder; name a file".formatted(flag, file));
    }
    Path parent = file.toAbsolutePath().normalize().getParent();
    checkWritable(flag, file, parent);
    return new Destination(file, kind);
  }

  /** A packed volume is one all the same. */
  private static String extension(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    String plain = small.endsWith(".nii.gz") ? small.substring(0, small.lastIndexOf('.')) : small;
    return plain.contains(".") ? plain.substring(plain.lastIndexOf('.') + 1) : "";
  }

  /**
   * Checks a folder that a command will write into.
   *
   * @throws Mistake if nothing can be written there
   */
  public static Path folder(String flag, Path folder) {
    checkWritable(flag, folder, folder.toAbsolutePath().normalize());
    return folder;
  }

  /** Tries it: what permissions say and what a file system allows are two things. */
  private static void checkWritable(String flag, Path named, Path folder) {
    Path existing = folder;
    while (existing.getParent() != null && Files.notExists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new Mistake(
          "%s %s: cannot be written: %s is not a folder".formatted(flag, named, existing));
    }
    try {
      Files.delete(Files.createTempFile(existing, ".hourglass", ".tmp"));
    } catch (IOException e) {
      throw new Mistake(
          "%s %s: cannot be written: %s: %s".formatted(flag, named, existing, Reason.of(e)));
    }
  }

  /** Makes the folder it goes to, for writers of their own that write aside and move themselves. */
  public Destination withFolder() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("%s: cannot be written: %s".formatted(file, Reason.of(e)), e);
    }
  }

  /** Writes a text, such as a page, in UTF-8. */
  public void writeText(String text) {
    write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes the file: it is there whole or not at all. */
  public void write(WholeFile.Content content) {
    WholeFile.write(file, content);
  }
}
