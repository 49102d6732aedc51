package dev.hourglass.engine.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Optimisers and schedules, as people write them. */
class SpeltChoiceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd",
        "momentum:0.95",
        "nesterov:0.8",
        "rmsprop:0.99",
        "adam:0.8:0.99",
        "adamw:0.001"
      })
  void optimizers_read_back_as_they_were(String text) {
    assertThat(Optimizer.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"constant", "step:10:0.5", "exponential:0.97", "cosine:1.5", "plateau:3:0.1"})
  void schedules_read_back_as_they_were(String text) {
    assertThat(LearningRate.parse(text).text()).isEqualTo(text);
  }

  @Test
  void parts_left_out_are_the_papers_values() {
    assertThat(Optimizer.parse("adam")).isEqualTo(new Optimizer.Adam());
    assertThat(Optimizer.parse("adamw")).isEqualTo(new Optimizer.AdamW());
    assertThat(LearningRate.parse("cosine")).isEqualTo(new LearningRate.Cosine(1));
  }

  @Test
  void errors_show_the_form_and_the_nearest_name() {
    assertThatThrownBy(() -> Optimizer.parse("adm"))
        .hasMessageContainingAll("'adm'", "'adam'", "nesterov[:MU]");
    assertThatThrownBy(() -> LearningRate.parse("step:10"))
        .hasMessageContaining("step:EPOCHS:FACTOR");
  }
}
