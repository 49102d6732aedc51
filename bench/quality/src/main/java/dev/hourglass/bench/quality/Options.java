package dev.hourglass.bench.quality;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param epochs the most epochs of any variant
 * @param seeds how many seeds
 * @param variants names, or empty for all
 * @param data the folder of MNIST
 * @param keep where the report is kept
 */
record Options(int epochs, int seeds, List<String> variants, Path data, Path keep) {

  private static final int SEEDS = 3;

  /** Two thirds of the default training, so that all of it takes some ten minutes. */
  private static final int EPOCHS = 20;

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  static Options parse(String[] args) {
    int epochs = EPOCHS;
    int seeds = SEEDS;
    List<String> variants = List.of();
    Path home = Path.of(System.getProperty("bench.home", "bench"));
    Path data = home.resolve("../../shared/data/mnist").normalize();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("expected a value after " + args[i]);
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--epochs" -> epochs = count(args[i], value);
        case "--seeds" -> seeds = count(args[i], value);
        case "--variants" -> variants = List.of(value.split(","));
        case "--data" -> data = Path.of(value);
        default ->
            throw new IllegalArgumentException(
                "expected one of [--epochs, --seeds, --variants, --data] but was '"
                    + args[i]
                    + "'");
      }
    }
    return new Options(epochs, seeds, variants, data, home.resolve("target/precision.md"));
  }

  private static int count(String flag, String value) {
    try {
      int count = Integer.parseInt(value);
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same refusal.
    }
    throw new IllegalArgumentException(
        flag + " is a number of at least 1, but was '" + value + "'");
  }

  /**
   * The variants asked for, trained as long as asked for.
   *
   * @throws IllegalArgumentException when there is none of a name
   */
  List<Candidate> choose(List<Candidate> all) {
    List<String> known = all.stream().map(c -> c.variant().name()).toList();
    List<Candidate> chosen = new ArrayList<>();
    for (String name : variants) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "expected variants of " + known + " but was '" + name + "'");
      }
    }
    for (Candidate candidate : all) {
      if (variants.isEmpty() || variants.contains(candidate.variant().name())) {
        chosen.add(candidate.withEpochs(Math.min(candidate.variant().training().epochs(), epochs)));
      }
    }
    return chosen;
  }
}
