package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.HourglassProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectSeriesTest {
  @TempDir static Path folder;

  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void begin() {
    hourglass = new HourglassSession(folder);
  }

  private static Outcome run(String command) {
    return hourglass.run(command.split(" "));
  }

  @Test
  void a_time_series_is_fitted_measured_scored_point_by_point_and_drawn() throws IOException {
    List<String> lines = new ArrayList<>(List.of("when,load"));
    SplittableRandom random = new SplittableRandom(5);
    for (int hour = 0; hour < 800; hour++) {
      boolean stuck = hour >= 500 && hour < 524;
      double load =
          (stuck ? 0.3 : Math.sin(2 * Math.PI * hour / 24)) + 0.02 * random.nextGaussian();
      lines.add(
          String.format(
              Locale.ROOT,
              "2024-%02d-%02d %02d:00:00,%.4f",
              1 + hour / 672,
              1 + hour / 24 % 28,
              hour % 24,
              load));
    }
    Files.write(folder.resolve("load.csv"), lines);
    Files.write(
        folder.resolve("windows.json"),
        List.of("{\"a/load.csv\": [[\"2024-01-21 20:00:00\", \"2024-01-22 19:00:00\"]]}"));
    Map<String, Object> fitted =
        run("detect fit load.csv --time-column when --out load.safetensors --json").json();
    assertThat(fitted).containsEntry("period", 24).containsEntry("window", 72);
    Map<String, Object> figures =
        run("detect evaluate load.safetensors load.csv --windows windows.json --json").json();
    assertThat(figures).containsEntry("windows", 1).containsEntry("windowsFound", 1);
    assertThat((Double) figures.get("nabScore")).isPositive();
    assertThat((Double) figures.get("vusPr")).isBetween(0.2, 1.0);
    List<String> scored =
        run("detect score load.safetensors load.csv").succeeded().out().lines().toList();
    assertThat(scored).hasSize(801);
    assertThat(scored.getFirst()).isEqualTo("when,load,score,flag,percentile,pValue");
    assertThat(scored.get(1)).startsWith("2024-01-01 00:00:00,");
    Map<String, Object> drawn =
        run("detect report load.safetensors load.csv --windows windows.json --out load.html --json")
            .json();
    assertThat(drawn).containsEntry("windowsFound", 1).containsEntry("vusPr", figures.get("vusPr"));
    assertThat(folder.resolve("load.html"))
        .content()
        .contains("In short", "labelled windows", "labelled as anomaly", "What to look at first");
    run("detect fit load.csv --window 20 --out x.safetensors").failed(2, "--time-column");
    run("detect fit load.csv --time-column then --out x.safetensors")
        .failed(1, "no column 'then'", "--time-column", "when");
  }

  @Test
  void a_page_of_a_series_without_labels_says_what_to_look_at() throws IOException {
    List<String> lines = new ArrayList<>(List.of("when,load"));
    SplittableRandom random = new SplittableRandom(6);
    for (int hour = 0; hour < 600; hour++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "2024-01-%02d %02d:00:00,%.4f",
              1 + hour / 24,
              hour % 24,
              Math.sin(2 * Math.PI * hour / 24)
                  + 0.02 * random.nextGaussian()
                  + (hour == 400 ? 5 : 0)));
    }
    Files.write(folder.resolve("spike.csv"), lines);
    run("detect fit spike.csv --time-column when --out spike.safetensors").succeeded();
    assertThat(run("detect report spike.safetensors spike.csv --out spike.html --json").json())
        .containsEntry("rows", 600)
        .doesNotContainKey("windowsFound");
    // Hour 400 is the 16th of the 17th day; windows around it are flagged with it.
    assertThat(folder.resolve("spike.html"))
        .content()
        .containsPattern("<th scope=\"row\">2024-01-1[67] ")
        .doesNotContain("How well anomalies are found");
  }
}
