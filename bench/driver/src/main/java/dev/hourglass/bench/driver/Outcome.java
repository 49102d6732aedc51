package dev.hourglass.bench.driver;

import dev.hourglass.bench.Answer;
import dev.hourglass.bench.Line;
import java.util.List;

/** What came of one contestant at one line. */
sealed interface Outcome {

  /** Returns the line. */
  Line line();

  /** Returns who it was. */
  Contestant contestant();

  /**
   * It worked.
   *
   * @param line the line
   * @param contestant who
   * @param title library and version, by its own word
   * @param source where its images came from
   * @param setting the setting that served it best
   * @param rounds the timed rounds
   * @param foreignCores cores that others kept busy meanwhile, round by round
   * @param finished its last word
   */
  record Measured(
      Line line,
      Contestant contestant,
      String title,
      String source,
      Contestant.Setting setting,
      List<Answer.Round> rounds,
      List<Double> foreignCores,
      Answer.Finished finished)
      implements Outcome {

    /** Returns the fastest round's samples per second: what the machine can do when left alone. */
    double best() {
      return rounds.stream().mapToDouble(Answer.Round::speed).max().orElseThrow();
    }

    /** Returns the middle round's samples per second. */
    double median() {
      double[] sorted = rounds.stream().mapToDouble(Answer.Round::speed).sorted().toArray();
      int half = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
  }

  /**
   * It could not be measured.
   *
   * @param line the line
   * @param contestant who
   * @param reason why
   */
  record Absent(Line line, Contestant contestant, String reason) implements Outcome {}
}
