package dev.hourglass.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void short_text_stays_as_it_is() {
    assertThat(Excerpt.of("a 'täxt'\n\tin two lines")).isEqualTo("a 'täxt'\n\tin two lines");
  }

  @Test
  void of_long_text_beginning_and_end_are_shown() {
    assertThat(Excerpt.of("a".repeat(5_000) + "z"))
        .startsWith("aaa")
        .contains("a … (3,001 characters left out) … a")
        .endsWith("az")
        .hasSizeLessThan(2_100);
  }

  @Test
  void what_a_terminal_obeys_is_shown_instead() {
    assertThat(Excerpt.of("\u001b[31mred\u0000\r\u0085"))
        .isEqualTo("\\u001b[31mred\\u0000\\u000d\\u0085");
  }
}
