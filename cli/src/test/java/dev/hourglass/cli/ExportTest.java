package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.HourglassProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models handed to other programs from the command line. */
class ExportTest {
  @TempDir static Path folder;

  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void train() throws IOException {
    hourglass = new HourglassSession(folder);
    List<String> rows = new ArrayList<>(List.of("flow,valve,depth"));
    for (int i = 0; i < 240; i++) {
      rows.add("%d,%s,%d".formatted(i % 17, i % 2 == 0 ? "open" : "shut", (i * i) % 23));
    }
    Files.write(folder.resolve("table.csv"), rows);
    hourglass
        .run("train", "table.csv", "--code", "2", "--epochs", "2", "--out", "m.safetensors")
        .succeeded();
  }

  @Test
  void a_part_is_exported_and_its_ways_in_and_out_are_told() {
    Outcome outcome =
        hourglass
            .run(
                "export",
                "m.safetensors",
                "--format",
                "onnx",
                "--what",
                "reconstruct",
                "--out",
                "new/r.onnx",
                "--json")
            .succeeded();
    Map<String, Object> figures = outcome.json();
    assertThat(figures).containsEntry("what", "reconstruct").containsEntry("opset", 17);
    assertThat(figures.get("inputs").toString())
        .contains("name=flow, type=double, shape=[batch, 1]")
        .contains("name=valve, type=string");
    assertThat(figures.get("outputs").toString()).contains("name=reconstruction, type=float");
    assertThat(folder.resolve("new/r.onnx")).hasSize(((Number) figures.get("bytes")).longValue());
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void what_cannot_be_exported_is_refused_and_nothing_is_written() {
    Outcome score = hourglass.run("export", "m.safetensors", "--what", "score", "--out", "s.onnx");
    assertThat(score.exitCode()).isEqualTo(1);
    assertThat(score.err()).contains("holds no detector, which 'detect fit' makes");
    Outcome unknown =
        hourglass.run("export", "m.safetensors", "--what", "scores", "--out", "s.onnx");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean 'score'");
    Outcome named = hourglass.run("export", "m.safetensors", "--what", "encode", "--out", "s.pb");
    assertThat(named.exitCode()).isEqualTo(2);
    assertThat(named.err()).contains(".onnx");
    Outcome missing =
        hourglass.run("export", "none.safetensors", "--what", "encode", "--out", "s.onnx");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("none.safetensors");
    assertThat(folder.resolve("s.onnx")).doesNotExist();
  }
}
