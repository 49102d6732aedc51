package dev.hourglass.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.IdxFile;
import dev.hourglass.data.read.ReadOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
  @TempDir Path folder;

  private RawData.Table read(String text, ReadOptions options) {
    try {
      Path path = folder.resolve("table.csv");
      Files.writeString(path, text);
      return (RawData.Table) DataReader.read(path, options);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private RawData.Table read(String text) {
    return read(text, ReadOptions.defaults());
  }

  private static double[] numbers(RawData.Table table, int column) {
    return ((Column.Numeric) table.columns().get(column)).values();
  }

  private void assertRefused(String text, String... parts) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("table.csv")
        .hasMessageContainingAll(parts);
  }

  @Test
  void types_are_found_out() {
    RawData.Table table = read("size,colour\n1,red\n2.5e1,\n-.5,blue\n");
    assertThat(table.columnNames()).containsExactly("size", "colour");
    assertThat(numbers(table, 0)).containsExactly(1, 25, -0.5);
    Column.Categorical colour = (Column.Categorical) table.columns().get(1);
    assertThat(colour.categories()).containsExactly("blue", "red");
    assertThat(colour.codes()).containsExactly(1, -1, 0);
    assertThat(table.lines()).containsExactly(2, 3, 4);
  }

  @Test
  void quotes_breaks_and_marks_are_read() {
    RawData.Table table = read("\uFEFF\"a, b\";c\r\n\"say \"\"hi\"\"\nthere\";1\r\n\r\nno;2\r\n");
    assertThat(table.columnNames()).containsExactly("a, b", "c");
    assertThat(((Column.Categorical) table.columns().getFirst()).categories())
        .containsExactly("no", "say \"hi\"\nthere");
    assertThat(table.lines()).containsExactly(2, 5);
  }

  @Test
  void delimiters_are_found_out() {
    for (String delimiter : List.of(",", ";", "\t", "|")) {
      RawData.Table table = read("a,b,c\n1,2,3\n4,5,6\n".replace(",", delimiter));
      assertThat(table.columns()).as(delimiter).hasSize(3);
    }
    assertThat(read("a\n1\n2\n").columns()).hasSize(1);
    RawData.Table forced = read("a,b;c\n1,2;3\n", ReadOptions.defaults().withDelimiter(';'));
    assertThat(forced.columnNames()).containsExactly("a,b", "c");
  }

  @Test
  void headers_are_found_out_or_forced() {
    assertThat(read("1,2\n3,4\n").named()).isFalse();
    assertThat(read("1,2\n3,4\n").columnNames()).containsExactly("column 1", "column 2");
    assertThat(read("x,y\n3,4\n").named()).isTrue();
    assertThat(read("label,1x1\n3,4\n").size()).isEqualTo(1);
    assertThat(read("0,1,2,3,4\n3.5,4,1,1,7\n1,1,1,8.5,2\n").named()).isTrue();
    assertThat(read("red,1\nblue,2\n").named()).isFalse();
    assertThat(read("colour,shape\nred,round\nblue,round\n").named()).isTrue();
    assertThat(read("red,round\nred,round\nblue,square\n").named()).isFalse();
    ReadOptions no = ReadOptions.defaults().withHeader(TableOptions.Header.NO);
    assertThat(read("a,b\nc,d\n", no).size()).isEqualTo(2);
    ReadOptions yes = ReadOptions.defaults().withHeader(TableOptions.Header.YES);
    assertThat(read("1,2\n3,4\n", yes).columnNames()).containsExactly("1", "2");
  }

  @Test
  void label_and_ignored_columns_are_named_or_counted() {
    String text = "id,x,class\n7,1,b\n8,2,a\n9,3,b\n";
    ReadOptions byName = ReadOptions.defaults().withLabel("class").withIgnore(List.of("id"));
    ReadOptions byPosition = ReadOptions.defaults().withLabel("-1").withIgnore(List.of("1"));
    for (ReadOptions options : List.of(byName, byPosition)) {
      RawData.Table table = read(text, options);
      assertThat(table.columnNames()).containsExactly("x");
      assertThat(table.labels().orElseThrow().names()).containsExactly("a", "b");
      assertThat(table.labels().orElseThrow().values()).containsExactly(1, 0, 1);
    }
    assertThatThrownBy(() -> read(text, ReadOptions.defaults().withLabel("klass")))
        .hasMessageContaining(
            "has no column 'klass' (option 'label-column'). Did you mean 'class'? Its columns are"
                + " id, x");
    assertThatThrownBy(() -> read(text, ReadOptions.defaults().withIgnore(List.of("1", "2", "3"))))
        .hasMessageContaining("no column is left");
  }

  @Test
  void a_limit_spreads_over_the_table() {
    RawData.Table table =
        read("x,y\n0,1\n1,1\n2,1\n3,1\n4,1\n5,1\n", ReadOptions.defaults().withLimit(3));
    assertThat(numbers(table, 0)).containsExactly(0, 2, 4);
    assertThat(table.lines()).containsExactly(2, 4, 6);
  }

  @Test
  void missing_cells_are_missing() {
    RawData.Table table = read("x\n1\nNA\nn/a\nNULL\n?\n2\n", ReadOptions.defaults());
    assertThat(numbers(table, 0))
        .containsExactly(1, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 2);
  }

  @Test
  void text_among_numbers_is_named_with_its_remedies() {
    assertRefused(
        "x,y\n1,2\n3,4\n5,oops\n7,8\n",
        "line 4, column 'y': found 'oops' in a column of numbers (3 of its 4 cells are)",
        "option 'categorical' = \"y\"",
        "option 'ignore' = \"y\"");
    ReadOptions categorical = ReadOptions.defaults().withCategorical(List.of("y"));
    RawData.Table table = read("x,y\n1,2\n3,4\n5,oops\n", categorical);
    assertThat(((Column.Categorical) table.columns().get(1)).categories())
        .containsExactly("2", "4", "oops");
  }

  @Test
  void infinities_and_nan_are_errors() {
    assertRefused("x\n1\ninf\n", "line 3, column 'x': found 'inf', which is infinite");
    assertRefused("x\n1\n-Infinity\n", "'-Infinity'");
    assertRefused("x\n1\n1e999\n", "'1e999', which is infinite");
    assertRefused("x\n1\nNaN\n", "line 3, column 'x': found 'NaN'", "option 'nan-is-missing'");
    RawData.Table table = read("x\n1\nNaN\n", ReadOptions.defaults().withNanIsMissing(true));
    assertThat(numbers(table, 0)).containsExactly(1, Double.NaN);
  }

  @Test
  void ragged_rows_are_named() {
    assertRefused("x,y\n1,2\n3\n", "line 3: has 1 cell where line 1 has 2 (separated by ',')");
    assertRefused("x,y\n1,2\n3,4,5\n", "line 3: has 3 cells where line 1 has 2");
  }

  @Test
  void empty_tables_are_errors() {
    assertRefused("", "is empty");
    assertRefused("\n\n", "is empty");
    assertThatThrownBy(
            () -> read("x,y\n", ReadOptions.defaults().withHeader(TableOptions.Header.YES)))
        .hasMessageContaining("has a header but no rows");
    assertRefused("x,y\n", "has a header but no rows");
  }

  @Test
  void other_damage_is_refused() throws IOException {
    assertRefused("x,y\n1,\"2\n3,4\n", "quote");
    assertRefused("x,y\n1,\u0000\n", "is not text");
    Path path = folder.resolve("missing.csv");
    assertThatThrownBy(() -> DataReader.read(path, ReadOptions.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("missing.csv: there is no such file");
    assertThatThrownBy(() -> read("x\n1\n", ReadOptions.defaults().withResize(new ImageSize(2, 2))))
        .hasMessageContaining("option 'resize' is for images");
  }

  @Test
  void packed_and_utf16_tables_are_read() throws IOException {
    Path packed = folder.resolve("t.csv.gz");
    try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("x,y\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(DataReader.read(packed, ReadOptions.defaults()).size()).isEqualTo(1);
    byte[] whole = Files.readAllBytes(packed);
    Files.write(packed, java.util.Arrays.copyOf(whole, whole.length - 9));
    assertThatThrownBy(() -> DataReader.read(packed, ReadOptions.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("gzip data ends too early");
    Path wide = folder.resolve("wide.csv");
    Files.write(wide, "x;y\n1;2\n".getBytes(StandardCharsets.UTF_16));
    assertThat(((RawData.Table) DataReader.read(wide, ReadOptions.defaults())).columnNames())
        .containsExactly("x", "y");
  }

  @Test
  void labels_come_from_files_of_every_kind() throws IOException {
    String data = "x\n1\n2\n3\n";
    for (String text : List.of("a\nb\na\n", "label\na\nb\na\n")) {
      Path labels = Files.writeString(folder.resolve("labels.txt"), text);
      RawData.Table table = read(data, ReadOptions.defaults().withLabelsFile(labels));
      assertThat(table.labels().orElseThrow().values()).containsExactly(0, 1, 0);
    }
    Path two = Files.writeString(folder.resolve("labels.csv"), "id,k\n1,b\n2,b\n3,a\n");
    ReadOptions options = ReadOptions.defaults().withLabelsFile(two);
    assertThat(read(data, options.withLabel("k")).labels().orElseThrow().values())
        .containsExactly(1, 1, 0);
    assertThatThrownBy(() -> read(data, options)).hasMessageContaining("option 'label-column'");
    Path idx = folder.resolve("labels-idx1-ubyte");
    IdxFile.write(idx, new byte[] {4, 5}, 2);
    assertThatThrownBy(() -> read(data, ReadOptions.defaults().withLabelsFile(idx)))
        .hasMessageContaining("has 2 labels for 3 samples");
  }
}
