package dev.hourglass.cli.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingsTest {
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
    assertThat(Spellings.text(Spellings.optimizer(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"constant", "step:10:0.5", "exponential:0.97", "cosine:1.5", "plateau:3:0.1"})
  void schedules_read_back_as_they_were(String text) {
    assertThat(Spellings.text(Spellings.schedule(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5:0.01"})
  void early_stopping_reads_back_as_it_was(String text) {
    assertThat(Spellings.text(Spellings.earlyStopping(text))).isEqualTo(text);
  }

  @Test
  void parts_left_out_are_the_papers_values() {
    assertThat(Spellings.optimizer("adam")).isEqualTo(new Optimizer.Adam());
    assertThat(Spellings.optimizer("adamw")).isEqualTo(new Optimizer.AdamW());
    assertThat(Spellings.schedule("cosine")).isEqualTo(new LearningRate.Cosine(0));
  }

  @Test
  void times_are_read_as_people_write_them() {
    assertThat(Spellings.duration("90")).isEqualTo(Duration.ofSeconds(90));
    assertThat(Spellings.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Spellings.text(Duration.ofSeconds(90))).isEqualTo("1m30s");
    assertThatThrownBy(() -> Spellings.duration("0")).hasMessageContaining("above 0");
    assertThatThrownBy(() -> Spellings.duration("soon")).hasMessageContaining("90s");
  }

  @Test
  void numbers_are_short_and_exact() {
    for (double value : new double[] {0, 1, 0.003, 1e-4, 1e-12, 0.1, 128, 1e20, 1.0 / 3}) {
      assertThat(Double.parseDouble(Spellings.number(value))).isEqualTo(value);
    }
    assertThat(Spellings.number(0.003)).isEqualTo("0.003");
    assertThat(Spellings.number(1)).isEqualTo("1");
    assertThat(Spellings.number(1e-12)).isEqualTo("1e-12");
  }

  @Test
  void errors_show_the_form_and_the_nearest_name() {
    assertThatThrownBy(() -> Spellings.optimizer("adm"))
        .hasMessageContainingAll("'adm'", "'adam'", "nesterov[:MU]");
    assertThatThrownBy(() -> Spellings.schedule("step:10"))
        .hasMessageContaining("step:EPOCHS:FACTOR");
    assertThatThrownBy(() -> Sparsity.parse("kl:0.05")).hasMessageContaining("kl:RHO:WEIGHT");
    assertThatThrownBy(() -> Sparsity.parse("topk:3:4")).hasMessageContaining("one part too many");
  }
}
