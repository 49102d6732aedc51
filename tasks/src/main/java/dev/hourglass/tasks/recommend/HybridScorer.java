package dev.hourglass.tasks.recommend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * The product of the network's probability, to a power, and the linear model's score (VASP, Vančura
 * and Kordík 2021): an item is good that both find good.
 *
 * <p>What the linear model scores at 0 or less comes behind everything else, in the network's
 * order.
 *
 * @param power of the probability, above 0
 */
record HybridScorer(ItemScorer network, ItemScorer linear, double power) implements ItemScorer {
  @Override
  public void score(SparseSamples histories, Tensor into) {
    int items = into.columns();
    Tensor logits = Tensor.allocate(histories.size(), items);
    network.score(histories, logits);
    linear.score(histories, into);
    RowBlocks.run(
        histories.size(),
        1,
        (_, _) ->
            (row, _) ->
                multiply(logits.slice(row, 1).segment(), into.slice(row, 1).segment(), items));
  }

  private void multiply(MemorySegment logits, MemorySegment scores, int items) {
    float peak = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < items; i++) {
      peak = Math.max(peak, logits.getAtIndex(JAVA_FLOAT, i));
    }
    for (int i = 0; i < items; i++) {
      float linearScore = scores.getAtIndex(JAVA_FLOAT, i);
      float below = logits.getAtIndex(JAVA_FLOAT, i) - peak;
      scores.setAtIndex(
          JAVA_FLOAT,
          i,
          linearScore > 0 ? (float) (linearScore * Math.exp(power * below)) : below - 1);
    }
  }
}
