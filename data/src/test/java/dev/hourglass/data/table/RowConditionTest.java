package dev.hourglass.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.read.ReadOptionsMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowConditionTest {
  private static final String TABLE =
      """
      x;day;kind;y
      1,5;2024-01-01;a;1
      -2;2024-01-05;b;2
      ;2024-02-01;a;3
      1,50;;;4
      """;

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = folder.resolve("t.csv");
    Files.writeString(path, TABLE);
  }

  private RawData.Table read(String... conditions) {
    List<RowCondition> where = Arrays.stream(conditions).map(RowCondition::parse).toList();
    ReadOptions options = ReadOptions.defaults();
    return (RawData.Table)
        DataReader.read(path, options.withTable(options.table().withWhere(where)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "x=1.5, 2 5",
        "x=1, ''",
        "x!=1.5, 3 4",
        "x<0, 3",
        "x>=-2, 2 3 5",
        "x>-2, 2 5",
        "x<=-2, 3",
        "x=, 4",
        "x!=, 2 3 5",
        "day<2024-01-05, 2",
        "day>=2024-01-05, 3 4",
        "day>2024-01-05 00:00, 4",
        "kind=a, 2 4",
        "kind!=a, 3 5",
        "4=2, 3"
      })
  void rows_are_chosen_by_numbers_dates_texts_and_gaps(String condition, String lines) {
    String text = condition.startsWith("x") ? condition.replace('.', ',') : condition;
    if (lines.equals("''")) {
      assertThatThrownBy(() -> read(text))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("none of its 4 rows fulfils option 'where' = x=1");
      return;
    }
    int[] wanted = Arrays.stream(lines.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(read(text).lines()).containsExactly(wanted);
  }

  @Test
  void several_conditions_all_hold() {
    assertThat(read("kind=a", "y>1").lines()).containsExactly(4);
  }

  @Test
  void what_is_no_condition_is_refused() {
    assertThatThrownBy(() -> RowCondition.parse("x")).hasMessageContaining("expected COLUMN=VALUE");
    assertThatThrownBy(() -> RowCondition.parse("kind<b"))
        .hasMessageContaining("expected a number, a date or a time behind <, but was 'b'");
    assertThatThrownBy(() -> read("z=1"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no column 'z' (option 'where')");
  }

  @Test
  void columns_are_chosen_and_both_are_kept_with_a_model() {
    ReadOptions options = ReadOptions.defaults();
    TableOptions table =
        options
            .table()
            .withColumns(List.of("y", "x"))
            .withWhere(
                List.of(RowCondition.parse("y != 1"), RowCondition.parse("day>=2024-01-01")));
    ReadOptions chosen = options.withTable(table);
    assertThat(((RawData.Table) DataReader.read(path, chosen)).columnNames())
        .containsExactly("x", "y");
    ReadOptions again = ReadOptionsMap.read(new StrictMap("data", ReadOptionsMap.of(chosen)));
    assertThat(again.table()).isEqualTo(table);
    assertThatThrownBy(
            () -> DataReader.read(path, options.withTable(table.withColumns(List.of("q")))))
        .hasMessageContaining("has no column 'q' (option 'columns')");
  }
}
