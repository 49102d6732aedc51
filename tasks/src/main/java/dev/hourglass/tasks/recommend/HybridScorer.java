package dev.hourglass.tasks.recommend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.data.rating.Seasons;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The product of the network's probability, to a power, and the linear model's score (VASP, Vančura
 * and Kordík 2021): an item is good that both find good. Where it is known when items were liked, a
 * third factor is how much more an item is liked at the time than over all, to a power.
 *
 * <p>What the linear model scores at 0 or less comes behind everything else, in the network's
 * order.
 *
 * @param power of the probability, above 0
 * @param seasons when items are liked, where that counts
 * @param seasonPower of what is liked at the time, 0 or more
 */
record HybridScorer(
    ItemScorer network,
    ItemScorer linear,
    double power,
    Optional<Seasons> seasons,
    double seasonPower)
    implements ItemScorer {

  @Override
  public void score(Histories histories, Tensor into) {
    int items = into.columns();
    Tensor logits = Tensor.allocate(histories.size(), items);
    network.score(histories, logits);
    linear.score(histories, into);
    RowBlocks.run(
        histories.size(),
        1,
        (_, _) -> {
          float[] season = new float[items];
          return (row, _) -> {
            seasons.ifPresent(each -> each.logarithms(histories.times().get(row), season));
            multiply(logits.slice(row, 1).segment(), season, into.slice(row, 1).segment());
          };
        });
  }

  private void multiply(MemorySegment logits, float[] season, MemorySegment scores) {
    float peak = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < season.length; i++) {
      peak = Math.max(peak, logits.getAtIndex(JAVA_FLOAT, i));
    }
    for (int i = 0; i < season.length; i++) {
      float linearScore = scores.getAtIndex(JAVA_FLOAT, i);
      float below = logits.getAtIndex(JAVA_FLOAT, i) - peak;
      scores.setAtIndex(
          JAVA_FLOAT,
          i,
          linearScore > 0
              ? (float) (linearScore * Math.exp(power * below + seasonPower * season[i]))
              : below - 1);
    }
  }
}
