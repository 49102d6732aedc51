package dev.hourglass.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "leave option 'beta' out                  | leave --beta out",
        "bring images to option 'resize' = 28x28  | bring images to --resize 28x28",
        "option 'a-b' = 1 or option 'c' = 2       | --a-b 1 or --c 2",
        "the option 'q' of column 'b', 'option'   | the --q of column 'b', 'option'",
        "Unknown option: '--epocs' is no flag     | Unknown option: '--epocs' is no flag"
      })
  void the_librarys_words_become_flags(String said, String shown) {
    assertThat(Failures.inFlags(said)).isEqualTo(shown);
  }

  @Test
  void a_message_does_not_fill_the_screen() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Failures failures = new Failures(new PrintStream(err, true, StandardCharsets.UTF_8));
    CommandLine command =
        new CommandLine(new Refusing(new IllegalStateException("x".repeat(100_000))));
    command.setExecutionExceptionHandler(failures).execute();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .hasSizeLessThan(2_100)
        .contains("characters left out)");
  }

  @Command(name = "hourglass")
  private static final class Refusing implements Runnable {
    private final RuntimeException refusal;

    Refusing(RuntimeException refusal) {
      this.refusal = refusal;
    }

    @Override
    public void run() {
      throw refusal;
    }
  }

  private static String shown(RuntimeException refusal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new CommandLine(new Refusing(refusal))
        .setExecutionExceptionHandler(new Failures(err))
        .execute();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void what_fails_is_told_in_flags_whoever_refused_it() {
    assertThat(shown(new Mistake("option 'code' = 0")))
        .isEqualTo("hourglass: --code 0\nTry 'hourglass --help'.\n");
    assertThat(shown(new IllegalArgumentException("use option 'code' = 3")))
        .isEqualTo("hourglass: use --code 3\n");
  }

  @Test
  void warnings_are_told_in_flags_too() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 80)
        .warn("option 'contractive-probes' = 2 is less work");
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("hourglass: warning: --contractive-probes 2 is less work\n");
  }

  @Test
  void what_the_machine_ran_out_of_is_told() {
    assertThat(
            Failures.exhausted(
                new InternalError(
                    "a fault occurred in a recent unsafe memory access operation in compiled Java"
                        + " code")))
        .isEqualTo(
            "a file was cut short while it was read, or its disk is gone; restore it and start"
                + " again");
    assertThat(Failures.exhausted(new InternalError("of another kind")))
        .contains("InternalError: of another kind", "--debug");
    assertThat(Failures.exhausted(new OutOfMemoryError("Java heap space")))
        .contains("(Java heap space)", "--limit");
    assertThat(Failures.exhausted(new StackOverflowError())).contains("nested too deeply");
  }
}
