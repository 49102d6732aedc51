package dev.hourglass.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.TableLayout;
import dev.hourglass.data.raw.TemporalFormats.DayOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as people and programs write them, each of sixty rows. */
class TableDialectTest {
  private static final int ROWS = 60;

  @TempDir Path folder;

  private RawData.Table read(byte[] bytes, DialectOptions dialect) {
    try {
      Path path = Files.write(folder.resolve("t.csv"), bytes);
      return CsvTable.read(path, TableOptions.defaults().withDialect(dialect));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RawData.Table read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8), DialectOptions.defaults());
  }

  private RawData.Table read(String text, String encoding) {
    return read(text.getBytes(Charset.forName(encoding)), DialectOptions.defaults());
  }

  /** A head and sixty rows below. */
  private static String table(String head, IntFunction<String> row) {
    return head + IntStream.range(0, ROWS).mapToObj(row).collect(Collectors.joining("\n")) + "\n";
  }

  private static String number(int row) {
    return String.format(Locale.ROOT, "%d.%02d", 10 + row * 7 % 30, row * 37 % 100);
  }

  private static double[] numbers(RawData.Table table, int column) {
    return ((Column.Numeric) table.columns().get(column)).values();
  }

  private static List<String> categories(RawData.Table table, int column) {
    return ((Column.Categorical) table.columns().get(column)).categories();
  }

  private static double[] expected() {
    return IntStream.range(0, ROWS).mapToDouble(i -> Double.parseDouble(number(i))).toArray();
  }

  private static void assertThree(RawData.Table table, String... names) {
    assertThat(table.size()).isEqualTo(ROWS);
    assertThat(table.columnNames()).containsExactly(names);
    assertThat(numbers(table, 0)).containsExactly(expected());
  }

  private void assertRefused(String text, String... parts) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv")
        .hasMessageContainingAll(parts);
  }

  @Test
  void decimal_commas_are_told_by_cells_that_fit_nothing_else() {
    RawData.Table table =
        read(table("temp;press;grade\n", i -> number(i).replace('.', ',') + ";1.234,5;" + i % 5));
    assertThree(table, "temp", "press", "grade");
    assertThat(numbers(table, 1)).containsOnly(1234.5);
    assertThat(table.layout().decimal()).isEqualTo(DecimalMark.COMMA);
    assertThat(table.layout().text()).contains("decimal comma", "';'");
    RawData.Table one = read(table("temp\n", i -> number(i).replace('.', ',')));
    assertThree(one, "temp");
  }

  @Test
  void numbers_are_read_as_people_write_them() {
    record Case(String cell, double value) {}
    for (Case each :
        List.of(
            new Case("\"13,558\"", 13558),
            new Case("\"1,234,567.5\"", 1234567.5),
            new Case("\"12,34,567\"", 1234567),
            new Case("13 558", 13558),
            new Case("13\u00A0558", 13558),
            new Case("13\u202F558", 13558),
            new Case("13'558", 13558),
            new Case("13\u2019558.5", 13558.5),
            new Case("13.6%", 13.6),
            new Case("13.6 %", 13.6),
            new Case("$12.50", 12.5),
            new Case("-$12.50", -12.5),
            new Case("12.50 €", 12.5),
            new Case("CHF 1'234.50", 1234.5),
            new Case("\"(3,200.25)\"", -3200.25),
            new Case("\u22125.5", -5.5),
            new Case("\u00A0 15.99\u00A0 ", 15.99),
            new Case("+5", 5),
            new Case("1e3", 1000),
            new Case(".5", 0.5))) {
      RawData.Table table = read(table("a,b\n", i -> each.cell + "," + number(i)));
      assertThat(numbers(table, 0)).as(each.cell).hasSize(ROWS).containsOnly(each.value);
    }
  }

  @Test
  void what_may_be_thousands_or_a_fraction_is_said_and_can_be_chosen() {
    String commas = table("a;b\n", i -> "1,%03d;%d".formatted(i, i % 3));
    RawData.Table thousands = read(commas);
    assertThat(numbers(thousands, 0)).startsWith(1000, 1001);
    assertThat(thousands.remarks()).anyMatch(r -> r.contains("option 'decimal' = comma"));
    DialectOptions comma = DialectOptions.defaults().withDecimal(DecimalMark.COMMA);
    RawData.Table fractions = read(commas.getBytes(StandardCharsets.UTF_8), comma);
    assertThat(numbers(fractions, 0)).startsWith(1, 1.001);
    String points = table("a;b\n", i -> "1.%03d;%d".formatted(i, i % 3));
    assertThat(read(points).remarks()).anyMatch(r -> r.contains("option 'decimal' = comma"));
    assertThat(numbers(read(points.getBytes(StandardCharsets.UTF_8), comma), 0))
        .startsWith(1000, 1001);
    // Another column tells.
    RawData.Table told = read(table("a;b\n", i -> "\"1,060\";" + number(i)));
    assertThat(numbers(told, 0)).containsOnly(1060);
    assertThat(told.remarks()).noneMatch(r -> r.contains("option 'decimal'"));
  }

  @Test
  void numbers_of_both_marks_are_refused_with_the_cell() {
    assertRefused(
        table("a;b\n", i -> number(i).replace('.', ',') + ";" + number(i)),
        "line 2, column 'a': found '10,00'",
        "option 'decimal' = comma");
    assertRefused(
        table("a;b\n", i -> (i == 40 ? "12,5" : number(i)) + ";" + number(i)),
        "line 42, column 'a': found '12,5'",
        "option 'decimal'");
    assertRefused(
        table("a,b\n", i -> number(i).replace('.', ',') + "," + number(i).replace('.', ',')),
        "line 2: has 4 cells where line 1 has 2",
        "decimal comma");
  }

  @Test
  void percent_and_currency_are_not_mixed() {
    assertRefused(
        table("a,b\n", i -> (i == 3 ? "0.25" : number(i) + "%") + ",1"),
        "line 5, column 'a': found '0.25'",
        "percent");
    assertRefused(
        table("a,b\n", i -> (i == 3 ? "€" : "$") + number(i) + ",1"), "line 5", "currency");
  }

  @Test
  void words_for_nothing_are_missing_among_numbers_and_said() {
    for (String word : List.of("None", "-", "#N/A", "n.a.", "unknown", "#DIV/0!", "\\N", "..")) {
      RawData.Table table = read(table("a,b\n", i -> (i % 5 < 3 ? word : number(i)) + "," + i % 4));
      assertThat(Arrays.stream(numbers(table, 0)).filter(Double::isNaN).count())
          .as(word)
          .isEqualTo(36);
      assertThat(table.remarks()).anyMatch(r -> r.contains("36 cells that say '" + word + "'"));
    }
    assertThat(categories(read(table("a,b\n", i -> (i % 2 == 0 ? "None" : "wood") + ",1")), 0))
        .containsExactly("None", "wood");
    String own = table("a,b\n", i -> (i % 5 < 3 ? "absent" : number(i)) + "," + i % 4);
    assertRefused(own, "column 'a' holds 24 numbers and 36 texts", "option 'missing' = \"absent\"");
    DialectOptions missing = DialectOptions.defaults().withMissing(List.of("absent"));
    RawData.Table read = read(own.getBytes(StandardCharsets.UTF_8), missing);
    assertThat(Arrays.stream(numbers(read, 0)).filter(Double::isNaN).count()).isEqualTo(36);
  }

  @Test
  void encodings_are_recognised() {
    record Case(String encoding, String... names) {}
    for (Case each :
        List.of(
            new Case("windows-1252", "Mäller", "Möller", "Müller"),
            new Case("ISO-8859-1", "Mäller", "Möller", "Müller"),
            new Case("ISO-8859-15", "Besançon 5 €", "Nîmes 3 €", "Orléans 4 €"),
            new Case("GB18030", "上海", "北京", "广州"),
            new Case("Shift_JIS", "京都", "大阪", "東京"),
            new Case("EUC-KR", "대구", "부산", "서울"),
            new Case("windows-1251", "Казань", "Москва", "Самара"),
            new Case("UTF-16LE", "Mäller", "Möller", "Müller"),
            new Case("UTF-16", "Mäller", "Möller", "Müller"),
            new Case("UTF-8", "Mäller", "Möller", "Müller"))) {
      String text = table("name;x\n", i -> each.names[i % 3] + ";" + number(i));
      RawData.Table table = read(text, each.encoding);
      assertThat(categories(table, 0)).as(each.encoding).containsExactly(each.names);
      boolean sure = each.encoding.equals("UTF-8") || each.encoding.equals("UTF-16");
      assertThat(table.remarks().stream().anyMatch(r -> r.contains("option 'encoding'")))
          .as(each.encoding)
          .isNotEqualTo(sure);
    }
    RawData.Table headers = read(table("höhe,hähe\n", i -> number(i) + ",1"), "windows-1252");
    assertThat(headers.columnNames()).containsExactly("höhe", "hähe");
  }

  @Test
  void a_byte_that_does_not_decode_is_named() {
    byte[] text = table("name,x\n", i -> "Müller," + i).getBytes(StandardCharsets.ISO_8859_1);
    DialectOptions utf8 = DialectOptions.defaults().withEncoding(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> read(text, utf8))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("t.csv, byte 8: 0xFC", "UTF-8", "option 'encoding'");
  }

  @Test
  void separators_are_found_out() {
    IntFunction<String> row = i -> number(i) + "," + i + "," + i % 5;
    String base = table("temp,press,grade\n", row);
    for (String separator : List.of(",", ";", "\t", "|", " ", "   ", " \t ")) {
      RawData.Table table = read(base.replace(",", separator));
      assertThree(table, "temp", "press", "grade");
    }
    for (String end : List.of("\r", "\r\n")) {
      assertThree(read(base.replace("\n", end)), "temp", "press", "grade");
    }
    assertThree(read(base + "\n\n   \n"), "temp", "press", "grade");
    assertThree(read(table("", row).replace(',', ' ')), "column 1", "column 2", "column 3");
    RawData.Table mpg = read(table("", i -> number(i) + "   " + i + "\t\"car " + i % 4 + "\""));
    assertThat(numbers(mpg, 0)).containsExactly(expected());
    assertThat(categories(mpg, 2)).hasSize(4).contains("car 0");
    RawData.Table cities =
        read(table("city\n", i -> List.of("New York", "San Jose", "Rome").get(i % 3)));
    assertThat(categories(cities, 0)).containsExactly("New York", "Rome", "San Jose");
  }

  @Test
  void separators_at_the_end_of_lines_begin_no_column() {
    IntFunction<String> row = i -> number(i) + "," + i % 5;
    assertThree(read(table("temp,grade,\n", row)), "temp", "grade");
    assertThree(read(table("temp,grade\n", i -> row.apply(i) + ",")), "temp", "grade");
    assertThree(read(table("temp,grade,\n", i -> row.apply(i) + ",")), "temp", "grade");
  }

  @Test
  void what_stands_above_a_table_is_left_out_and_said() {
    IntFunction<String> row = i -> number(i) + ",2," + i % 5;
    for (String above :
        List.of("# exported\n# station 7\n", "Measured in 2024\n\n", "Measured,,\n,,\n")) {
      RawData.Table table = read(above + table("temp,press,grade\n", row));
      assertThree(table, "temp", "press", "grade");
      assertThat(table.lines()[0]).isEqualTo(4);
      assertThat(table.remarks()).anyMatch(r -> r.contains("the table begins on line 3"));
    }
    String semicolons = table("temp;press;grade\n", row).replace(',', ';');
    assertThree(read("sep=;\n" + semicolons), "temp", "press", "grade");
    assertThree(read("\uFEFFsep=;\r\n" + semicolons), "temp", "press", "grade");
    assertThree(read("# x y z\n" + table("", row).replace(',', ' ')), "x", "y", "z");
    RawData.Table units = read("temp,press,grade\n°C,hPa,none\n" + table("", row));
    assertThree(units, "temp", "press", "grade");
    assertThat(units.remarks()).anyMatch(r -> r.contains("units"));
    RawData.Table colours = read(table("", i -> "#00000" + i % 3 + "," + i));
    assertThat(categories(colours, 0)).hasSize(3);
    DialectOptions skip = DialectOptions.defaults().withSkipLines(2);
    String odd = "a,b,c,d,e,f\nx\n" + table("temp,press,grade\n", row);
    assertThree(read(odd.getBytes(StandardCharsets.UTF_8), skip), "temp", "press", "grade");
  }

  @Test
  void names_of_rows_are_left_out_and_said() {
    for (IntFunction<String> name :
        List.<IntFunction<String>>of(i -> "\"" + (i + 1) + "\"", i -> "\"car " + i + "\"")) {
      RawData.Table table =
          read(table("\"temp\",\"press\"\n", i -> name.apply(i) + "," + number(i) + "," + i % 5));
      assertThree(table, "temp", "press");
      assertThat(table.layout().leftOut()).hasSize(1);
      assertThat(table.remarks()).anyMatch(r -> r.contains("rows' names"));
    }
    RawData.Table index = read(table(",temp,press\n", i -> i + "," + number(i) + "," + i % 5));
    assertThree(index, "temp", "press");
  }

  @Test
  void numbers_that_count_upwards_may_be_names_and_it_is_said() {
    IntFunction<String> row = i -> number(i) + "," + number(i + 1) + "," + i % 5;
    for (String head : List.of("2019,2020,2021\n", "0,1,2\n", "1990,1995,2000\n")) {
      RawData.Table table = read(table(head, row));
      assertThree(table, head.strip().split(","));
      assertThat(table.remarks()).anyMatch(r -> r.contains("option 'header' = no"));
    }
    RawData.Table rows = read(table("1,2,3\n", i -> i % 9 + "," + i % 7 + "," + i % 5));
    assertThat(rows.size()).isEqualTo(ROWS + 1);
    assertThat(rows.remarks()).anyMatch(r -> r.contains("option 'header' = yes"));
  }

  @Test
  void columns_of_one_name_have_a_way_out() throws IOException {
    String text = table("x,y,x\n", i -> number(i) + ",1," + i % 5);
    RawData.Table both = read(text);
    assertThree(both, "x", "y", "x.2");
    assertThat(both.remarks()).anyMatch(r -> r.contains("columns 1 and 3 are both named 'x'"));
    Path path = Files.writeString(folder.resolve("t.csv"), text);
    TableOptions third = TableOptions.defaults().withIgnore(List.of("3"));
    assertThat(CsvTable.read(path, third).columnNames()).containsExactly("x", "y");
    TableOptions first = TableOptions.defaults().withIgnore(List.of("1"));
    RawData.Table rest = CsvTable.read(path, first);
    assertThat(rest.columnNames()).containsExactly("y", "x");
    assertThat(numbers(rest, 1)).startsWith(0, 1, 2);
    assertThatThrownBy(() -> CsvTable.read(path, TableOptions.defaults().withIgnore(List.of("x"))))
        .hasMessageContaining("give the position");
  }

  @Test
  void identifiers_are_left_out_whatever_the_number_of_rows() throws IOException {
    for (int rows : new int[] {60, 99, 101, 400}) {
      String text =
          "id,x\n"
              + IntStream.range(0, rows)
                  .mapToObj(i -> "P%03d,%s".formatted(i, number(i)))
                  .collect(Collectors.joining("\n"));
      RawData.Table table = read(text);
      assertThat(table.columnNames()).containsExactly("x");
      assertThat(table.layout().leftOut())
          .extracting(TableLayout.LeftOut::name)
          .containsExactly("id");
      assertThat(table.remarks()).anyMatch(r -> r.contains("column 'id' was left out"));
    }
    Path path = Files.writeString(folder.resolve("t.csv"), table("id,x\n", i -> "P" + i + ",1"));
    RawData.Table kept =
        CsvTable.read(path, TableOptions.defaults().withCategorical(List.of("id")));
    assertThat(categories(kept, 0)).hasSize(ROWS);
    RawData.Table counted = read(table("id,x\n", i -> i + 1 + "," + number(i)));
    assertThat(counted.columnNames()).containsExactly("id", "x");
    assertThat(counted.remarks()).anyMatch(r -> r.contains("option 'ignore' = \"id\""));
    RawData.Table codes = read(table("zip,x\n", i -> "%05d,1".formatted(1000 + 977 * i)));
    assertThat(codes.remarks()).anyMatch(r -> r.contains("option 'categorical' = \"zip\""));
  }

  @Test
  void dates_and_times_are_recognised() {
    record Case(String pattern, IntFunction<String> cell, String first) {}
    for (Case each :
        List.of(
            new Case("dd.MM.uuuu", i -> "%02d.%02d.2024".formatted(1 + i % 28, 1 + i % 12), ""),
            new Case("uuuu-MM-dd", i -> "2024-%02d-%02d".formatted(1 + i % 12, 1 + i % 28), ""),
            new Case("M/d/uuuu", i -> "%d/%d/2024".formatted(1 + i % 12, 1 + i % 28), ""),
            new Case("dd-MMM-uuuu", i -> "%02d-Mar-2024".formatted(1 + i % 28), ""),
            new Case("HH:mm:ss", i -> "%02d:%02d:00".formatted(i % 24, i % 60), "00:00:00"),
            new Case("h:mm a", i -> "%d:%02d PM".formatted(1 + i % 12, i % 60), "1:00 PM"),
            new Case(
                "uuuu-MM-dd'T'HH:mm:ssXXX",
                i -> "2024-%02d-01T%02d:30:00Z".formatted(1 + i % 12, i % 24),
                "2024-01-01T00:30:00Z"))) {
      RawData.Table table = read(table("t;x\n", i -> each.cell.apply(i) + ";" + number(i)));
      Column.Temporal times = (Column.Temporal) table.columns().getFirst();
      assertThat(times.format().pattern()).isEqualTo(each.pattern);
      assertThat(times.format().text(times.days()[0])).isEqualTo(each.cell.apply(0));
    }
    String either = table("d,x\n", i -> "%02d/%02d/2024,1".formatted(1 + i % 12, 1 + i % 11));
    RawData.Table guessed = read(either);
    assertThat(guessed.remarks()).anyMatch(r -> r.contains("option 'dates' = day-first"));
    DialectOptions dayFirst = DialectOptions.defaults().withDates(DayOrder.DAY_FIRST);
    Column.Temporal days =
        (Column.Temporal)
            read(either.getBytes(StandardCharsets.UTF_8), dayFirst).columns().getFirst();
    // 2024-02-02 is the 19755th day since 1970-01-01, whichever comes first.
    assertThat(days.days()[1]).isEqualTo(19755);
    assertThat(days.format().pattern()).isEqualTo("dd/MM/uuuu");
    assertRefused(
        table("d,x\n", i -> (i == 30 ? "sometime" : "2024-01-%02d".formatted(1 + i % 28)) + ",1"),
        "line 32, column 'd': found 'sometime'");
  }

  @Test
  void twenty_thousand_columns_are_read() {
    String head =
        IntStream.range(0, 20_000).mapToObj(i -> "g" + i).collect(Collectors.joining(","));
    String row =
        IntStream.range(0, 20_000).mapToObj(i -> "" + i % 10).collect(Collectors.joining(","));
    RawData.Table table = read(head + "\n" + (row + "\n").repeat(6));
    assertThat(table.columns()).hasSize(20_000);
    assertThat(table.size()).isEqualTo(6);
    assertThat(numbers(table, 17)).containsOnly(7);
  }

  @Test
  void quotes_within_cells_stay() {
    RawData.Table table = read(table("a,b,c\n", i -> "\"say \"\"hi\"\"\",5\" pipe,O'Brien"));
    assertThat(categories(table, 0)).containsExactly("say \"hi\"");
    assertThat(categories(table, 1)).containsExactly("5\" pipe");
    assertThat(categories(table, 2)).containsExactly("O'Brien");
  }

  @Test
  void a_row_of_sums_at_the_end_is_said() {
    RawData.Table table = read(table("n,v\n", i -> "n" + i % 4 + "," + i) + "Total,1770\n");
    assertThat(table.remarks()).anyMatch(r -> r.contains("line 62") && r.contains("'Total'"));
  }

  @Test
  void single_quotes_hold_cells_together_where_there_are_no_double_ones() {
    RawData.Table table =
        read(
            table(
                "'price','city','rooms'\n",
                i -> number(i) + (i % 2 == 0 ? ",'Lille, Nord'," : ",'L''Isle, Tarn',") + i % 4));
    assertThree(table, "price", "city", "rooms");
    assertThat(categories(table, 1)).containsExactlyInAnyOrder("Lille, Nord", "L'Isle, Tarn");
    assertThat(read(table("price;name;rooms\n", i -> number(i) + ";O'Hara 'n' Co;" + i % 4)).size())
        .isEqualTo(ROWS);
    RawData.Table apostrophes =
        read(
            table("price;name;rooms\n", i -> number(i) + (i < 30 ? ";'t Hof;" : ";D'Or;") + i % 4));
    assertThat(categories(apostrophes, 1)).containsExactlyInAnyOrder("'t Hof", "D'Or");
    RawData.Table doubled =
        read(table("price,name,rooms\n", i -> number(i) + ",\"'a', 'b'\"," + i % 4));
    assertThat(doubled.columnNames()).containsExactly("price", "name", "rooms");
  }
}
