package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.hourglass.cli.HourglassProcess.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Anomaly detection from the command line, from fitting to scores and reports. */
class DetectTest {
  private static final int ROWS = 1500;
  private static final int FAULT_EVERY = 50;

  @TempDir static Path folder;

  @AutoClose private static HourglassSession hourglass;

  /** Rows of machines: b = 2 a, c = a², kind by a; in a fault b is what it would be elsewhere. */
  private static List<String> machines(int rows, boolean faults, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>(List.of("id,a,b,c,kind,fault"));
    for (int i = 0; i < rows; i++) {
      double a = random.nextDouble(0, 10);
      boolean fault = faults && i % FAULT_EVERY == 7;
      double b = 2 * (fault ? (a + 5) % 10 : a);
      lines.add(
          String.format(
              Locale.ROOT,
              "m%d-%d,%.3f,%.3f,%.2f,%s,%s",
              seed,
              i,
              a,
              b + 0.05 * random.nextGaussian(),
              a * a,
              a > 5 ? "big" : "small",
              fault ? "broken" : "normal"));
    }
    return lines;
  }

  @BeforeAll
  static void fit() throws IOException {
    hourglass = new HourglassSession(folder);
    write("fitted.csv", machines(ROWS, true, 1));
    write("new.csv", machines(ROWS, true, 2));
    hourglass
        .run(
            "detect",
            "fit",
            "fitted.csv",
            "--label-column",
            "fault",
            "--fit-on",
            "normal",
            "--out",
            "machines.safetensors")
        .succeeded();
  }

  private static void write(String name, List<String> lines) throws IOException {
    Files.write(folder.resolve(name), lines);
  }

  private static Outcome run(String command) {
    return hourglass.run(command.split(" "));
  }

  @Test
  void json_lines_of_chosen_rows_score_as_the_same_rows_of_a_table() throws IOException {
    List<String> given = Files.readAllLines(folder.resolve("new.csv"));
    List<String> objects = new ArrayList<>();
    for (String line : given.subList(1, given.size())) {
      String[] cells = line.split(",");
      objects.add(
          "{\"kind\": \"%s\", \"c\": %s, \"id\": \"%s\", \"b\": %s, \"a\": %s}"
              .formatted(cells[4], cells[3], cells[0], cells[2], cells[1]));
    }
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Files.write(parts.resolve("1.jsonl"), objects.subList(0, 700));
    Files.write(parts.resolve("2.jsonl"), objects.subList(700, ROWS));
    String table = run("detect score machines.safetensors new.csv --where a>5").succeeded().out();
    String lines = run("detect score machines.safetensors parts --where a>5").succeeded().out();
    List<String> rows = table.lines().skip(1).toList();
    List<String> scored = lines.lines().toList();
    assertThat(rows).hasSizeBetween(ROWS / 3, 2 * ROWS / 3);
    assertThat(scored).hasSameSizeAs(rows);
    int at = 0;
    for (String object : scored) {
      Map<String, Object> map = JSON.std.mapFrom(object);
      String[] cells = rows.get(at++).split(",");
      assertThat(objects).contains(object.substring(0, object.indexOf(",\"score\"")) + "}");
      assertThat(map.get("id")).isEqualTo(cells[0]);
      assertThat(((Number) map.get("score")).doubleValue()).isEqualTo(Double.parseDouble(cells[6]));
      assertThat(map.get("flag")).isEqualTo(cells[7].equals("1"));
    }
  }

  @Test
  void evaluate_tells_the_figures_scripts_rely_on() {
    Map<String, Object> figures =
        run("detect evaluate machines.safetensors new.csv --label-column fault --json").json();
    assertThat((Double) figures.get("rocAuc")).isGreaterThan(0.99);
    assertThat((Double) figures.get("averagePrecision")).isGreaterThan(0.8);
    assertThat((Double) figures.get("threshold")).isPositive();
    assertThat((Integer) figures.get("flagged")).isBetween(20, 90);
    assertThat(figures).containsEntry("anomalies", 30).containsEntry("normal", "normal");
    assertThat(figures.get("baselines").toString())
        .contains("isolationForest={rocAuc=", "nearestNeighbours={rocAuc=", "pca={rocAuc=");
    // The label column is known from fitting.
    assertThat(run("detect evaluate machines.safetensors new.csv --json").json())
        .isEqualTo(figures);
  }

  @Test
  void score_keeps_rows_columns_and_order_and_says_why() throws IOException {
    Outcome outcome = run("detect score machines.safetensors new.csv --explain 2").succeeded();
    List<String> given = Files.readAllLines(folder.resolve("new.csv"));
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).hasSize(ROWS + 1);
    assertThat(lines.getFirst())
        .isEqualTo("id,a,b,c,kind,fault,score,flag,percentile,pValue,explanation");
    int found = 0;
    for (int i = 1; i <= ROWS; i++) {
      assertThat(lines.get(i)).startsWith(given.get(i) + ",");
      String[] cells = lines.get(i).split(",", 11);
      boolean broken = cells[5].equals("broken");
      boolean flagged = cells[7].equals("1");
      found += broken && flagged ? 1 : 0;
      assertThat(cells[10].isEmpty()).isEqualTo(!flagged);
      if (broken && flagged) {
        assertThat(cells[10]).contains("expected");
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(25);
    assertThat(outcome.err()).contains("1,500 rows scored", "not fitted", "id, fault");
  }

  @Test
  void score_writes_json_lines_too() throws IOException {
    Outcome outcome =
        run("detect score machines.safetensors new.csv --format jsonl --explain 1").succeeded();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).hasSize(ROWS);
    for (String line : lines.subList(0, 100)) {
      Map<String, Object> row = JSON.std.mapFrom(line);
      assertThat(row)
          .containsKeys("id", "a", "score", "flag", "percentile", "pValue", "explanation");
      assertThat(row.get("a")).isInstanceOf(Number.class);
      assertThat(row.get("flag")).isInstanceOf(Boolean.class);
    }
  }

  @Test
  void standard_input_is_scored_as_a_file() throws Exception {
    Path out = folder.resolve("piped.csv");
    Process process =
        new HourglassProcess(folder)
            .start("detect", "score", "machines.safetensors", "-", "--quiet")
            .redirectInput(folder.resolve("new.csv").toFile())
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(out))
        .isEqualTo(run("detect score machines.safetensors new.csv").succeeded().out());
  }

  @Test
  void a_row_is_scored_before_the_next_one_comes() throws Exception {
    Process process =
        new HourglassProcess(folder).start("detect", "score", "machines.safetensors", "-").start();
    List<String> lines = Files.readAllLines(folder.resolve("new.csv"));
    try (Writer to = process.outputWriter();
        BufferedReader from = process.inputReader()) {
      to.write(lines.get(0) + "\n" + lines.get(1) + "\n");
      to.flush();
      assertThat(from.readLine()).startsWith(lines.get(0) + ",score,");
      assertThat(from.readLine()).startsWith(lines.get(1) + ",");
      to.write(lines.get(2) + "\n");
      to.flush();
      assertThat(from.readLine()).startsWith(lines.get(2) + ",");
      to.close();
      assertThat(from.readLine()).isNull();
    }
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void rows_that_cannot_be_scored_are_put_aside() throws IOException {
    List<String> lines = new ArrayList<>(machines(20, false, 3));
    lines.set(3, "x,many,2,1,big,normal");
    lines.set(5, "x,1,2");
    write("bad.csv", lines);
    Outcome outcome =
        run("detect score machines.safetensors bad.csv --rejects rejects.csv").succeeded();
    assertThat(outcome.out().lines()).hasSize(1 + 18);
    assertThat(outcome.err()).contains("2 rows could not be scored", "rejects.csv", "line 4");
    List<String> rejects = Files.readAllLines(folder.resolve("rejects.csv"));
    assertThat(rejects.getFirst()).isEqualTo("line,reason,row");
    assertThat(rejects.get(1)).startsWith("4,").contains("'many'", "x,many,2,1,big,normal");
    assertThat(rejects.get(2)).startsWith("6,").contains("3 cells", "x,1,2");

    run("detect score machines.safetensors bad.csv --strict --out strict.csv")
        .failed(1, "bad.csv", "line 4", "'many'");
    assertThat(folder.resolve("strict.csv")).doesNotExist();
  }

  @Test
  void drift_and_unseen_categories_are_said() throws IOException {
    List<String> lines = new ArrayList<>(machines(600, false, 4));
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",");
      cells[1] = Double.toString(9 + Double.parseDouble(cells[1]) / 10);
      cells[4] = i % 3 == 0 ? "huge" : cells[4];
      lines.set(i, String.join(",", cells));
    }
    write("moved.csv", lines);
    Outcome outcome = run("detect score machines.safetensors moved.csv --out m.csv").succeeded();
    assertThat(outcome.err()).contains("'a' has left", "'kind' has 200 cells");
  }

  @Test
  void info_says_what_a_detector_goes_by_and_which_cells_are_marked() throws IOException {
    List<String> lines = new ArrayList<>(machines(400, false, 5));
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",");
      cells[1] = i % 9 == 0 ? "" : Double.toString(Math.exp(3 * Double.parseDouble(cells[1])));
      lines.set(i, String.join(",", cells));
    }
    write("gaps.csv", lines);
    run("detect fit gaps.csv --label-column fault --fit-on normal --tails log --out g.safetensors")
        .succeeded();
    assertThat(run("info g.safetensors").succeeded().out())
        .contains(
            "logarithms of a", "missing cells marked of a", "unseen categories marked of kind")
        .contains(
            "fitted on rows that are all normal (label 'normal')", "neighbours", "quantile:0.99");
    assertThat(run("info g.safetensors --json").succeeded().out())
        .contains("\"regime\":\"normal\"", "\"thresholdRule\":\"quantile:0.99\"");
    run("detect score g.safetensors gaps.csv --explain 2 --out g.csv").succeeded();
    assertThat(run("detect fit gaps.csv --tails root").err())
        .contains("expected one of [keep, log, quantile] but was 'root'");
  }

  @Test
  void report_is_one_page() throws IOException {
    run("detect report machines.safetensors new.csv --label-column fault --out r.html").succeeded();
    assertThat(Files.readString(folder.resolve("r.html")))
        .contains("ROC-AUC", "new.csv", "expected", "isolation forest", "</html>");
  }

  @Test
  void a_threshold_is_chosen_as_asked() {
    Map<String, Object> figures =
        run("detect fit fitted.csv --label-column fault --threshold extreme:0.01 --out"
                + " t.safetensors --json")
            .json();
    assertThat(figures)
        .containsEntry("thresholdRule", "extreme:0.01")
        .containsEntry("regime", "all");
  }

  record Case(int code, String command, List<String> fragments) {
    Case(int code, String command, String... fragments) {
      this(code, command, List.of(fragments));
    }

    @Override
    public String toString() {
      return command;
    }
  }

  static Stream<Case> bad() {
    String score = "detect score machines.safetensors ";
    String evaluate = "detect evaluate machines.safetensors ";
    String fit = "detect fit ";
    return Stream.of(
        new Case(1, score + "missing-column.csv", "missing-column.csv", "trained on: c", "a, b"),
        new Case(1, score + "nothing.csv", "nothing.csv"),
        new Case(1, score + "header.csv", "header.csv", "no rows"),
        new Case(1, "detect score other.safetensors new.csv", "other.safetensors", "detect fit"),
        new Case(1, "detect score gone.safetensors new.csv", "gone.safetensors"),
        new Case(1, fit + "one.csv", "one.csv", "1 row", "10"),
        new Case(1, fit + "gaps.csv", "gaps.csv", "'b'", "no value", "--ignore"),
        new Case(
            1,
            fit + "three.csv --label-column l --fit-on normal",
            "three.csv",
            "x, y, z",
            "--normal"),
        new Case(
            1,
            fit + "fitted.csv --label-column fault --fit-on normal --normal fine",
            "'fine'",
            "broken, normal"),
        new Case(1, fit + "fitted.csv --label-column nowhere", "nowhere", "fault"),
        new Case(1, evaluate + "healthy.csv", "healthy.csv", "none of the 20 rows"),
        new Case(2, fit + "fitted.csv --contamination 0", "--contamination", "at most 0.5", "0"),
        new Case(2, fit + "fitted.csv --contamination 0.6", "--contamination", "0.6"),
        new Case(2, fit + "fitted.csv --threshold contamination:0", "--threshold", "above 0"),
        new Case(2, fit + "fitted.csv --fit-on some", "--fit-on", "'some'", "normal, all"),
        new Case(2, fit + "fitted.csv --normal fine --fit-on normal", "--label-column"),
        new Case(1, fit + "same.csv", "same.csv", "same in all 30 rows"),
        new Case(1, score + "*.tsv", "*.tsv", "no file is named so"),
        new Case(2, score + "new.csv --where kind<big", "--where", "a number, a date"),
        new Case(2, score + "new.csv --json", "--json", "--out"),
        new Case(2, score + "new.csv --explain 0", "--explain", "at least 1"),
        new Case(2, "detect", "fit, score, evaluate, report"),
        new Case(2, "detect fitt new.csv", "'fitt'", "'fit'"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatever_is_wrong_is_named_and_nothing_is_written(Case bad) throws IOException {
    write("missing-column.csv", List.of("a,b,kind", "1,2,big"));
    write("nothing.csv", List.of());
    write("header.csv", List.of("a,b,c,kind"));
    write("one.csv", List.of("a,b", "1,2"));
    write("healthy.csv", machines(20, false, 6));
    List<String> gaps = new ArrayList<>(List.of("a,b"));
    List<String> three = new ArrayList<>(List.of("a,l"));
    List<String> same = new ArrayList<>(List.of("a,l"));
    for (int i = 0; i < 30; i++) {
      gaps.add(i + ",");
      same.add("1,x");
      three.add(i + "," + "xyz".charAt(i % 3));
    }
    write("gaps.csv", gaps);
    write("same.csv", same);
    write("three.csv", three);
    if (bad.command.contains("other.safetensors")) {
      run("train new.csv --ignore fault --epochs 1 --out other.safetensors").succeeded();
    }
    List<String> before = names();
    Outcome outcome = run(bad.command);
    outcome.failed(bad.code, bad.fragments.toArray(String[]::new));
    assertThat(names()).isEqualTo(before);
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void tables_of_categories_and_a_constant_column_are_fitted() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<String> texts = new ArrayList<>(List.of("p,q,k"));
    for (int i = 0; i < 200; i++) {
      String letter = List.of("u", "v", "w").get(random.nextInt(3));
      texts.add(letter + "," + letter + letter + ",5");
    }
    write("texts.csv", texts);
    write("odd.csv", List.of("p,q,k", "u,uu,5", "u,vv,5", "v,vv,6"));
    run("detect fit texts.csv --fit-on normal --out texts.safetensors").succeeded();
    assertThat(flags("texts.safetensors odd.csv")).containsExactly("0", "1", "1");
  }

  private static List<String> flags(String modelAndData) {
    return run("detect score " + modelAndData)
        .succeeded()
        .out()
        .lines()
        .skip(1)
        .map(line -> line.split(",")[4])
        .toList();
  }
}
