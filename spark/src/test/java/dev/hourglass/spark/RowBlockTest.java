package dev.hourglass.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** Rows in Spark's own form as a model reads them. */
class RowBlockTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "b TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, m DECIMAL(9,2), t STRING,"
              + " o BOOLEAN, y DATE");

  private static InternalRow row(Object... cells) {
    return new GenericInternalRow(cells);
  }

  private static InternalRow whole(String text, boolean open, double number) {
    return row(
        (byte) -3,
        (short) 300,
        70_000,
        5_000_000_000L,
        0.5f,
        number,
        Decimal.apply("12.25"),
        UTF8String.fromString(text),
        open,
        (int) LocalDate.of(2024, 1, 5).toEpochDay());
  }

  private static RowBlock read(InternalRow... rows) {
    return new RowBlock(rows, InputColumns.toFit(SCHEMA, "features", SCHEMA.fieldNames()), 0, true);
  }

  private static String text(RawData.Table table, String name, int row) {
    Column.Categorical column =
        (Column.Categorical)
            table.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    return column.isMissing(row) ? "" : column.categories().get(column.codes()[row]);
  }

  @Test
  void every_type_is_read_as_its_number_or_its_text() {
    RowBlock block =
        read(
            whole(" shut ", true, 1.5),
            row(new Object[SCHEMA.length()]),
            whole("NA", false, Double.NaN),
            whole("shut", false, 2));

    RawData.Table table = (RawData.Table) block.raw(true);

    assertThat(block.sound()).containsExactly(0, 1, 2, 3);
    assertThat(table.columns().subList(0, 7))
        .extracting(c -> ((Column.Numeric) c).values()[0])
        .containsExactly(-3.0, 300.0, 70_000.0, 5e9, 0.5, 1.5, 12.25);
    assertThat(table.columns()).allMatch(column -> column.isMissing(1));
    assertThat(table.columns().get(5).isMissing(2)).isTrue();
    assertThat(text(table, "t", 0)).isEqualTo("shut").isEqualTo(text(table, "t", 3));
    assertThat(text(table, "t", 2)).isEmpty();
    assertThat(text(table, "o", 0)).isEqualTo("true");
    assertThat(text(table, "o", 2)).isEqualTo("false");
    assertThat(text(table, "y", 0)).isEqualTo("2024-01-05");
  }

  @Test
  void a_fault_is_the_first_columns_and_the_others_rows_stay() {
    RowBlock block = read(whole("a", true, 1), whole("b", true, Double.POSITIVE_INFINITY));

    assertThat(block.sound()).containsExactly(0);
    assertThat(block.fault(0)).isEmpty();
    assertThat(block.fault(1)).contains("column 'd' is Infinity");
  }

  @Test
  void vectors_are_measured() {
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
    InternalRow dense =
        row(
            row(
                (byte) 1,
                null,
                null,
                org.apache.spark.sql.catalyst.expressions.UnsafeArrayData.fromPrimitiveArray(
                    new double[] {1, 2})));
    RowBlock block =
        new RowBlock(
            new InternalRow[] {dense, row((Object) null)},
            InputColumns.toFit(schema, "features", new String[0]),
            2,
            false);

    assertThat(block.sound()).containsExactly(0);
    assertThat(block.fault(1)).isEqualTo(Optional.of("column 'features' is null"));
    assertThat(((RawData.Array) block.raw(false)).samples().row(0)).containsExactly(1, 2);
  }
}
