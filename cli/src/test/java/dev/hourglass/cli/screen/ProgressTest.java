package dev.hourglass.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.data.dataset.SampleShape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final Blueprint BLUEPRINT =
      Preset.UNDERCOMPLETE.blueprint(SampleShape.vector(20), Stages.of(8), 4);

  private static String shown(boolean terminal, int columns, int epochs, int deadUnits) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Screen screen =
        new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, columns);
    Progress progress = new Progress(screen, "", 20, () -> false);
    progress.started(BLUEPRINT, Training.defaults().withEpochs(epochs), 1000, 10);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      for (int step = 1; step <= 10; step++) {
        progress.stepped(epoch, step, 12.5);
      }
      progress.epochEnded(
          new EpochRecord(
              epoch,
              new EpochRecord.Measures(12, 0.25, 0.0123),
              Optional.of(new EpochRecord.Validation(13, 0.0135)),
              1e-3,
              deadUnits,
              0.1,
              182_000));
    }
    progress.finish();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20, 21, 30, 1000})
  void a_file_gets_a_line_now_and_then_and_the_last(int epochs) {
    String[] lines = shown(false, 80, epochs, 0).split("\n");
    assertThat(lines.length).isBetween(1, 22);
    assertThat(lines[lines.length - 1])
        .contains("epoch %d/%d".formatted(epochs, epochs), "mse 0.01230", "val 0.01350");
    assertThat(String.join("", lines)).doesNotContain("\r", "\033");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 132})
  void a_terminal_line_is_drawn_over_and_never_wraps(int columns) {
    String text = shown(true, columns, 5, 0);
    assertThat(text).endsWith("\n").containsOnlyOnce("\n");
    assertThat(Arrays.stream(text.split("\r\033\\[2K|\n")))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(columns));
  }

  @Test
  void dead_units_are_shown_where_there_are_some() {
    assertThat(shown(false, 80, 3, 2)).contains("2 dead");
    assertThat(shown(false, 80, 3, 0)).doesNotContain("dead");
  }

  @Test
  void figures_have_four_digits_that_matter() {
    assertThat(Progress.figure(0.0071234)).isEqualTo("0.007123");
    assertThat(Progress.figure(105.6789)).isEqualTo("105.7");
    assertThat(Progress.figure(0)).isEqualTo("0.000");
    assertThat(Progress.figure(1.5e-7)).isEqualTo("1.500e-07");
    assertThat(Progress.figure(Double.NaN)).isEqualTo("NaN");
    assertThat(Progress.time(7.4)).isEqualTo("7s");
    assertThat(Progress.time(83)).isEqualTo("1:23");
    assertThat(Progress.time(7510)).isEqualTo("2:05:10");
  }
}
