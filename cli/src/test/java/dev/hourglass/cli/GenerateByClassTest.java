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

/** Rows of a class asked for, and what they are worth. */
class GenerateByClassTest {
  @TempDir static Path folder;

  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void train() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>(List.of("length,width,kind,species"));
    for (int i = 0; i < 800; i++) {
      boolean big = i % 2 == 0;
      double length = (big ? 9 : 4) + random.nextGaussian();
      lines.add(
          String.format(
              Locale.ROOT,
              "%.2f,%.2f,%s,%s",
              length,
              length / 2 + 0.2 * random.nextGaussian(),
              random.nextInt(5) == 0 ? "wet" : "dry",
              big ? "oak" : "elm"));
    }
    Files.write(folder.resolve("leaves.csv"), lines);
    hourglass = new HourglassSession(folder);
    run("train leaves.csv --label-column species --variant variational --code 4 --epochs 40 --out"
            + " leaves.safetensors")
        .succeeded();
  }

  private static Outcome run(String command) {
    return hourglass.run(command.split(" "));
  }

  @Test
  void evaluate_tells_the_figures_scripts_rely_on() {
    Map<String, Object> figures =
        run("generate evaluate leaves.safetensors leaves.csv --label-column species --count 600"
                + " --json")
            .json();
    assertThat((Double) figures.get("conditionalAccuracy")).isGreaterThan(0.9);
    assertThat((Double) figures.get("trainOnGeneratedAccuracy")).isGreaterThan(0.9);
    assertThat((Double) figures.get("trainOnGeneratedRocAuc")).isGreaterThan(0.95);
    assertThat((Double) figures.get("correlationDifference")).isLessThan(0.3);
  }

  @Test
  void rows_of_a_class_come_as_the_tables_own() throws IOException {
    run("generate leaves.safetensors --fitted leaves.csv --label-column species --class oak"
            + " --mixture 2 --count 50 --out oaks.csv")
        .succeeded();
    List<String> lines = Files.readAllLines(folder.resolve("oaks.csv"));
    assertThat(lines).hasSize(51);
    assertThat(lines.getFirst()).isEqualTo("length,width,kind");
    double sum = 0;
    for (String line : lines.subList(1, 51)) {
      assertThat(line).matches(".*,(wet|dry)");
      sum += Double.parseDouble(line.split(",")[0]);
    }
    assertThat(sum / 50).isBetween(7.5, 10.5);
  }

  @Test
  void a_quantised_model_is_trained_told_of_and_drawn_from_by_its_file_alone() throws IOException {
    assertThat(
            run("train leaves.csv --label-column species --variant vector-quantized --code 4"
                    + " --codebook 16 --epochs 20 --out quantised.safetensors --json")
                .json())
        .containsKey("deadUnits");
    assertThat(run("info quantised.safetensors").succeeded().out())
        .contains("codebook of 32 entries of 2");
    run("generate quantised.safetensors --count 50 --out drawn.csv").succeeded();
    List<String> lines = Files.readAllLines(folder.resolve("drawn.csv"));
    assertThat(lines).hasSize(51);
    double sum = 0;
    for (String line : lines.subList(1, 51)) {
      assertThat(line).matches(".*,(wet|dry)");
      sum += Double.parseDouble(line.split(",")[0]);
    }
    assertThat(sum / 50).isBetween(5.0, 8.0);
    run("train leaves.csv --variant vector-quantized --code 4 --codebook-width 3 --out"
            + " x.safetensors")
        .failed(2, "--codebook-width", "4 units of the code are no multiple of it");
  }

  @Test
  void what_is_missing_is_told() {
    run("generate leaves.safetensors --fitted leaves.csv --label-column species --class ash --out"
            + " x.csv")
        .failed(2, "--class ash", "elm, oak");
    run("generate leaves.safetensors --class oak --out x.csv").failed(2, "--fitted DATA");
    run("generate --out x.csv").failed(2, "missing MODEL");
    run("generate evaluate leaves.safetensors leaves.csv --augment-trial 9").failed(2, "--test");
    run("generate leaves.safetensors --out x.html").failed(2, "a page shows pictures", ".csv");
    Outcome unlabelled = run("generate evaluate leaves.safetensors leaves.csv");
    assertThat(unlabelled.exitCode()).isEqualTo(1);
    assertThat(unlabelled.err()).contains("has no labels", "--label-column");
  }
}
