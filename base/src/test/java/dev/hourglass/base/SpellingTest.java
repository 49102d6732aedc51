package dev.hourglass.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static Object read(String text) {
    Spelling spelling = Spelling.of("shape", text, "dot", "circle:RADIUS", "ring:N[:WIDTH]");
    return switch (spelling.name()) {
      case "dot" -> spelling.finish("dot");
      case "circle" -> spelling.finish(spelling.number());
      case "ring" -> spelling.finish(List.of(spelling.integer(), spelling.number(0.5)));
      default -> throw spelling.unknown();
    };
  }

  @Test
  void parts_are_read_one_by_one_whatever_the_case() {
    assertThat(read(" Dot ")).isEqualTo("dot");
    assertThat(read("circle:1e-3")).isEqualTo(0.001);
    assertThat(read("ring:3:2")).isEqualTo(List.of(3, 2.0));
  }

  @Test
  void what_stands_in_brackets_may_be_left_out() {
    assertThat(read("ring:3")).isEqualTo(List.of(3, 0.5));
  }

  @Test
  void errors_name_subject_part_and_form() {
    assertThatThrownBy(() -> read("circel:1"))
        .hasMessage(
            "unknown shape 'circel:1': did you mean 'circle'? Expected one of dot, circle:RADIUS,"
                + " ring:N[:WIDTH]");
    assertThatThrownBy(() -> read("circle"))
        .hasMessage("shape 'circle' lacks its RADIUS: write circle:RADIUS");
    assertThatThrownBy(() -> read("circle:big"))
        .hasMessage(
            "shape 'circle:big': RADIUS must be a number, but was 'big'; write circle:RADIUS");
    assertThatThrownBy(() -> read("ring:1.5"))
        .hasMessage(
            "shape 'ring:1.5': N must be a whole number, but was '1.5'; write ring:N[:WIDTH]");
    assertThatThrownBy(() -> read("ring:1:x")).hasMessageContaining("WIDTH must be a number");
    assertThatThrownBy(() -> read("dot:1"))
        .hasMessage("shape 'dot:1': '1' is one part too many; write dot");
  }

  @Test
  void numbers_need_no_name_before_them() {
    Spelling spelling = Spelling.ofNumbers("patience", "5", "EPOCHS[:MIN]");
    assertThat(spelling.integer()).isEqualTo(5);
    assertThat(spelling.number(0.25)).isEqualTo(0.25);
    assertThatThrownBy(() -> Spelling.ofNumbers("patience", "x", "EPOCHS[:MIN]").integer())
        .hasMessage("patience 'x': EPOCHS must be a whole number, but was 'x'; write EPOCHS[:MIN]");
    assertThatThrownBy(() -> Spelling.ofNumbers("patience", "1", "EPOCHS[:MIN]").finish(0))
        .hasMessageContaining("one part too many");
  }
}
