package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
@Isolated("its signals must come while a training runs")
class InterruptionTest {
  /** Far more than anybody waits for. */
  private static final String FOREVER = "1000000";

  private static final String[] TRAIN = {"train", "digits:200", "--hidden", "16", "--code", "4"};

  @TempDir Path folder;

  /** Starts a training, waits until it has done an epoch and sends it a signal. */
  private Process interrupted(String signal, String... command)
      throws IOException, InterruptedException {
    String[] args =
        Stream.concat(
                Stream.of(command), Stream.of("--epochs", FOREVER, "--out", "stopped.safetensors"))
            .toArray(String[]::new);
    HourglassProcess hourglass = new HourglassProcess(folder);
    Process process = hourglass.start(args).redirectOutput(folder.resolve("out").toFile()).start();
    BufferedReader err =
        new BufferedReader(
            new java.io.InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    String line = "";
    while (line != null && !line.contains("1/" + FOREVER)) {
      line = err.readLine();
    }
    assertThat(line).isNotNull();
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still training after SIG" + signal);
    }
    return process;
  }

  private void assertModelIsKept() throws IOException {
    assertThat(folder.resolve("out")).content().contains("Stopped in epoch", "the best so far");
    new HourglassProcess(folder).run("info", "stopped.safetensors").succeeded();
    assertThat(folder.resolve("stopped.recipe.yaml")).exists();
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void ctrl_c_keeps_the_best_model_so_far() throws IOException, InterruptedException {
    Assumptions.assumeFalse(interruptsAreIgnored(), "SIGINT is ignored by whoever started us");
    assertThat(interrupted("INT", TRAIN).exitValue()).isEqualTo(130);
    assertModelIsKept();
  }

  @Test
  void termination_keeps_the_best_model_so_far() throws IOException, InterruptedException {
    assertThat(interrupted("TERM", TRAIN).exitValue()).isEqualTo(143);
    assertModelIsKept();
  }

  @ParameterizedTest
  @ValueSource(strings = {"denoise", "detect"})
  void a_fit_on_images_keeps_what_it_has_and_says_that_it_was_stopped(String use)
      throws IOException, InterruptedException {
    Path images = Files.createDirectory(folder.resolve("images"));
    for (int i = 0; i < 5; i++) {
      BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setSample(i, 8, 0, 200);
      ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
    }
    assertThat(interrupted("TERM", use, "images", "fit", "images").exitValue()).isEqualTo(143);
    assertThat(folder.resolve("out"))
        .content()
        .contains("Stopped in epoch", "of " + FOREVER + " as asked", "(interrupted)");
    new HourglassProcess(folder).run("info", "stopped.safetensors").succeeded();
  }

  /** A shell's background jobs inherit an ignored SIGINT, and the JVM respects that. */
  private static boolean interruptsAreIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.notExists(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElse("0");
    long interrupt = 1L << 1;
    return (Long.parseUnsignedLong(mask, 16) & interrupt) != 0;
  }
}
