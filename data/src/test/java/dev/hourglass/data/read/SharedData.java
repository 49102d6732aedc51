package dev.hourglass.data.read;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the real data lies that is too large to be committed; tests without it are skipped. */
final class SharedData {
  private SharedData() {}

  static Path path(String name) {
    Path path = Path.of("..", "..", "shared", "data").resolve(name);
    Assumptions.assumeTrue(
        Files.exists(path), "no real data at " + path.toAbsolutePath() + ", test skipped");
    return path;
  }
}
