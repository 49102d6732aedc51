package dev.hourglass.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleShapeTest {

  @Test
  void reads_well() {
    assertThat(SampleShape.image(1, 28, 28)).hasToString("28×28");
    assertThat(SampleShape.image(3, 32, 16)).hasToString("32×16×3");
    assertThat(SampleShape.vector(38)).hasToString("38 features");
    assertThat(SampleShape.vector(1)).hasToString("1 feature");
  }

  @Test
  void text_is_parsed_back() {
    for (SampleShape shape :
        List.of(
            SampleShape.image(1, 28, 28), SampleShape.image(3, 32, 16), SampleShape.vector(38))) {
      assertThat(SampleShape.parse(shape.text())).isEqualTo(shape);
    }
    assertThat(SampleShape.image(3, 32, 16).text()).isEqualTo("32x16x3");
    assertThat(SampleShape.parse("28x28")).isEqualTo(SampleShape.image(1, 28, 28));
  }

  @Test
  void nonsense_is_refused_with_the_value() {
    assertThatThrownBy(() -> SampleShape.parse("28by28"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("28x28x1")
        .hasMessageContaining("'28by28'");
    assertThatThrownBy(() -> SampleShape.vector(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> SampleShape.image(3, 60_000, 60_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labels_order_numbers_by_value_and_words_alphabetically() {
    Labels labels = Labels.of(List.of("10", "9", "10", "-1"));
    assertThat(labels.names()).containsExactly("-1", "9", "10");
    assertThat(labels.values()).containsExactly(2, 1, 2, 0);
    assertThat(labels.counts()).containsExactly(1, 1, 2);
    assertThat(labels.subset(new int[] {1}).name(0)).isEqualTo("9");
    assertThat(Labels.of(List.of("dog", "cat", "7")).names()).containsExactly("7", "cat", "dog");
  }

  @Test
  void labels_outside_their_classes_are_refused() {
    assertThatThrownBy(() -> new Labels(new int[] {0, 2}, List.of("a", "b")))
        .hasMessageContaining("label 2 of sample 1");
    assertThatThrownBy(() -> new Labels(new int[] {0}, List.of("a", "a")))
        .hasMessageContaining("distinct");
  }
}
