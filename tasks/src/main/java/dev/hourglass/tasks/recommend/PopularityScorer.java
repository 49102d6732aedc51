package dev.hourglass.tasks.recommend;

import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * The same for everybody: how many users have the item.
 *
 * @param counts by item
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PopularityScorer(float[] counts) implements ItemScorer {
  @Override
  public void score(Histories histories, Tensor into) {
    MemorySegment row = MemorySegment.ofArray(counts);
    for (int r = 0; r < histories.size(); r++) {
      into.slice(r, 1).segment().copyFrom(row);
    }
  }

  static PopularityScorer of(int[] counts) {
    float[] numbers = new float[counts.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = counts[i];
    }
    return new PopularityScorer(numbers);
  }
}
