package dev.hourglass.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema;
import dev.hourglass.data.table.TableSchema.ColumnKind;
import dev.hourglass.data.table.TableSchema.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the plainest JSON, read at once")
class PlainJsonTest {
  private static final int MOST_ROWS = 8;
  private static final TableSchema SCHEMA =
      new TableSchema(
          true,
          List.of(
              new ColumnType("flow", new ColumnKind.Numeric()),
              new ColumnType("valve", new ColumnKind.Categorical())),
          DecimalMark.POINT);
  private static final String[] NUMBERS = {
    "1",
    "-2.5",
    "0",
    "-0.0",
    "-0.5",
    "1e3",
    "2.25E-7",
    "12345678901234567890",
    "0.1234567890123456789",
    "null"
  };
  private static final String[] WORDS = {"\"open\"", "\"half-open\"", "null", "\"shut\""};

  /** Some of them are no JSON. */
  private static final String[] ODD = {
    "-0",
    "-0e5",
    "01",
    "+1",
    ".5",
    "5.",
    "1e400",
    "-",
    "\"\"",
    "\"NA\"",
    "\"5\"",
    "\" a\"",
    "\"a\\u0062\"",
    "\"é\"",
    "true",
    "[1]",
    "{}",
    "nul",
    "\"open",
    "3 4",
    "NaN",
    "/*c*/1"
  };

  private static Optional<RawData> plain(byte[] body) {
    return PlainJson.of(SCHEMA).orElseThrow().read(body, "body", MOST_ROWS);
  }

  private static List<String> all(RawData rows) {
    RawData.Table table = (RawData.Table) rows;
    List<String> all = new ArrayList<>(table.columnNames());
    all.add(Arrays.toString(table.lines()) + table.source() + table.named());
    for (Column column : table.columns()) {
      for (int r = 0; r < table.size(); r++) {
        all.add(
            switch (column) {
              case Column.Numeric numeric ->
                  Long.toHexString(Double.doubleToRawLongBits(numeric.values()[r]));
              case Column.Categorical texts ->
                  texts.codes()[r] < 0 ? "" : texts.categories().get(texts.codes()[r]);
              case Column.Temporal times -> times.name();
            });
      }
    }
    return all;
  }

  private static String drawn(SplittableRandom random) {
    int form = random.nextInt(12);
    int rare = random.nextInt(4);
    List<String> rows = new ArrayList<>();
    for (int r = random.nextInt(10); r >= 0; r--) {
      String number = NUMBERS[random.nextInt(NUMBERS.length)];
      String word = WORDS[random.nextInt(WORDS.length)];
      if (random.nextInt(30) < rare) {
        number = ODD[random.nextInt(ODD.length)];
      }
      if (random.nextInt(30) < rare) {
        word = ODD[random.nextInt(ODD.length)];
      }
      rows.add(
          switch (form) {
            case 0, 1 -> "{\"flow\": %s,\n\"valve\" :%s}".formatted(number, word);
            case 2 -> "{\"valve\": %s, \"flow\": %s}".formatted(word, number);
            case 3 -> "{\"flow\": %s, \"valve\": %s, \"more\": 1}".formatted(number, word);
            default -> "[%s,%s]".formatted(number, word);
          });
    }
    String list = "[" + String.join(" ,", rows) + "]";
    return switch (random.nextInt(12)) {
      case 0 -> " {\"rows\" : " + list + "}\n";
      case 1 -> "{\"rows\":" + list + ", \"more\": 2}";
      case 2 -> list + "]";
      case 3 -> list.substring(0, random.nextInt(list.length()));
      default -> list + "\n";
    };
  }

  @Test
  @DisplayName("is what the JSON parser makes of it, to the bit, and what that refuses is not read")
  void equalsParsed() {
    SplittableRandom random = new SplittableRandom(1);
    int read = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] body = drawn(random).getBytes(StandardCharsets.UTF_8);
      Optional<RawData> rows = plain(body);
      if (rows.isPresent()) {
        read++;
        assertThat(all(rows.get()))
            .as(new String(body, StandardCharsets.UTF_8))
            .isEqualTo(all(JsonRows.read(body, new RowColumns(SCHEMA, true), 2, MOST_ROWS)));
      }
    }
    assertThat(read).isBetween(900, 2700);
  }

  @Test
  @DisplayName("there is none where a column's name is written otherwise in JSON")
  void names() {
    for (String name : List.of("a\"b", "a\\b", "é", "a\tb")) {
      assertThat(
              PlainJson.of(
                  new TableSchema(
                      true,
                      List.of(new ColumnType(name, new ColumnKind.Numeric())),
                      DecimalMark.POINT)))
          .as(name)
          .isEmpty();
    }
  }
}
