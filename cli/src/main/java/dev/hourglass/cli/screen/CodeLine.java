package dev.hourglass.cli.screen;

import dev.hourglass.tasks.evaluate.RandomCode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the units of a random code tell, in one line. */
public final class CodeLine {
  private static final int MOST_UNITS = 12;

  private CodeLine() {}

  /** {@code 9.41 nats; 3 of 4 units vary; a unit 3.9, 3.1, 2.4, 0.0}. */
  public static String of(RandomCode code) {
    String each =
        Arrays.stream(code.divergence())
            .boxed()
            .sorted(Comparator.reverseOrder())
            .limit(MOST_UNITS)
            .map(nats -> String.format(Locale.ROOT, "%.2f", nats))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%.2f nats; %d of %d units vary; a unit %s%s",
        code.totalDivergence(),
        code.activeUnits(),
        code.units(),
        each,
        code.units() > MOST_UNITS ? " …" : "");
  }
}
