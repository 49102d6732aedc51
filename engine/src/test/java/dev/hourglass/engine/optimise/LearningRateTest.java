package dev.hourglass.engine.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.optimise.LearningRate.Plateau;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateTest {
  /** Over twelve epochs of one step each, whose middle counts; the figures are by hand. */
  @ParameterizedTest
  @CsvSource({
    "constant,        0.5, 1",
    "constant,       11.5, 1",
    "step:3:0.5,      2.5, 1",
    "step:3:0.5,      3.5, 0.5",
    "step:3:0.5,     11.5, 0.125",
    "exponential:0.9, 0.5, 1",
    "exponential:0.9, 2.5, 0.81",
    "cosine:0,        0.0, 1",
    "cosine:0,        6.0, 0.5",
    "cosine:0,        3.0, 0.8535533906",
    "cosine:4,        0.5, 0.125",
    "cosine:4,        3.0, 0.75",
    "cosine:4,        8.0, 0.5",
    "cosine:4,       12.0, 0",
    "cosine:9,        3.0, 0.5",
  })
  void factors_are_those_of_the_schedules_definition(String text, double progress, double factor) {
    assertThat(LearningRate.parse(text).factor(progress, 12, Plateau.START))
        .isCloseTo(factor, within(1e-10));
  }

  @Test
  void a_plateau_halves_after_as_many_epochs_without_a_better_loss_as_its_patience() {
    LearningRate schedule = LearningRate.parse("plateau:2:0.5");
    double[] losses = {5, 4, 4.5, 4, 3.9, 4, 4, 4, 3, 9, 9};
    double[] factors = {1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.125};
    Plateau plateau = Plateau.START;
    for (int epoch = 0; epoch < losses.length; epoch++) {
      plateau = plateau.next(schedule, losses[epoch]);
      assertThat(schedule.factor(epoch + 1, 12, plateau))
          .as("after epoch %d", epoch + 1)
          .isEqualTo(factors[epoch]);
    }
  }
}
