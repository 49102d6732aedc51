package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.data.read.NpyFile;
import java.io.BufferedReader;
import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_reader_that_has_seen_enough_is_no_failure() throws Exception {
    Path err = folder.resolve("err");
    Process process =
        new HourglassProcess(folder)
            .start("info", TrainedModels.plain().toString())
            .redirectError(err.toFile())
            .start();
    process.getInputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.READER_GONE);
    assertThat(HourglassProcess.messages(err)).isEmpty();
  }

  /** The system takes away what is mapped when the file is cut: no process can prevent that. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void data_cut_short_while_training_keeps_the_best_model() throws Exception {
    int rows = 4_000;
    int features = 64;
    float[][] numbers = new float[rows][features];
    Random random = new Random(1);
    for (float[] row : numbers) {
      for (int i = 0; i < features; i++) {
        row[i] = random.nextFloat();
      }
    }
    Path data = folder.resolve("data.npy");
    NpyFile.write(data, numbers);
    Process process =
        new HourglassProcess(folder)
            .start(
                ("train data.npy --hidden 16 --code 4 --no-linear-path --epochs 1000000"
                        + " --batch-size 500 --out kept.safetensors")
                    .split(" "))
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      boolean cut = false;
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        said.append(line).append('\n');
        if (!cut && line.contains("1/1000000")) {
          cut = true;
          try (FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE)) {
            file.truncate(1_000);
          }
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said.toString())
        .contains("hourglass: training broke off in epoch ")
        .contains("data.npy can no longer be read: its file was cut short")
        .contains("They are in kept.safetensors.");
    assertThat(process.exitValue()).isEqualTo(ExitCode.FAILURE);
    new HourglassProcess(folder).run("info", "kept.safetensors").succeeded();
  }
}
