package dev.hourglass.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTableTest {
  @TempDir private Path folder;

  private RawData.Table read(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.writeString(path, text);
    return (RawData.Table) DataReader.read(path.toString(), ReadOptions.defaults());
  }

  @Test
  void a_line_is_a_row_and_a_member_a_cell_wherever_it_stands() throws IOException {
    RawData.Table table =
        read(
            "t.jsonl",
            """
            {"x": 1.5, "kind": "a", "on": true, "t": "2024-01-02"}

            {"kind": "b", "x": -2e3, "t": "2024-01-03", "on": false, "geo": {"lat": 48, "lon": 2}}
            {"x": null, "on": true, "kind": "a \\"b\\", c", "geo": {"lat": 49.5}}
            """);
    assertThat(table.columnNames()).containsExactly("x", "kind", "on", "t", "geo.lat", "geo.lon");
    assertThat(((Column.Numeric) table.columns().get(0)).values())
        .containsExactly(1.5, -2000, Double.NaN);
    Column.Categorical kind = (Column.Categorical) table.columns().get(1);
    assertThat(kind.categories()).containsExactly("a", "a \"b\", c", "b");
    assertThat(((Column.Categorical) table.columns().get(2)).categories())
        .containsExactly("false", "true");
    assertThat(table.columns().get(3)).isInstanceOf(Column.Temporal.class);
    assertThat(((Column.Numeric) table.columns().get(4)).values())
        .containsExactly(Double.NaN, 48, 49.5);
    assertThat(table.lines()).containsExactly(1, 3, 4);
  }

  @Test
  void an_array_of_objects_over_any_lines_is_the_same() throws IOException {
    String objects = "{\n \"a\": 1,\n \"s\": \"}],{\"\n},\n{\"a\": 2, \"s\": \"x\\\\\"}";
    for (String text : List.of("[" + objects + "]\n", " [\n" + objects + "\n]", objects)) {
      RawData.Table table = read("t.json", text);
      assertThat(((Column.Numeric) table.columns().getFirst()).values()).containsExactly(1, 2);
      assertThat(((Column.Categorical) table.columns().getLast()).categories())
          .containsExactly("x\\", "}],{");
    }
  }

  @Test
  void a_line_that_is_no_object_is_named() {
    assertThatThrownBy(() -> read("t.jsonl", "{\"a\":1}\n{\"a\":2\n{\"a\":3}\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.jsonl, line 2: is no whole JSON object");
    assertThatThrownBy(() -> read("t.jsonl", "{\"a\":1}\n5\n"))
        .hasMessageContaining("t.jsonl, line 2: is no JSON object");
    assertThatThrownBy(() -> read("t.jsonl", "{\"a\":1}\n{\"a\":2} {\"a\":2}\n"))
        .hasMessageContaining("t.jsonl, line 2: has more than one JSON object");
    assertThatThrownBy(() -> read("t.jsonl", "{\"a\":1}\n".repeat(30) + "{\"a\":\"x\"}\n"))
        .hasMessageContaining("t.jsonl, line 31, column 'a': found 'x'");
    assertThatThrownBy(() -> read("t.jsonl", "{}\n{}\n")).hasMessageContaining("have no members");
  }

  @Test
  void packed_lines_are_read_too() throws IOException {
    Path path = folder.resolve("t.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write("{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n".getBytes(StandardCharsets.UTF_8));
    }
    RawData raw = DataReader.read(path.toString(), ReadOptions.defaults());
    assertThat(((RawData.Table) raw).columnNames()).containsExactly("a", "b");
    assertThat(raw.size()).isEqualTo(2);
  }

  @Test
  void columns_that_begin_late_are_columns_of_all_rows() throws IOException {
    String text = "{\"a\": 1}\n".repeat(300_000) + "{\"a\": 2, \"b\": 7}\n";
    RawData.Table table = read("t.jsonl", text);
    assertThat(table.columnNames()).containsExactly("a", "b");
    double[] late = ((Column.Numeric) table.columns().getLast()).values();
    assertThat(late[0]).isNaN();
    assertThat(late[300_000]).isEqualTo(7);
  }

  private final List<TableRows.Rejected> rejects = new ArrayList<>();

  private TableRows stream(String text) {
    return TableRows.open(
        Path.of("in"),
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        new TableSchema(
            true,
            List.of(
                new TableSchema.ColumnType("a", new TableSchema.ColumnKind.Numeric()),
                new TableSchema.ColumnType("k", new TableSchema.ColumnKind.Categorical())),
            DecimalMark.POINT),
        TableOptions.defaults(),
        Optional.empty(),
        rejects::add);
  }

  @Test
  void a_stream_keeps_its_objects_as_they_are_and_puts_bad_ones_aside() {
    try (TableRows rows =
        stream(
            "{\"id\": \"007\", \"a\": 1, \"k\": \"u\"}\n"
                + "{\"a\": \"x\"}\n"
                + "{oops\n"
                + "{\"k\": null, \"a\": 2}\n")) {
      TableRows.Block block = rows.next();
      assertThat(rows.form()).isEqualTo(RowForm.JSON);
      assertThat(block.texts())
          .containsExactly("\"id\": \"007\", \"a\": 1, \"k\": \"u\"", "\"k\": null, \"a\": 2");
      assertThat(((Column.Numeric) block.table().columns().getFirst()).values())
          .containsExactly(1, 2);
      assertThat(rejects).extracting(TableRows.Rejected::line).containsExactly(2, 3);
      assertThat(rejects.getFirst().reason()).startsWith("column 'a': found 'x'");
    }
  }

  @Test
  void members_that_were_fitted_may_be_missing_at_first_and_others_are_told() {
    StringBuilder text = new StringBuilder("{\"a\": 1}\n");
    text.append("{\"a\": 2, \"k\": \"v\"}\n".repeat(3));
    try (TableRows rows = stream(text.toString())) {
      Column.Categorical k = (Column.Categorical) rows.next().table().columns().getLast();
      assertThat(k.codes()).containsExactly(-1, 0, 0, 0);
    }
    String many = "{\"a\": 1}\n".repeat(200_000) + "{\"a\": 2, \"k\": \"v\", \"z\": 1}\n";
    try (TableRows rows = stream(many)) {
      assertThat(rows.remarks()).anySatisfy(r -> assertThat(r).contains("first rows have no k"));
      int count = 0;
      while (rows.hasNext()) {
        count += rows.next().texts().size();
      }
      assertThat(count).isEqualTo(200_001);
      assertThat(rows.lateRemarks()).hasSize(1);
      assertThat(rows.lateRemarks().getFirst()).contains("line 200001 has a member 'z'");
    }
  }

  @Test
  void a_csv_that_begins_with_a_brace_stays_one() throws IOException {
    RawData.Table table = read("t.csv", "{a},b\n1,2\n3,4\n");
    assertThat(table.columnNames()).containsExactly("{a}", "b");
  }

  @Test
  void several_files_are_one_table_in_the_order_of_their_names() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Files.writeString(parts.resolve("b.csv"), "x,k\n3,u\n");
    Files.writeString(parts.resolve("a.csv"), "x,k\n1,u\n2,v\n");
    Files.writeString(parts.resolve("c.jsonl"), "{\"k\":\"v\",\"x\":4}\n");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write("x,k\n5,u\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(parts.resolve("d.csv.gz"), packed.toByteArray());
    for (String source : List.of(parts.toString(), parts + "/*.{csv,jsonl,csv.gz}")) {
      RawData.Table table = (RawData.Table) DataReader.read(source, ReadOptions.defaults());
      assertThat(table.columnNames()).containsExactly("x", "k");
      assertThat(((Column.Numeric) table.columns().getFirst()).values())
          .containsExactly(1, 2, 3, 4, 5);
    }
    assertThat(DataReader.read(parts + "/[ab].csv", ReadOptions.defaults()).size()).isEqualTo(3);
    assertThat(DataReader.read(folder + "/**.csv", ReadOptions.defaults()).size()).isEqualTo(3);
    assertThatThrownBy(() -> DataReader.read(parts + "/*.tsv", ReadOptions.defaults()))
        .hasMessageContaining("/*.tsv: no file is named so");
    Files.writeString(parts.resolve("e.csv"), "x,kind\n3,u\n");
    assertThatThrownBy(() -> DataReader.read(parts.toString(), ReadOptions.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "e.csv: has other columns than %s/a.csv: it lacks 'k' and it also has 'kind'"
                .formatted(parts));
    Files.writeString(parts.resolve("e.csv"), "x,k\n3,u\ny,u\n");
    assertThatThrownBy(() -> DataReader.read(parts.toString(), ReadOptions.defaults()))
        .hasMessageContaining("e.csv, line 3, column 'x': found 'y'");
    Files.writeString(parts.resolve("e.csv"), "x,k\n3,u\n1\n");
    assertThatThrownBy(() -> DataReader.read(parts.toString(), ReadOptions.defaults()))
        .hasMessageContaining("e.csv, line 3: has 1 cell");
  }

  @Test
  void of_a_big_table_only_the_rows_that_are_wanted_are_kept() throws IOException {
    int rows = 160_000;
    String filling = "x".repeat(100);
    StringBuilder text = new StringBuilder("i,k\n");
    for (int i = 0; i < rows; i++) {
      text.append(i).append(',').append(filling).append('\n');
    }
    Path path = folder.resolve("big.csv");
    Files.writeString(path, text);
    RawData.Table table =
        (RawData.Table) DataReader.read(path, ReadOptions.defaults().withLimit(1000));
    double[] numbers = ((Column.Numeric) table.columns().getFirst()).values();
    assertThat(numbers).hasSize(1000);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(numbers[i]).isEqualTo(i * (rows / 1000));
      assertThat(table.lines()[i]).isEqualTo((int) numbers[i] + 2);
    }
    assertThat(table.remarks())
        .anySatisfy(r -> assertThat(r).contains("of 160,000 rows 1,000 are read, evenly spread"));
  }
}
