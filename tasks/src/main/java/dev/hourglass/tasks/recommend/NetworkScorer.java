package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.tensor.Tensor;

/**
 * The logits that an autoencoder with a multinomial likelihood gives items, from a user's items of
 * unit length.
 *
 * @param autoencoder features are items
 */
record NetworkScorer(Autoencoder autoencoder) implements ItemScorer {
  @Override
  public void score(SparseSamples histories, Tensor into) {
    autoencoder.outputs(ofLength(histories, 1), into);
  }

  /** Samples scaled to a length, so that how many items a user has is not what the network sees. */
  static SparseSamples ofLength(SparseSamples samples, double length) {
    SparseBuilder builder = SparseSamples.builder(samples.features()).source(samples.source());
    for (int row = 0; row < samples.size(); row++) {
      int[] items = new int[samples.entries(row)];
      float[] values = new float[items.length];
      Entries entries = new Entries(items, values);
      samples.visit(row, entries::take);
      double norm = Math.sqrt(entries.squares);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (values[i] * length / norm);
      }
      builder.add(items, values);
    }
    return builder.build();
  }

  private static final class Entries {
    private final int[] items;
    private final float[] values;
    private int count;
    private double squares;

    Entries(int[] items, float[] values) {
      this.items = items;
      this.values = values;
    }

    void take(int item, float value) {
      items[count] = item;
      values[count++] = value;
      squares += (double) value * value;
    }
  }
}
