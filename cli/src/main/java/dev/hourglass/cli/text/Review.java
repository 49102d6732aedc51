package dev.hourglass.cli.text;

import dev.hourglass.cli.screen.Screen;
import dev.hourglass.tasks.text.Change;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;

/** Shows each change and asks whether it is made: y or n, a for all that follow, q for none. */
final class Review implements Predicate<Change> {
  private enum Answer {
    ASK,
    ALL,
    NONE
  }

  private final Screen screen;
  private final BufferedReader answers;
  private Answer standing = Answer.ASK;

  Review(Screen screen, InputStream answers) {
    this.screen = screen;
    this.answers = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
  }

  @Override
  public boolean test(Change change) {
    if (standing != Answer.ASK) {
      return standing == Answer.ALL;
    }
    while (true) {
      screen.say(
          String.format(
              Locale.ROOT,
              "%d:%d  %s → %s  (%.0f%%)  [y]es, [n]o, [a]ll, [q]uit?",
              change.line(),
              change.column(),
              change.from(),
              change.to(),
              100 * change.confidence()));
      switch (line()) {
        case "y", "yes", "" -> {
          return true;
        }
        case "n", "no" -> {
          return false;
        }
        case "a", "all" -> {
          standing = Answer.ALL;
          return true;
        }
        case "q", "quit" -> {
          standing = Answer.NONE;
          return false;
        }
        default -> screen.say("y takes the change, n leaves it, a takes all, q leaves the rest");
      }
    }
  }

  /** The end of the input leaves the rest. */
  private String line() {
    try {
      String line = answers.readLine();
      return line == null ? "q" : line.strip().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
