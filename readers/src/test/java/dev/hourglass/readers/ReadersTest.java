package dev.hourglass.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blue.strategic.parquet.Dehydrator;
import blue.strategic.parquet.ParquetWriter;
import com.github.luben.zstd.ZstdOutputStream;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.rating.RatingOptions;
import dev.hourglass.data.rating.RatingReader;
import dev.hourglass.data.rating.Ratings;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.read.RowStream;
import dev.hourglass.data.table.RowForm;
import dev.hourglass.data.table.TableOptions;
import dev.hourglass.data.table.TableRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are written by other programs: Apache's own Parquet, and zstd. */
class ReadersTest {
  private static final MessageType SCHEMA =
      new MessageType(
          "rows",
          Types.required(PrimitiveTypeName.DOUBLE).named("x"),
          Types.optional(PrimitiveTypeName.INT32).named("n"),
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named("kind"),
          Types.required(PrimitiveTypeName.BOOLEAN).named("on"),
          Types.required(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.dateType()).named("day"),
          Types.optional(PrimitiveTypeName.INT64)
              .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MILLIS))
              .named("at"),
          Types.required(PrimitiveTypeName.INT64).named("big"),
          Types.required(PrimitiveTypeName.FLOAT).named("f"));

  private static final int ROWS = 5000;
  private static final LocalDate FIRST = LocalDate.of(2024, 2, 27);

  @TempDir private Path folder;

  private Path parquet(String name, int from, int to) throws IOException {
    Path path = folder.resolve(name);
    Dehydrator<Integer> cells =
        (i, row) -> {
          row.write("x", i * 0.25);
          if (i % 3 != 0) {
            row.write("n", i);
          }
          if (i % 4 != 0) {
            row.write("kind", i % 2 == 0 ? "even, \"so\"" : "ödd");
          }
          row.write("on", i % 5 == 0);
          row.write("day", (int) FIRST.plusDays(i % 700).toEpochDay());
          if (i != 1) {
            row.write("at", at(i).toInstant(ZoneOffset.UTC).toEpochMilli());
          }
          row.write("big", 9_007_199_254_740_993L + i);
          row.write("f", i / 10f);
        };
    try (ParquetWriter<Integer> writer = ParquetWriter.writeFile(SCHEMA, path.toFile(), cells)) {
      for (int i = from; i < to; i++) {
        writer.write(i);
      }
    }
    return path;
  }

  private static LocalDateTime at(int i) {
    return FIRST.atTime(1, 2, 3).plusMinutes(i).plusNanos(i % 2 == 0 ? 0 : 250_000_000);
  }

  @Test
  void ratings_in_parquet_are_read_by_their_columns_names() throws IOException {
    Path path = parquet("ratings.parquet", 2, 52);
    RatingOptions options =
        new RatingOptions(
            Optional.empty(), Optional.empty(), List.of("day", "f", "x", "at"), Optional.empty());
    Ratings ratings = RatingReader.read(path.toString(), options);
    assertThat(ratings.remarks().getFirst()).contains("in Parquet", "below a header");
    assertThat(ratings.size()).isEqualTo(50);
    assertThat(ratings.users()).startsWith("2024-02-29", "2024-03-01");
    assertThat(ratings.items()).startsWith("0.2", "0.3");
    assertThat(ratings.value(1)).isEqualTo(0.75f);
    assertThat(ratings.time(1)).isEqualTo(at(3).toEpochSecond(ZoneOffset.UTC));
    assertThatThrownBy(
            () ->
                RatingReader.read(
                    path.toString(),
                    new RatingOptions(
                        Optional.empty(),
                        Optional.empty(),
                        List.of("day", "f", "kind"),
                        Optional.empty())))
        .hasMessageContaining("line 1 has 'even, ")
        .hasMessageContaining("ratings.parquet");
  }

  @Test
  void parquet_of_a_stream_is_read_as_that_of_a_file() throws IOException {
    Path path = parquet("t.parquet", 0, 300);
    RawData.Table whole = (RawData.Table) DataReader.read(path, ReadOptions.defaults());
    Preparation preparation = Preparation.fit(whole, PreparationOptions.defaults());
    try (TableRows rows =
        TableRows.open(
            Path.of("standard input"),
            Files.newInputStream(path),
            preparation.schema(),
            TableOptions.defaults(),
            Optional.of(RowForm.CSV),
            rejected -> {
              throw rejected.failure();
            })) {
      TableRows.Block block = rows.next();
      assertThat(rows.hasNext()).isFalse();
      assertThat(block.table().source()).isEqualTo("standard input");
      assertThat(preparation.apply(block.table()).rows())
          .isDeepEqualTo(preparation.apply(whole).rows());
    }
  }

  @Test
  void parquet_keeps_numbers_texts_dates_and_what_is_missing() throws IOException {
    Path path = parquet("t.parquet", 0, ROWS);
    RawData.Table table = (RawData.Table) DataReader.read(path, ReadOptions.defaults());
    assertThat(table.columnNames())
        .containsExactly("x", "n", "kind", "on", "day", "at", "big", "f");
    assertThat(table.size()).isEqualTo(ROWS);
    double[] x = ((Column.Numeric) table.columns().get(0)).values();
    double[] n = ((Column.Numeric) table.columns().get(1)).values();
    Column.Categorical kind = (Column.Categorical) table.columns().get(2);
    Column.Temporal day = (Column.Temporal) table.columns().get(4);
    Column.Temporal at = (Column.Temporal) table.columns().get(5);
    double[] f = ((Column.Numeric) table.columns().get(7)).values();
    assertThat(kind.categories()).containsExactly("even, \"so\"", "ödd");
    assertThat(((Column.Categorical) table.columns().get(3)).categories())
        .containsExactly("false", "true");
    for (int i = 0; i < ROWS; i++) {
      assertThat(x[i]).isEqualTo(i * 0.25);
      assertThat(n[i]).isEqualTo(Double.valueOf(i % 3 == 0 ? Double.NaN : i));
      assertThat(kind.codes()[i]).isEqualTo(i % 4 == 0 ? -1 : i % 2);
      assertThat(day.days()[i]).isEqualTo(FIRST.plusDays(i % 700).toEpochDay());
      double days = at(i).toLocalDate().toEpochDay() + at(i).toLocalTime().toNanoOfDay() / 86_400e9;
      assertThat(at.days()[i]).isEqualTo(Double.valueOf(i == 1 ? Double.NaN : days));
      assertThat(f[i]).isEqualTo(Double.parseDouble(Float.toString(i / 10f)));
    }
  }

  @Test
  void parquet_is_read_row_by_row_and_beside_a_csv_of_the_same_columns() throws IOException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Files.move(parquet("1.parquet", 0, 60), parts.resolve("1.parquet"));
    Files.move(parquet("2.parquet", 60, 100), parts.resolve("2.parquet"));
    RawData.Table whole = (RawData.Table) DataReader.read(parts, ReadOptions.defaults());
    assertThat(whole.size()).isEqualTo(100);
    Preparation preparation = Preparation.fit(whole, PreparationOptions.defaults());
    int rows = 0;
    try (RowStream stream =
        RowStream.open(parts, preparation.schema(), ReadOptions.defaults(), 30)) {
      while (stream.hasNext()) {
        RawData block = stream.next();
        preparation.apply(block);
        rows += block.size();
      }
    }
    assertThat(rows).isEqualTo(100);
    Files.writeString(
        parts.resolve("3.csv"),
        "x,n,kind,on,day,at,big,f\n1,,ödd,true,2024-02-27,2024-02-27 01:02:03,5,0.5\n");
    assertThat(DataReader.read(parts, ReadOptions.defaults()).size()).isEqualTo(101);
    assertThat(DataReader.read(parts + "/*.parquet", ReadOptions.defaults()).size()).isEqualTo(100);
  }

  @Test
  void damaged_parquet_is_said_to_be() throws IOException {
    byte[] whole = Files.readAllBytes(parquet("t.parquet", 0, ROWS));
    for (int length : List.of(4, 5, 100, whole.length / 2, whole.length - 1)) {
      Path cut = folder.resolve("cut.parquet");
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> DataReader.read(cut, ReadOptions.defaults()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cut.parquet: could not be read")
          .hasMessageContaining("is no Parquet file that can be read");
    }
  }

  @Test
  void files_packed_by_zstd_are_read_like_others() throws IOException {
    String csv = "a,b\n" + "1,x\n2,y\n".repeat(1000);
    Path path = folder.resolve("t.csv.zst");
    zstd(path, csv);
    assertThat(DataReader.read(path, ReadOptions.defaults()).size()).isEqualTo(2000);
    Path lines = folder.resolve("t.jsonl.zst");
    zstd(lines, "{\"a\":1,\"b\":\"x\"}\n".repeat(10));
    assertThat(DataReader.read(lines, ReadOptions.defaults()).size()).isEqualTo(10);
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> DataReader.read(path, ReadOptions.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv.zst")
        .hasMessageContaining("the zstd data is damaged or ends too early");
  }

  private static void zstd(Path path, String text) throws IOException {
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(path))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
