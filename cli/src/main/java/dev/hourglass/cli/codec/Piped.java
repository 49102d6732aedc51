package dev.hourglass.cli.codec;

import dev.hourglass.base.Reason;
import dev.hourglass.cli.screen.Mistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What comes in and goes out by a pipe: it passes through a temporary file, for what is compressed
 * is read more than once, and what is written begins with what is only known at its end.
 */
final class Piped {
  /** Standard input and output, in place of a path. */
  static final String NAME = "-";

  private Piped() {}

  /** Whether a path stands for standard input or output. */
  static boolean is(String path) {
    return path.equals(NAME);
  }

  /** Works on a copy of standard input. */
  static <T> T input(Function<Path, T> work) {
    return aside(
        "standard-input",
        copy -> {
          try {
            if (Files.copy(System.in, copy) == 0) {
              throw new Mistake("standard input is empty");
            }
          } catch (IOException e) {
            throw new UncheckedIOException(
                "standard input cannot be copied to %s: %s".formatted(copy, Reason.of(e)), e);
          }
          return work.apply(copy);
        });
  }

  /** Works on a file that is then copied to standard output. */
  static <T> T output(Function<Path, T> work) {
    return aside(
        "standard-output",
        file -> {
          T done = work.apply(file);
          try {
            Files.copy(file, System.out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          System.out.flush();
          return done;
        });
  }

  private static <T> T aside(String name, Function<Path, T> work) {
    try {
      Path folder = Files.createTempDirectory("hourglass");
      Path file = folder.resolve(name);
      try {
        return work.apply(file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the temporary folder %s cannot be used: %s"
              .formatted(System.getProperty("java.io.tmpdir"), Reason.of(e)),
          e);
    }
  }
}
