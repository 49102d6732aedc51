package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.Screen;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Says of flags that were given on the command line and change nothing why that is. Commands and
 * groups of flags name the conditions; the words are here. What a recipe gives is not looked at:
 * one written by {@code train} names every choice.
 */
public final class WithoutEffect {
  private final CommandSpec command;
  private final Screen screen;

  WithoutEffect(CommandSpec command, Screen screen) {
    this.command = command;
    this.screen = screen;
  }

  /**
   * Flags that change nothing where a condition holds.
   *
   * @param holds whether it does
   * @param why it leaves them without effect, as the second half of a sentence
   * @param flags those it leaves so
   */
  public WithoutEffect when(boolean holds, String why, String... flags) {
    List<String> given = Arrays.stream(flags).filter(this::isGiven).toList();
    if (holds && !given.isEmpty()) {
      screen.warn(
          "%s %s no effect: %s"
              .formatted(String.join(" and ", given), given.size() == 1 ? "has" : "have", why));
    }
    return this;
  }

  /** Whether a flag stands on the command line. */
  public boolean isGiven(String flag) {
    return command.findOption(flag) != null
        && command.commandLine().getParseResult().hasMatchedOption(flag);
  }
}
