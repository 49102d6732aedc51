package dev.hourglass.tasks.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static SparseSamples users(int items, int[]... rows) {
    var builder = SparseSamples.builder(items);
    for (int[] row : rows) {
      builder.add(row, Interactions.ones(row.length));
    }
    return builder.build();
  }

  @Test
  void the_best_of_many_are_kept_in_order_and_equal_ones_by_number() {
    SplittableRandom random = new SplittableRandom(1);
    float[] scores = new float[500];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(60);
    }
    RankedItems best = new RankedItems(40);
    for (int i = 0; i < scores.length; i++) {
      best.offer(i, scores[i]);
    }
    best.sort();
    List<Integer> expected =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparing(i -> i))
            .limit(40)
            .toList();
    assertThat(IntStream.range(0, best.size()).mapToObj(best::item).toList()).isEqualTo(expected);
    best.clear();
    best.offerAll(scores);
    best.sort();
    assertThat(IntStream.range(0, best.size()).mapToObj(best::item).toList()).isEqualTo(expected);
    best.clear();
    best.offerAll(new float[] {Float.NEGATIVE_INFINITY, -2, Float.NaN, -1});
    best.sort();
    assertThat(IntStream.range(0, best.size()).mapToObj(best::item).toList()).containsExactly(3, 1);
  }

  /** The network says so many logarithms, the linear model so much. */
  @Test
  void a_hybrid_multiplies_what_its_halves_say() {
    float[] logits = {2, -40, 0.5f, 3, 1};
    float[] linear = {0.25f, 4, 0, 0.5f, -1};
    HybridScorer hybrid =
        new HybridScorer(
            new PopularityScorer(logits),
            new PopularityScorer(linear),
            0.4,
            Optional.empty(),
            0,
            KernelLadder.portable());
    Tensor scores = Tensor.allocate(1, 5);
    hybrid.score(ItemScorer.Histories.now(users(5, new int[] {0})), scores);
    double[] expected = {0.25 * Math.exp(-0.4), 4 * Math.exp(0.4 * -43), -3.5, 0.5, -3};
    for (int i = 0; i < expected.length; i++) {
      assertThat(scores.get(i)).isCloseTo(expected[i], within(1e-6 * Math.abs(expected[i])));
    }
  }

  /** Five items by popularity 4, 3, 2, 1, 0; the first user has the first and misses two. */
  @Test
  void figures_are_what_the_equations_say() {
    int[] popularity = {5, 4, 3, 2, 1};
    HeldOut held =
        new HeldOut(
            ItemScorer.Histories.now(users(5, new int[] {0}, new int[] {4})),
            users(5, new int[] {2, 4}, new int[] {0}));
    RankingFigures figures = Ranking.measure(PopularityScorer.of(popularity), held, popularity, 8);
    // The first user is told 1, 2, 3, 4: hits at ranks 2 and 4; the second 0, 1, 2, 3: at rank 1.
    double log2 = Math.log(2);
    double found = log2 / Math.log(3) + log2 / Math.log(5);
    double ideal = 1 + log2 / Math.log(3);
    assertThat(figures.ndcgAt100()).isCloseTo((found / ideal + 1) / 2, within(1e-12));
    assertThat(figures.recallAt20()).isEqualTo(1);
    assertThat(figures.reach().coverageAt20()).isEqualTo(1);
    double surprise = 0;
    for (int[] told : new int[][] {{1, 2, 3, 4}, {0, 1, 2, 3}}) {
      for (int item : told) {
        surprise -= Math.log(popularity[item] / 8.0) / log2 / 8;
      }
    }
    assertThat(figures.reach().noveltyAt20()).isCloseTo(surprise, within(1e-12));
    double other = found / ideal;
    assertThat(figures.errors().ndcgAt100()).isCloseTo(Math.abs(1 - other) / 2, within(1e-12));
  }
}
