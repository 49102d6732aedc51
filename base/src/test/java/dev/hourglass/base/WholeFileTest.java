package dev.hourglass.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void an_interrupted_thread_writes_all_the_same_and_stays_interrupted() throws IOException {
    Path file = folder.resolve("new/result");
    Thread.currentThread().interrupt();
    try {
      WholeFile.write(file, new byte[200_000]);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Files.size(file)).isEqualTo(200_000);
    assertThat(file.getParent()).isDirectoryContaining("glob:**/result");
  }
}
