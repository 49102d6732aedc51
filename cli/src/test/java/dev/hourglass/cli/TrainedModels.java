package dev.hourglass.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Models that several tests use, each trained once by the program itself. */
public final class TrainedModels {
  /** Data small enough to train on in a blink. */
  static final String DIGITS = "digits:400";

  /** Digits that no model here has seen. */
  static final String OTHER_DIGITS = "digits:120:9";

  private static final Path FOLDER = folder();
  private static Map<String, Object> plainFigures;
  private static Path plain;
  private static Path variational;

  private TrainedModels() {}

  /** An undercomplete model, 784-48-8-48-784. */
  public static synchronized Path plain() {
    if (plain == null) {
      // The folder is not there yet: train makes it.
      plain = FOLDER.resolve("new/plain.safetensors");
      plainFigures =
          new HourglassProcess(FOLDER)
              .run(
                  "train",
                  DIGITS,
                  "--hidden",
                  "48",
                  "--code",
                  "8",
                  "--epochs",
                  "4",
                  "--validation",
                  "0.2",
                  "--out",
                  plain.toString(),
                  "--json")
              .json();
    }
    return plain;
  }

  /** What training {@link #plain} printed. */
  static synchronized Map<String, Object> plainFigures() {
    plain();
    return plainFigures;
  }

  /** A variational model, 784-48-6-48-784. */
  static synchronized Path variational() {
    if (variational == null) {
      variational = FOLDER.resolve("variational.safetensors");
      new HourglassProcess(FOLDER)
          .run(
              "train",
              DIGITS,
              "--variant",
              "variational",
              "--hidden",
              "48",
              "--code",
              "6",
              "--epochs",
              "2",
              "--out",
              variational.toString())
          .succeeded();
    }
    return variational;
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(Path.of("target"), "models").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
