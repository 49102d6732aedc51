package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of how they understood data. */
class UnderstoodTest {
  @TempDir static Path folder;
  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void start() {
    hourglass = new HourglassSession(folder);
  }

  private HourglassProcess.Outcome run(String... args) {
    return hourglass.run(args);
  }

  private void write(String name, String text, String encoding) throws IOException {
    Files.write(folder.resolve(name), text.getBytes(Charset.forName(encoding)));
  }

  private static String table() {
    return IntStream.range(0, 60)
        .mapToObj(
            i ->
                "P%03d;%d,%02d;%02d.%02d.2024;%s\n"
                    .formatted(i, i % 30, i, 1 + i % 28, 1 + i % 6, i % 2 == 0 ? "Müll" : "Öl"))
        .collect(Collectors.joining("", "id;wert;tag;art\n", ""));
  }

  @Test
  void info_describes_every_column_of_data() throws IOException {
    write("t.csv", table(), "windows-1252");
    HourglassProcess.Outcome said = run("info", "t.csv");
    assertThat(said.exitCode()).isZero();
    assertThat(said.out())
        .contains("t.csv: 60 rows, windows-1252 (guessed), separated by ';', decimal comma")
        .contains("1 number, 1 category, 1 date; left out: id")
        .containsPattern("wert +number +0 … 29.59")
        .containsPattern("art +category +Müll, Öl; one of 2 features")
        .containsPattern("tag +date +01.01.2024 … .*elapsed days")
        .containsPattern("id +left out +an identifier: 60 different texts");
    assertThat(said.err()).contains("--encoding", "--categorical \"id\"");
  }

  @Test
  void a_dry_run_stops_before_training() throws IOException {
    write("t.csv", table(), "UTF-8");
    HourglassProcess.Outcome said = run("train", "t.csv", "--dry-run", "--out", "m.safetensors");
    assertThat(said.exitCode()).isZero();
    assertThat(said.out()).contains("decimal comma", "network");
    assertThat(folder.resolve("m.safetensors")).doesNotExist();
  }

  @Test
  void a_model_reads_later_files_as_its_training_data_was_read() throws IOException {
    write("t.csv", table(), "UTF-8");
    HourglassProcess.Outcome trained =
        run("train", "t.csv", "--epochs", "1", "--out", "m.safetensors");
    assertThat(trained.exitCode()).isZero();
    assertThat(trained.err()).contains("data      t.csv: 60 rows", "left out: id");
    // One row, which by itself would be read otherwise.
    write("one.csv", "id;wert;tag;art\nP007;1,060;03.04.2024;Öl\n", "UTF-8");
    HourglassProcess.Outcome back =
        run("reconstruct", "m.safetensors", "one.csv", "--out", "r.csv");
    assertThat(back.exitCode()).as(back.err()).isZero();
    assertThat(Files.readString(folder.resolve("r.csv")))
        .startsWith("wert,tag,art")
        .containsPattern("\\d\\d\\.\\d\\d\\.20\\d\\d");
  }
}
