package dev.hourglass.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.NumberBytes;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.read.RowStream;
import dev.hourglass.data.table.TableSchema.ColumnKind;
import dev.hourglass.data.table.TableSchema.ColumnType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the plainest CSV, read at once")
class PlainCsvTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          true,
          List.of(
              new ColumnType("flow", new ColumnKind.Numeric()),
              new ColumnType("valve", new ColumnKind.Categorical()),
              new ColumnType("water depth", new ColumnKind.Numeric())),
          DecimalMark.POINT);

  /** Cells that are plain, nearly so, or not at all. */
  private static final String[] CELLS = {
    "1",
    "-2.5",
    "0",
    "-0",
    "-0.0",
    "1e3",
    "2.25E-7",
    "1.234",
    "1.234567",
    "12345678901234567890",
    "0.1234567890123456789",
    "1e400",
    "007",
    "+3",
    ".5",
    "5.",
    "",
    " 4",
    "open",
    "shut",
    "half-open",
    "EUR5",
    "NA",
    "nan",
    "null",
    "Jan",
    "flow",
    "1,5",
    "\"2\"",
    "'2'",
    "2024-01-05",
    "é",
    "a;b",
    "3;4",
    "1 2",
    "#1",
    "-",
    "1e",
    "--",
    "x|y"
  };

  private static RawData.Table sniffed(byte[] text) {
    try (RowStream stream =
        RowStream.table(
            new ByteArrayInputStream(text), "body", SCHEMA, ReadOptions.defaults(), 1000)) {
      return (RawData.Table) stream.next();
    }
  }

  private static Optional<RawData.Table> plain(byte[] text) {
    return PlainCsv.of(SCHEMA).orElseThrow().read(text, "body", 1000);
  }

  private static String cell(RawData.Table table, int column, int row) {
    return switch (table.columns().get(column)) {
      case Column.Numeric numeric ->
          Long.toHexString(Double.doubleToRawLongBits(numeric.values()[row]));
      case Column.Categorical texts ->
          texts.codes()[row] < 0 ? "" : "'" + texts.categories().get(texts.codes()[row]);
      case Column.Temporal times -> Double.toString(times.days()[row]);
    };
  }

  private static List<String> all(RawData.Table table) {
    List<String> all = new ArrayList<>(table.columnNames());
    all.add(Arrays.toString(table.lines()) + table.source() + table.named());
    for (int c = 0; c < table.columns().size(); c++) {
      for (int r = 0; r < table.size(); r++) {
        all.add(cell(table, c, r));
      }
    }
    return all;
  }

  private static byte[] drawn(SplittableRandom random) {
    String[] head = {"flow", "valve", "water depth"};
    if (random.nextInt(3) == 0) {
      head = new String[] {"water depth", "flow", "valve"};
    }
    int odd = random.nextInt(8);
    String end = odd == 0 ? "\r\n" : "\n";
    StringBuilder text = new StringBuilder(String.join(odd == 1 ? ", " : ",", head)).append(end);
    int rows = odd == 2 ? 0 : 1 + random.nextInt(8);
    int rare = random.nextInt(4);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < 3; c++) {
        boolean any = random.nextInt(40) < rare;
        String usual =
            head[c].equals("valve")
                ? new String[] {"open", "shut", "half-open"}[random.nextInt(3)]
                : CELLS[random.nextInt(11)];
        text.append(c == 0 ? "" : ",").append(any ? CELLS[random.nextInt(CELLS.length)] : usual);
      }
      text.append(r == rows - 1 && odd == 3 ? "" : end);
    }
    text.append(odd == 4 ? end : "");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("is what the reader that finds everything out makes of it, to the bit")
  void equalsSniffed() {
    SplittableRandom random = new SplittableRandom(1);
    int read = 0;
    for (int i = 0; i < 800; i++) {
      byte[] text = drawn(random);
      Optional<RawData.Table> table = plain(text);
      if (table.isPresent()) {
        read++;
        assertThat(all(table.get()))
            .as(new String(text, StandardCharsets.UTF_8))
            .isEqualTo(all(sniffed(text)));
      }
    }
    assertThat(read).isBetween(200, 780);
  }

  @Test
  @DisplayName("is not what has more rows, other columns, or a row cut off")
  void refuses() {
    for (String text :
        List.of(
            "flow,valve,water depth\n",
            "flow,valve,water depth",
            "flow,valve\n1,open\n",
            "flow,valve,flow\n1,open,2\n",
            "1,2,3\n4,open,5\n",
            "flow,valve,water depth\n1,open,2\n\n3,open,4\n",
            "flow,valve,water depth\n1,open\n",
            "flow,valve,water depth\n1,open,2,3\n",
            "flow,valve,water depth\n1,open,2\n1,",
            "flow,valve,water depth\n" + "1,open,2\n".repeat(1001))) {
      assertThat(plain(text.getBytes(StandardCharsets.UTF_8))).as(text).isEmpty();
    }
    assertThat(
            plain(
                ("flow,valve,water depth\n" + "1,open,2\n".repeat(1000))
                    .getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  @Test
  @DisplayName("there is none where names could be cells, or the decimal mark is a comma")
  void names() {
    for (String name : List.of("12", "EUR12", "Jan 2020", "a,b", "nan", "x;y", "é", "")) {
      ColumnType odd = new ColumnType(name, new ColumnKind.Numeric());
      assertThat(
              PlainCsv.of(
                  new TableSchema(
                      true, List.of(SCHEMA.columns().getFirst(), odd), DecimalMark.POINT)))
          .as(name)
          .isEmpty();
    }
    assertThat(PlainCsv.of(new TableSchema(true, SCHEMA.columns(), DecimalMark.COMMA))).isEmpty();
    assertThat(PlainCsv.of(TableSchema.numbers(3))).isEmpty();
  }

  @Test
  @DisplayName("has the numbers that Java reads, to the bit")
  void numbers() {
    SplittableRandom random = new SplittableRandom(2);
    NumberBytes reader = new NumberBytes();
    for (int i = 0; i < 20_000; i++) {
      String text =
          switch (i % 4) {
            case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 1 -> Double.toString(Math.round(random.nextGaussian() * 1e6) / 1e6);
            case 2 -> "-" + Long.toUnsignedString(random.nextLong()) + "." + random.nextInt(9999);
            default ->
                random.nextInt(99) + "." + "0".repeat(random.nextInt(24)) + random.nextInt(99);
          };
      if (text.contains("N") || text.contains("I")) {
        continue;
      }
      byte[] bytes = (text + ",").getBytes(StandardCharsets.US_ASCII);
      assertThat(reader.read(bytes, 0)).as(text).isEqualTo(text.length());
      assertThat(Double.doubleToRawLongBits(reader.value()))
          .as(text)
          .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
    }
  }
}
