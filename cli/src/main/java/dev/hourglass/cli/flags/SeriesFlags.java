package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.cli.screen.Mistake;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a series is cut into windows. */
@FlagGroup("Time series")
public final class SeriesFlags {
  private static final String AUTO = "auto";

  @Option(
      names = "--time-column",
      paramLabel = "COLUMN",
      description =
          "The rows are a time series, and this column says when each was measured; every other"
              + " column of numbers is a value.")
  String timeColumn;

  @Option(
      names = "--window",
      paramLabel = "auto|N",
      description = "Points of a sliding window. Default: auto, about 64, in whole periods.")
  String window = AUTO;

  @Option(
      names = "--stride",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Points from one window to the next. Default: 1.")
  Integer stride;

  @Option(
      names = "--period",
      paramLabel = "auto|N",
      description =
          "Points after which the series repeats itself, 0 for never. Default: auto, told by"
              + " autocorrelation.")
  String period = AUTO;

  /** The column of times; empty where the rows are no series. */
  public Optional<String> timeColumn() {
    if (timeColumn == null && (stride != null || !isAuto(window) || !isAuto(period))) {
      throw new Mistake(
          "--window, --stride and --period are of time series; name the column of times with"
              + " --time-column COLUMN");
    }
    return Optional.ofNullable(timeColumn);
  }

  /** Points of a window, unless the series is to tell. */
  public Optional<Integer> window() {
    return number("--window", window, 2);
  }

  /** Points from one window to the next, where that is said. */
  public Optional<Integer> stride() {
    return Optional.ofNullable(stride);
  }

  /** Points of a period, unless the series is to tell. */
  public Optional<Integer> period() {
    return number("--period", period, 0);
  }

  private static boolean isAuto(String text) {
    return text.equalsIgnoreCase(AUTO);
  }

  private static Optional<Integer> number(String flag, String text, int least) {
    if (isAuto(text)) {
      return Optional.empty();
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least) {
        return Optional.of(number);
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new Mistake(
        "%s %s: is auto or a whole number of at least %d".formatted(flag, text, least));
  }
}
