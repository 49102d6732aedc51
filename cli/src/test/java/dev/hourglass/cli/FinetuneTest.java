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

/** From a model and few labels to predictions, from the command line. */
class FinetuneTest {
  @TempDir static Path folder;

  @AutoClose private static HourglassSession hourglass;

  /** Rows of three kinds that lie apart, one label missing in a copy. */
  @BeforeAll
  static void train() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> rows = new ArrayList<>(List.of("id,a,b,c,d,kind"));
    for (int i = 0; i < 240; i++) {
      int kind = i % 3;
      rows.add(
          String.format(
              Locale.ROOT,
              "r%d,%.4f,%.4f,%.4f,%.4f,%s",
              i,
              kind + 0.3 * random.nextGaussian(),
              2 - kind + 0.3 * random.nextGaussian(),
              (kind == 1 ? 1 : 0) + 0.3 * random.nextGaussian(),
              random.nextGaussian(),
              "xyz".charAt(kind)));
    }
    Files.write(folder.resolve("rows.csv"), rows);
    List<String> bare = rows.stream().map(row -> row.substring(0, row.lastIndexOf(','))).toList();
    Files.write(folder.resolve("bare.csv"), bare);
    List<String> gap = new ArrayList<>(rows);
    gap.set(9, rows.get(9).substring(0, rows.get(9).lastIndexOf(',') + 1));
    Files.write(folder.resolve("gap.csv"), gap);
    hourglass = new HourglassSession(folder);
    run("train rows.csv --label-column kind --ignore id --hidden 16 --code 3 --epochs 20"
            + " --out rows.safetensors")
        .succeeded();
    Map<String, Object> figures =
        run("finetune rows.csv --model rows.safetensors --labelled 30 --epochs 60 --out"
                + " kinds.safetensors --json")
            .json();
    assertThat(figures.get("labelled")).isEqualTo(30);
    assertThat((Double) figures.get("accuracy")).isGreaterThan(0.85);
  }

  private static Outcome run(String command) {
    return hourglass.run(command.split(" "));
  }

  @Test
  void a_fine_tuned_model_says_how_right_it_is() {
    Map<String, Object> figures = run("evaluate kinds.safetensors rows.csv --json").json();
    assertThat((Double) figures.get("accuracy")).isBetween(0.85, 1.0);
    assertThat((List<?>) figures.get("classes")).hasSize(3);
    assertThat(run("info kinds.safetensors").succeeded().out())
        .contains("3 classes: x, y, z", "section      predictor");
    assertThat(run("encode kinds.safetensors rows.csv --out codes.csv").succeeded().out())
        .contains("240 codes of 3");
  }

  @Test
  void predictions_need_no_labels_and_keep_ids() throws IOException {
    run("predict kinds.safetensors bare.csv --id-column id --out told.csv").succeeded();
    List<String> lines = Files.readAllLines(folder.resolve("told.csv"));
    assertThat(lines).hasSize(241);
    assertThat(lines.getFirst())
        .isEqualTo("id,prediction,probability,probability of x,probability of y,probability of z");
    long right =
        lines.stream()
            .skip(1)
            .map(line -> line.split(","))
            .filter(
                cells ->
                    cells[1].charAt(0) == "xyz".charAt(Integer.parseInt(cells[0].substring(1)) % 3))
            .count();
    assertThat(right).isGreaterThan(204);
  }

  @Test
  void bad_input_is_refused_with_the_remedy() {
    run("finetune gap.csv --model rows.safetensors --out no.safetensors")
        .failed(1, "gap.csv: 1 of 240 labels are missing, the first in row 9", "--skip-unlabelled");
    // Said before a model is trained.
    run("finetune gap.csv --label-column kind --ignore id --scratch --out none.safetensors")
        .failed(1, "gap.csv: 1 of 240 labels are missing, the first in row 9");
    run("finetune rows.csv --model rows.safetensors --label-column a --out no.safetensors")
        .failed(2, "--label-column a", "among its features");
    run("finetune rows.csv --model kinds.safetensors --out no.safetensors")
        .failed(1, "fine-tuned already");
    run("predict rows.safetensors rows.csv --out no.csv").failed(1, "finetune");
    run("reconstruct kinds.safetensors rows.csv --out no.csv").failed(1, "rebuilds no samples");
    assertThat(folder.resolve("no.safetensors")).doesNotExist();
  }
}
