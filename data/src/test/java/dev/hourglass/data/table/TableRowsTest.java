package dev.hourglass.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.RawData;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableRowsTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          true,
          List.of(
              new TableSchema.ColumnType("b", new TableSchema.ColumnKind.Numeric()),
              new TableSchema.ColumnType("t", new TableSchema.ColumnKind.Categorical())),
          DecimalMark.POINT);

  private final List<TableRows.Rejected> rejects = new ArrayList<>();

  private TableRows open(String text, RowForm form) {
    return TableRows.open(
        Path.of("t.csv"),
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        SCHEMA,
        TableOptions.defaults(),
        Optional.of(form),
        rejects::add);
  }

  @Test
  void rows_come_with_the_columns_asked_for_and_with_all_of_their_text() {
    try (TableRows rows = open("id,b,t\nx,1.5,u\n\"y,\"\"1\",2,v\n", RowForm.CSV)) {
      TableRows.Block block = rows.next();
      assertThat(rows.hasNext()).isFalse();
      assertThat(rows.columnNames()).containsExactly("id", "b", "t");
      RawData.Table table = block.table();
      assertThat(table.columnNames()).containsExactly("b", "t");
      assertThat(((Column.Numeric) table.columns().getFirst()).values()).containsExactly(1.5, 2);
      assertThat(block.texts()).containsExactly("x,1.5,u", "\"y,\"\"1\",2,v");
    }
  }

  @Test
  void json_keeps_numbers_and_escapes_texts() {
    try (TableRows rows = open("id,b,t\n007,-1.5e3,\"a \\ \"\"\"\n1.,2,\n", RowForm.JSON)) {
      assertThat(rows.next().texts())
          .containsExactly(
              "\"id\":\"007\",\"b\":-1.5e3,\"t\":\"a \\\\ \\\"\"",
              "\"id\":\"1.\",\"b\":2,\"t\":null");
    }
  }

  @Test
  void bad_rows_are_put_aside_and_leave_nothing_behind() {
    String text = "b,t\n1,u\nmany,v\n2\n3,w\n4,x,y\n5,v\n";
    try (TableRows rows = open(text, RowForm.CSV)) {
      TableRows.Block block = rows.next();
      assertThat(((Column.Numeric) block.table().columns().getFirst()).values())
          .containsExactly(1, 3, 5);
      assertThat(block.table().columns().get(1).size()).isEqualTo(3);
      assertThat(block.table().lines()).containsExactly(2, 5, 7);
    }
    assertThat(rejects).extracting(TableRows.Rejected::line).containsExactly(3, 4, 6);
    assertThat(rejects.getFirst().reason()).startsWith("column 'b': found 'many'");
    assertThat(rejects.get(1).reason()).startsWith("has 1 cell where line 1 has 2");
    assertThat(rejects.get(2).text()).isEqualTo("4,x,y");
  }

  @Test
  void a_bad_cell_behind_good_ones_takes_them_away_again() {
    TableSchema schema =
        new TableSchema(
            true,
            List.of(
                new TableSchema.ColumnType("t", new TableSchema.ColumnKind.Categorical()),
                new TableSchema.ColumnType("a", new TableSchema.ColumnKind.Numeric()),
                new TableSchema.ColumnType("b", new TableSchema.ColumnKind.Numeric())),
            DecimalMark.POINT);
    StringBuilder text = new StringBuilder("t,a,b\n");
    for (int i = 0; i < 10_000; i++) {
      text.append("u").append(i % 7).append(',').append(i).append(',');
      text.append(i % 3 == 1 ? "bad" : Integer.toString(i)).append('\n');
    }
    int read = 0;
    try (TableRows rows =
        TableRows.open(
            Path.of("t.csv"),
            new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)),
            schema,
            TableOptions.defaults(),
            Optional.of(RowForm.CSV),
            rejects::add)) {
      while (rows.hasNext()) {
        RawData.Table table = rows.next().table();
        double[] a = ((Column.Numeric) table.columns().get(1)).values();
        double[] b = ((Column.Numeric) table.columns().get(2)).values();
        assertThat(a).containsExactly(b);
        Column.Categorical t = (Column.Categorical) table.columns().getFirst();
        for (int i = 0; i < a.length; i++) {
          assertThat(t.categories().get(t.codes()[i])).isEqualTo("u" + (int) a[i] % 7);
        }
        read += a.length;
      }
    }
    assertThat(read).isEqualTo(6667);
    assertThat(rejects).hasSize(3333);
  }

  @Test
  void what_is_no_table_is_refused_all_the_same() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> open("id,b,t\n", RowForm.CSV))
        .withMessageContaining("no rows");
    try (TableRows rows = open("id,b,t\nx,1,u\ny,\"2,v\n", RowForm.CSV)) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(rows::next)
          .withMessageContaining("quote");
    }
  }
}
