package dev.hourglass.tasks.anomaly.measure;

import java.util.stream.IntStream;

/**
 * One part of a detector's score.
 *
 * @param name for people and files
 * @param view what it looks at
 * @param scorer what tells how odd that is
 * @param surprise what brings that to a scale which all parts share
 * @param weight in the mean of all parts, above 0
 */
public record Measure(String name, View view, Scorer scorer, Surprise surprise, double weight) {
  /** Rows at a time: what they are compared with is read once for all of them. */
  private static final int BLOCK = 64;

  /** Fits the scale on rows that the scorer was fitted on. */
  public static Measure of(String name, View view, Scorer scorer, double weight, float[][] rows) {
    return new Measure(name, view, scorer, Surprise.of(raw(scorer, rows, true)), weight);
  }

  /** The surprise of each row, as this measure's view has them. */
  public double[] surprises(float[][] rows, boolean isFitted) {
    double[] scores = raw(scorer, rows, isFitted);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = surprise.at(scores[i]);
    }
    return scores;
  }

  private static double[] raw(Scorer scorer, float[][] rows, boolean isFitted) {
    double[] scores = new double[rows.length];
    if (rows.length <= BLOCK) {
      scorer.score(rows, 0, rows.length, isFitted, scores);
      return scores;
    }
    IntStream.range(0, Math.ceilDiv(rows.length, BLOCK))
        .parallel()
        .forEach(
            block ->
                scorer.score(
                    rows,
                    block * BLOCK,
                    Math.min(rows.length, (block + 1) * BLOCK),
                    isFitted,
                    scores));
    return scores;
  }
}
