package dev.hourglass.tasks.recommend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.recommend.ItemScorer.Histories;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Supplier;

/** Scores and ranks items for many users, and compares with what was hidden from the ranking. */
final class Ranking {
  /** As many items are ranked. */
  static final int DEPTH = 100;

  private static final int TOP = 20;
  private static final int WIDER = 50;
  private static final int FEW = 10;

  private Ranking() {}

  /** What is done with a user's ranking. */
  interface Receiver {
    /** The best items of one user, sorted; called from several threads, users in any order. */
    void accept(int user, RankedItems best);
  }

  /** What is done with what one user's items score. */
  interface UserScores {
    /**
     * The scores of all items, which may be written to; called on one thread, users in any order.
     */
    void accept(int user, float[] scores);
  }

  /**
   * Scores all items for each user, a block of users a thread, on all processors.
   *
   * @param opening makes what each thread does
   */
  static void scores(ItemScorer scorer, Histories histories, Supplier<UserScores> opening) {
    int items = histories.items().features();
    int most = Math.min(ItemScorer.MOST_ROWS, histories.size());
    int[] all = RowOrder.all(histories.size());
    RowBlocks.run(
        histories.size(),
        ItemScorer.MOST_ROWS,
        (_, arena) -> {
          Tensor block = RowBlocks.buffer(arena, most, items);
          float[] own = new float[items];
          UserScores user = opening.get();
          return (from, count) -> {
            scorer.score(histories.subset(Arrays.copyOfRange(all, from, from + count)), block);
            for (int row = 0; row < count; row++) {
              MemorySegment.copy(block.slice(row, 1).segment(), JAVA_FLOAT, 0, own, 0, items);
              user.accept(from + row, own);
            }
          };
        });
  }

  /** Ranks the items that users do not have, on all processors. */
  static void of(ItemScorer scorer, Histories histories, int depth, Receiver receiver) {
    scores(
        scorer,
        histories,
        () -> {
          RankedItems best = new RankedItems(Math.min(depth, histories.items().features()));
          return (user, own) -> {
            histories.items().visit(user, (item, _) -> own[item] = Float.NEGATIVE_INFINITY);
            best.clear();
            best.offerAll(own);
            best.sort();
            receiver.accept(user, best);
          };
        });
  }

  /**
   * Measures a ranking.
   *
   * @param popularity how many users have each item, of those learned from
   * @param users how many were learned from
   */
  static RankingFigures measure(ItemScorer scorer, HeldOut held, int[] popularity, int users) {
    int n = held.users();
    int items = popularity.length;
    double[][] figures = new double[4][n];
    double[] novelty = new double[n];
    boolean[] reached = new boolean[items];
    of(
        scorer,
        held.shown(),
        DEPTH,
        (user, best) -> {
          int[] hidden = new int[held.hidden().entries(user)];
          int[] next = new int[1];
          held.hidden().visit(user, (item, _) -> hidden[next[0]++] = item);
          figures[0][user] = gain(best, hidden, FEW);
          figures[1][user] = gain(best, hidden, DEPTH);
          figures[2][user] = recall(best, hidden, TOP);
          figures[3][user] = recall(best, hidden, WIDER);
          int shown = Math.min(TOP, best.size());
          for (int rank = 0; rank < shown; rank++) {
            int item = best.item(rank);
            reached[item] = true;
            novelty[user] += surprise(popularity[item], users) / shown;
          }
        });
    int covered = 0;
    for (boolean each : reached) {
      covered += each ? 1 : 0;
    }
    return new RankingFigures(
        mean(figures[0]),
        mean(figures[1]),
        mean(figures[2]),
        mean(figures[3]),
        new RankingFigures.Reach((double) covered / items, mean(novelty)),
        new RankingFigures.Errors(
            standardError(figures[0]),
            standardError(figures[1]),
            standardError(figures[2]),
            standardError(figures[3])));
  }

  /** Nobody's item counts as half a user's. */
  private static double surprise(int count, int users) {
    return -Math.log(Math.max(count, 0.5) / users) / Math.log(2);
  }

  private static double gain(RankedItems best, int[] hidden, int depth) {
    double gain = 0;
    for (int rank = 0; rank < Math.min(depth, best.size()); rank++) {
      if (Arrays.binarySearch(hidden, best.item(rank)) >= 0) {
        gain += discount(rank);
      }
    }
    double ideal = 0;
    for (int rank = 0; rank < Math.min(depth, hidden.length); rank++) {
      ideal += discount(rank);
    }
    return gain / ideal;
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 2.0);
  }

  private static double recall(RankedItems best, int[] hidden, int depth) {
    int found = 0;
    for (int rank = 0; rank < Math.min(depth, best.size()); rank++) {
      found += Arrays.binarySearch(hidden, best.item(rank)) >= 0 ? 1 : 0;
    }
    return (double) found / Math.min(depth, hidden.length);
  }

  static double mean(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum / numbers.length;
  }

  /** Of the mean; 0 for one number. */
  static double standardError(double[] numbers) {
    double mean = mean(numbers);
    double squares = 0;
    for (double number : numbers) {
      squares += (number - mean) * (number - mean);
    }
    int n = numbers.length;
    return n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
  }
}
