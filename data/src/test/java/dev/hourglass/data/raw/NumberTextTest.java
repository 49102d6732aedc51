package dev.hourglass.data.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
  private static final String ALPHABET = "0123456789.,eE+-\u2212()%$€£ '\u2019\u00a0\u202fAUSD";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12 | 12",
        "-.5 | -0.5",
        "1e3 | 1000",
        "+5 | 5",
        "13,558 | 13558",
        "1,234,567.5 | 1234567.5",
        "12,34,567 | 1234567",
        "1'234.5 | 1234.5",
        "(12.50) | -12.5",
        "12.50- | -12.5",
        "\u22123 | -3",
        "$1,000 | 1000",
        "€ 5 | 5",
        "USD 7 | 7",
      })
  void numbers_as_people_write_them(String text, double value) {
    NumberText numbers = new NumberText(DecimalMark.POINT);
    assertThat(numbers.read(text)).isEqualTo(Cell.NUMBER);
    assertThat(numbers.value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"$e5", "(e12)", ".e5", "$.", "-", "%", "e", "$", "()", "1,2,3", "1e", "+-1"})
  void without_a_digit_there_is_no_number(String text) {
    assertThat(new NumberText(DecimalMark.POINT).read(text)).isNotEqualTo(Cell.NUMBER);
  }

  @ParameterizedTest
  @EnumSource(DecimalMark.class)
  void nothing_but_a_kind_of_cell_comes_out(DecimalMark mark) {
    NumberText numbers = new NumberText(mark);
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int round = 0; round < 300_000; round++) {
      text.setLength(0);
      for (int i = random.nextInt(1, 9); i > 0; i--) {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      Cell cell = numbers.read(text.toString());
      if (cell == Cell.NUMBER) {
        assertThat(numbers.value()).as(text.toString()).isFinite();
        assertThat(text.chars().anyMatch(Character::isDigit)).as(text.toString()).isTrue();
      }
    }
  }

  @Test
  void percent_is_said() {
    NumberText numbers = new NumberText(DecimalMark.POINT);
    assertThat(numbers.read("13.6%")).isEqualTo(Cell.NUMBER);
    assertThat(numbers.decoration()).isEqualTo(NumberText.Decoration.PERCENT);
  }
}
