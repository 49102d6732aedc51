package dev.hourglass.tasks.recommend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.data.rating.Seasons;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
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
 * @param kernels that do the powers
 */
record HybridScorer(
    ItemScorer network,
    ItemScorer linear,
    double power,
    Optional<Seasons> seasons,
    double seasonPower,
    Kernels kernels)
    implements ItemScorer {

  @Override
  public void score(Histories histories, Tensor into) {
    int items = into.columns();
    Factors factors = new Factors(items);
    // Confined: the logits go when the block is scored.
    try (Arena arena = Arena.ofConfined()) {
      Tensor logits = RowBlocks.buffer(arena, histories.size(), items);
      network.score(histories, logits);
      linear.score(histories, into);
      for (int row = 0; row < histories.size(); row++) {
        if (seasons.isPresent()) {
          seasons.get().logarithms(histories.times().get(row), factors.season);
        }
        multiply(logits.slice(row, 1), into.slice(row, 1), factors);
      }
    }
  }

  /** A number an item of each. */
  private static final class Factors {
    final float[] season;
    final float[] logit;
    final float[] odds;
    final float[] score;

    Factors(int items) {
      season = new float[items];
      logit = new float[items];
      odds = new float[items];
      score = new float[items];
    }
  }

  private void multiply(Tensor logits, Tensor scores, Factors of) {
    float[] logit = of.logit;
    float[] odds = of.odds;
    float[] score = of.score;
    int items = score.length;
    MemorySegment.copy(logits.segment(), JAVA_FLOAT, 0, logit, 0, items);
    MemorySegment.copy(scores.segment(), JAVA_FLOAT, 0, score, 0, items);
    float toPower = (float) power;
    float toSeasonPower = (float) seasonPower;
    float peak = Float.NEGATIVE_INFINITY;
    float top = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < items; i++) {
      odds[i] = toPower * logit[i] + toSeasonPower * of.season[i];
      peak = Math.max(peak, logit[i]);
      top = Math.max(top, odds[i]);
    }
    for (int i = 0; i < items; i++) {
      odds[i] -= top;
    }
    MemorySegment.copy(odds, 0, logits.segment(), JAVA_FLOAT, 0, items);
    // The odds σ / (1 − σ) of a sigmoid are e^x: kernels know no other that is as fast.
    kernels.activate(Activation.SIGMOID, logits, logits);
    MemorySegment.copy(logits.segment(), JAVA_FLOAT, 0, odds, 0, items);
    float common = (float) Math.exp(top - toPower * peak);
    // Without a branch, which would be guessed wrong for every second item.
    for (int i = 0; i < items; i++) {
      float positive = Math.max(score[i], 0);
      float behind = (1 - Math.signum(positive)) * (logit[i] - peak - 1);
      score[i] = positive * common * (odds[i] / (1 - odds[i])) + behind;
    }
    MemorySegment.copy(score, 0, scores.segment(), JAVA_FLOAT, 0, items);
  }
}
