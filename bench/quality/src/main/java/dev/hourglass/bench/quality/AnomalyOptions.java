package dev.hourglass.bench.quality;

import dev.hourglass.data.prepare.Tails;
import dev.hourglass.tasks.anomaly.Regime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the command line of {@code bench/anomaly} asks for.
 *
 * @param folder of the sets
 * @param label the column that says which rows are anomalies
 * @param normal the label of those that are not
 * @param seeds how many
 * @param regimes to measure
 * @param tails what becomes of numbers with heavy tails
 * @param json whether one object is printed in place of the table
 */
record AnomalyOptions(
    Path folder,
    String label,
    Optional<String> normal,
    int seeds,
    List<Regime> regimes,
    Tails tails,
    boolean json) {
  private static final int SEEDS = 3;

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  static AnomalyOptions parse(String[] args) {
    List<String> folders = new ArrayList<>();
    Optional<String> label = Optional.empty();
    Optional<String> normal = Optional.empty();
    int seeds = SEEDS;
    List<Regime> regimes = List.of(Regime.values());
    Tails tails = Tails.KEEP;
    boolean json = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--json" -> json = true;
        case "--label-column" -> label = Optional.of(value(args, i++));
        case "--normal" -> normal = Optional.of(value(args, i++));
        case "--seeds" -> seeds = count(value(args, i++));
        case "--tails" -> tails = Tails.parse(value(args, i++));
        case "--regimes" ->
            regimes =
                Arrays.stream(value(args, i++).split(","))
                    .map(name -> Regime.valueOf(name.toUpperCase(Locale.ROOT)))
                    .toList();
        default -> {
          if (args[i].startsWith("-")) {
            throw new IllegalArgumentException(
                "expected one of [--label-column, --normal, --seeds, --regimes, --tails,"
                    + " --json] but was '"
                    + args[i]
                    + "'");
          }
          folders.add(args[i]);
        }
      }
    }
    if (folders.size() != 1 || label.isEmpty()) {
      throw new IllegalArgumentException("expected FOLDER --label-column COLUMN");
    }
    return new AnomalyOptions(
        Path.of(folders.getFirst()), label.get(), normal, seeds, regimes, tails, json);
  }

  private static String value(String[] args, int at) {
    if (at + 1 == args.length) {
      throw new IllegalArgumentException("expected a value after " + args[at]);
    }
    return args[at + 1];
  }

  private static int count(String text) {
    if (!text.matches("[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException(
          "--seeds is a number of at least 1, but was '" + text + "'");
    }
    return Integer.parseInt(text);
  }
}
