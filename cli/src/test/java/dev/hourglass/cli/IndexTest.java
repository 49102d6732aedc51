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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Search from the command line, from building to answers. */
class IndexTest {
  @TempDir static Path folder;

  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void build() throws IOException {
    hourglass = new HourglassSession(folder);
    List<String> rows = new ArrayList<>(List.of("name,a,b,c,side"));
    for (int i = 0; i < 200; i++) {
      double a = i / 200.0;
      rows.add(
          String.format(
              Locale.ROOT, "row%03d,%.4f,%.4f,%.4f,%s", i, a, a * a, 1 - a, i < 100 ? "l" : "r"));
    }
    Files.write(folder.resolve("rows.csv"), rows);
    Files.copy(TrainedModels.plain(), folder.resolve("digits.safetensors"));
    run("index build digits:120:9 --model digits.safetensors --out digits.index").succeeded();
  }

  private static Outcome run(String command) {
    return hourglass.run(command.split(" "));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> neighbours(Outcome outcome) {
    return (List<Map<String, Object>>) outcome.json().get("neighbours");
  }

  @Test
  void evaluate_tells_the_figures_scripts_rely_on() {
    Map<String, Object> figures =
        run("index evaluate digits.index digits:120:9 --json --out page.html").json();
    assertThat((Double) figures.get("recallAt10")).isGreaterThan(0.99);
    assertThat((Double) figures.get("labelShareAt10")).isBetween(0.3, 1.0);
    assertThat((Double) figures.get("rawLabelShareAt10")).isBetween(0.3, 1.0);
    assertThat((Double) figures.get("pcaLabelShareAt10")).isBetween(0.3, 1.0);
    assertThat((Double) figures.get("medianQueryMillis")).isBetween(0.0, 1000.0);
    assertThat((Double) figures.get("bytesPerItem")).isGreaterThan(32);
    assertThat(folder.resolve("page.html")).content().contains("finds what is alike");
  }

  @Test
  void a_sample_finds_itself_and_an_item_finds_others() throws IOException {
    List<Map<String, Object>> found =
        neighbours(run("index query digits.index digits:120:9 --rows 7 --k 3 --json"));
    assertThat(found).hasSize(3);
    assertThat(found.getFirst()).containsEntry("id", "7");
    assertThat((Double) found.getFirst().get("distance")).isLessThan(1e-6);
    List<Map<String, Object>> others =
        neighbours(run("index query digits.index 7 --k 2 --exact --json"));
    assertThat(others.getFirst()).containsEntry("id", found.get(1).get("id"));
    run("index query digits.index digits:120:9 --rows 0,1 --k 4 --out near.csv").succeeded();
    assertThat(Files.readAllLines(folder.resolve("near.csv"))).hasSize(9);
    run("index query digits.index 3 --out near.html").succeeded();
    assertThat(folder.resolve("near.html")).content().contains("<img class=\"crisp\"");
  }

  @Test
  void rows_are_found_by_their_names_and_filtered_by_what_is_kept() {
    String table = "rows.csv --id-column name --keep side --label-column side";
    run("index build "
            + table
            + " --epochs 40 --hidden 8 --code 2 --out rows.index --distance"
            + " euclidean")
        .succeeded();
    List<Map<String, Object>> found = neighbours(run("index query rows.index row050 --k 2 --json"));
    assertThat(found).extracting("id").containsExactlyInAnyOrder("row049", "row051");
    found = neighbours(run("index query rows.index row099 --k 5 --where side=r --json"));
    assertThat(found).extracting("id").allSatisfy(id -> assertThat((String) id).startsWith("row1"));
    assertThat(run("index delete rows.index row000 row001 --json").json())
        .containsEntry("deleted", 2)
        .containsEntry("items", 198);
    assertThat(run("index add rows.index " + table + " --json").json())
        .containsEntry("added", 2)
        .containsEntry("replaced", 198);
    run("index delete rows.index row500").failed(1, "has no item 'row500'");
    assertThat(run("index rebuild rows.index " + table + " --limit 50 --json").json())
        .containsEntry("items", 50);
  }

  @Test
  void codes_of_a_compressed_file_are_found_without_decompressing() {
    run("compress digits:120:9 --model digits.safetensors --bytes 40 --out digits.hgz").succeeded();
    assertThat(
            run("index build digits.hgz --model digits.safetensors --out hgz.index --json")
                .json()
                .get("items"))
        .isEqualTo(120);
    assertThat(neighbours(run("index query hgz.index digits:120:9 --rows 7 --k 3 --json")))
        .first()
        .hasFieldOrPropertyWithValue("id", "7");
    run("index build digits.hgz --out other").failed(1, "digits.hgz: needs the model");
  }

  @Test
  void what_cannot_be_is_said() {
    run("index query nowhere digits").failed(1, "nowhere: there is no such index");
    run("index query digits.index nothing.png").failed(1, "neither a file nor an item");
    run("index build digits:5 --model digits.safetensors --out digits.index")
        .failed(1, "there is an index already");
    run("index query digits.index rows.csv").failed(1, "rows.csv");
    run("index build digits:5 --bits 7 --model digits.safetensors --out other")
        .failed(1, "--bits is 32, 8, 4 or 1");
    run("index").failed(2, "index lacks what is to be done: build");
  }
}
