package dev.hourglass.bench.driver;

import dev.hourglass.bench.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The program behind {@code bench/run}. */
public final class Bench {

  private static final String QUICK = "--quick";

  private Bench() {}

  /**
   * Runs the lines and contestants named, or all, and prints the table.
   *
   * @param args {@code --quick} and names of lines or contestants
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) throws IOException, InterruptedException {
    Path bench = Path.of(System.getProperty("bench.home", "bench")).toAbsolutePath().normalize();
    Path data =
        Path.of(
                System.getProperty(
                    "bench.data", bench.resolve("../../shared/data/mnist").toString()))
            .toAbsolutePath()
            .normalize();
    List<Contestant> all =
        Contestant.all(Runtime.getRuntime().availableProcessors(), Machine.has("avx512f"));

    Set<Line> lines = new LinkedHashSet<>();
    Set<Contestant> contestants = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String name : args) {
      if (name.equals(QUICK)) {
        continue;
      }
      List<Line> namedLines = Line.ALL.stream().filter(line -> line.name().equals(name)).toList();
      List<Contestant> named = all.stream().filter(one -> matches(one, name)).toList();
      lines.addAll(namedLines);
      contestants.addAll(named);
      if (namedLines.isEmpty() && named.isEmpty()) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      System.err.printf(
          "bench: expected %s, lines %s or contestants %s, but was %s%n",
          QUICK,
          Line.ALL.stream().map(Line::name).toList(),
          all.stream().map(Contestant::name).toList(),
          unknown);
      return 2;
    }
    if (lines.isEmpty()) {
      lines.addAll(Line.ALL);
    }
    if (contestants.isEmpty()) {
      contestants.addAll(all);
    }

    Contest.Pace pace = args.contains(QUICK) ? Contest.Pace.QUICK : Contest.Pace.FULL;
    List<Outcome> outcomes = new ArrayList<>();
    for (Line line : lines) {
      System.err.println("bench: " + line.title());
      outcomes.addAll(
          new Contest(line, pace, bench, data)
              .run(contestants.stream().filter(one -> one.takesPart(line)).toList()));
    }
    String table = new Table(outcomes).text();
    System.out.print(table);
    Path kept = bench.resolve("target/table.md");
    Files.writeString(Files.createDirectories(kept.getParent()).resolve("table.md"), table);
    System.err.println("bench: kept in " + kept + ", the contestants' own output in target/logs");
    return outcomes.stream().anyMatch(Outcome.Measured.class::isInstance) ? 0 : 1;
  }

  /** A contestant answers to its own name and to its family's, such as {@code hourglass}. */
  private static boolean matches(Contestant contestant, String name) {
    return contestant.name().equals(name) || contestant.name().startsWith(name + "-");
  }
}
