package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.screen.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are told the class, from training to samples of a class asked for. */
class ConditionTest {
  @TempDir static Path folder;

  @Test
  void a_model_told_the_class_makes_samples_of_the_class_asked_for() throws IOException {
    Files.writeString(folder.resolve("kinds.csv"), table());
    HourglassProcess hourglass = HourglassProcess.ofLongRuns(folder);
    hourglass
        .run(
            "train",
            "kinds.csv",
            "--label-column",
            "kind",
            "--condition",
            "label",
            "--variant",
            "variational",
            "--code",
            "1",
            "--epochs",
            "60",
            "--out",
            "told.safetensors")
        .succeeded();
    hourglass
        .run("generate", "told.safetensors", "--class", "large", "--count", "50", "--out", "l.csv")
        .succeeded();
    List<String> large = Files.readAllLines(folder.resolve("l.csv"));
    assertThat(large).hasSize(51);
    assertThat(large.subList(1, 51))
        .allMatch(row -> Double.parseDouble(row.substring(0, row.indexOf(','))) > 50);

    hourglass
        .run("generate", "told.safetensors", "--class", "huge", "--out", "h.csv")
        .failed(ExitCode.USAGE, "huge", "large");
  }

  /** Small ones are light, large ones heavy: the class says where a sample lies. */
  private static String table() {
    StringBuilder rows = new StringBuilder("size,weight,kind\n");
    for (int i = 0; i < 120; i++) {
      int base = i % 2 == 0 ? 0 : 100;
      rows.append(base + i % 7).append(',').append(base + i % 11).append(',');
      rows.append(base == 0 ? "small" : "large").append('\n');
    }
    return rows.toString();
  }
}
