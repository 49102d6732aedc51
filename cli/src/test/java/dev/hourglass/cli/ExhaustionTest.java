package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.cli.screen.ExitCode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When something runs out, people are told what, and what to do. */
class ExhaustionTest {
  @TempDir Path folder;

  @Test
  void memory() {
    // 1.2 million digits of 784 bytes each are more than the process may have.
    new HourglassProcess(folder)
        .run("train", "digits:1200000", "--epochs", "1")
        .failed(ExitCode.FAILURE, "memory", "--limit");
  }

  @Test
  void standard_output() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here to write to");
    Path err = folder.resolve("err");
    Process process =
        new HourglassProcess(folder)
            .start("info", TrainedModels.plain().toString())
            .redirectOutput(new File("/dev/full"))
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.FAILURE);
    assertThat(Files.readString(err, StandardCharsets.UTF_8))
        .contains("hourglass: standard output could not be written");
  }
}
