package dev.hourglass.bench.driver;

import dev.hourglass.bench.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The outcomes as a Markdown table that a README can quote. */
final class Table {

  private static final List<String> HEAD =
      List.of(
          "line",
          "who",
          "best",
          "median",
          "× DJL",
          "× DL4J",
          "× float32",
          "of its limit",
          "with Adam",
          "threads",
          "peak MiB",
          "mse after");

  private static final List<String> PHASES =
      List.of("gather", "forward", "loss", "backward", "optimizer", "waiting");

  /** More foreign work than this, in cores, is worth a warning. */
  private static final double DISTURBED = 0.2;

  private final List<Outcome> outcomes;

  Table(List<Outcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
  }

  /** Returns the table, what its columns mean, who was absent and how quiet the machine was. */
  String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Measured measured) {
        rows.add(row(measured));
      }
    }
    StringBuilder text = new StringBuilder(aligned(rows)).append('\n');
    appendPhases(text);
    text.append(
        "best, median: samples/s over the rounds (latency: the median call of a round).\n"
            + "  Ratios compare the best; × float32 is Hourglass against itself.\n"
            + "A training is timed from the start of a step to the end of a later one, shuffling"
            + " and picking of\n"
            + "  rows included; nobody's set-up, first step or warm-up is timed.\n"
            + "of its limit: against the matrix products alone, same shapes, precision, run and"
            + " library.\n"
            + "with Adam: the same against those and one step of Adam over the weights.\n"
            + "mse after: per feature over 1,000 images, and how many samples the process had"
            + " trained on;\n"
            + "  rounds are equal in time, so it shows that there was learning, not who learns"
            + " better.\n");
    sources().forEach(source -> text.append("Images: ").append(source).append(".\n"));
    titles().forEach(title -> text.append("With ").append(title).append(".\n"));
    text.append(machine());
    absent().forEach(absence -> text.append("Not measured: ").append(absence).append('\n'));
    return text.toString();
  }

  private List<String> row(Outcome.Measured measured) {
    return List.of(
        measured.line().name(),
        measured.contestant().name(),
        speed(measured, measured.best()),
        speed(measured, measured.median()),
        ratio(measured, Contestant.DJL),
        ratio(measured, Contestant.DL4J),
        measured.contestant().role() == Contestant.Role.HOURGLASS
                && !measured.contestant().name().equals(Contestant.FLOAT32)
            ? ratio(measured, Contestant.FLOAT32)
            : "",
        share(measured, Contestant.LIMIT),
        share(measured, Contestant.LIMIT_WITH_STEP),
        measured.setting().toString(),
        String.format(Locale.ROOT, "%.0f", measured.finished().peakMib()),
        learning(measured));
  }

  private static String speed(Outcome.Measured measured, double samplesPerSecond) {
    return switch (measured.line()) {
      case Line.Training _, Line.Encoding _ ->
          String.format(Locale.ROOT, "%,.0f", samplesPerSecond);
      case Line.OneSample _ -> String.format(Locale.ROOT, "%.1f µs", 1e6 / samplesPerSecond);
    };
  }

  private String ratio(Outcome.Measured measured, String peer) {
    return find(measured.line(), peer)
        .map(other -> String.format(Locale.ROOT, "%.2f", measured.best() / other.best()))
        .orElse("");
  }

  /** Peers compute in float32, so that is the limit they are held against. */
  private String share(Outcome.Measured measured, String limit) {
    return switch (measured.contestant().role()) {
      case PEER -> share(measured.best(), find(measured.line(), limit + "float32"));
      case HOURGLASS ->
          share(
              measured.best(),
              find(measured.line(), measured.contestant().name().replace("hourglass-", limit)));
      case LIMIT -> "";
    };
  }

  private static String share(double speed, Optional<Outcome.Measured> limit) {
    return limit
        .map(other -> String.format(Locale.ROOT, "%.0f%%", 100 * speed / other.best()))
        .orElse("");
  }

  private static String learning(Outcome.Measured measured) {
    double error = measured.finished().error();
    return Double.isNaN(error)
        ? ""
        : String.format(Locale.ROOT, "%.4f, %,d", error, measured.finished().samples());
  }

  /** Where a step's time goes, for those who know it of themselves. */
  private void appendPhases(StringBuilder text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("line", "who", "a step, µs"));
    PHASES.forEach(phase -> head.add(phase + " %"));
    rows.add(head);
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Measured measured && !measured.finished().phases().isEmpty()) {
        Map<String, Double> phases = measured.finished().phases();
        double sum = phases.values().stream().mapToDouble(Double::doubleValue).sum();
        List<String> row = new ArrayList<>();
        row.add(measured.line().name());
        row.add(measured.contestant().name());
        row.add(String.format(Locale.ROOT, "%,.0f", sum));
        for (String phase : PHASES) {
          row.add(String.format(Locale.ROOT, "%.0f", 100 * phases.getOrDefault(phase, 0.0) / sum));
        }
        rows.add(row);
      }
    }
    if (rows.size() > 1) {
      text.append("Where the first worker's time goes in the last round:\n\n");
      text.append(aligned(rows)).append('\n');
    }
  }

  private Optional<Outcome.Measured> find(Line line, String name) {
    return outcomes.stream()
        .filter(Outcome.Measured.class::isInstance)
        .map(Outcome.Measured.class::cast)
        .filter(other -> other.line().equals(line) && other.contestant().name().equals(name))
        .findFirst();
  }

  private Set<String> sources() {
    Set<String> sources = new LinkedHashSet<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Measured measured) {
        sources.add(measured.source());
      }
    }
    return sources;
  }

  private Set<String> titles() {
    Set<String> titles = new LinkedHashSet<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Measured measured) {
        titles.add(measured.title());
      }
    }
    return titles;
  }

  private Set<String> absent() {
    Set<String> absent = new LinkedHashSet<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Absent missing) {
        absent.add(
            missing.contestant().name() + " at " + missing.line().name() + ": " + missing.reason());
      }
    }
    return absent;
  }

  private String machine() {
    double[] foreign =
        outcomes.stream()
            .filter(Outcome.Measured.class::isInstance)
            .map(Outcome.Measured.class::cast)
            .flatMap(measured -> measured.foreignCores().stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    double mean = Arrays.stream(foreign).average().orElse(0);
    double most = Arrays.stream(foreign).max().orElse(0);
    int cores = Runtime.getRuntime().availableProcessors();
    return String.format(
        Locale.ROOT,
        "Machine: %s, %d cores; other programs kept %.2f cores busy on average during the rounds"
            + " (at most %.2f).%s%n",
        Machine.processor(),
        cores,
        mean,
        most,
        mean > DISTURBED ? " DISTURBED: figures are lower than a quiet machine's." : "");
  }

  private static String aligned(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < widths.length; i++) {
        String cell = rows.get(r).get(i);
        String space = " ".repeat(widths[i] - cell.length());
        // Names stand left, figures right.
        boolean left = i < 2;
        text.append("| ").append(left ? cell + space : space + cell).append(' ');
      }
      text.append("|\n");
      if (r == 0) {
        for (int i = 0; i < widths.length; i++) {
          boolean left = i < 2;
          text.append('|').append(left ? ' ' : '-').append("-".repeat(widths[i]));
          text.append(left ? " " : ":");
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }
}
