package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * The logits that autoencoders with a multinomial likelihood give items, from a user's items of
 * unit length. Of several it is their mean: the logarithm of the geometric mean of their
 * probabilities, but for what is the same for all items of a user.
 *
 * @param networks one or more, features are items
 */
record NetworkScorer(List<Autoencoder> networks) implements ItemScorer {
  NetworkScorer {
    networks = networks.stream().map(each -> each.withThreads(1)).toList();
  }

  NetworkScorer(Autoencoder network) {
    this(List.of(network));
  }

  @Override
  public void score(Histories histories, Tensor into) {
    SparseSamples seen = ofLength(histories.items(), 1);
    networks.getFirst().outputs(seen, into);
    if (networks.size() == 1) {
      return;
    }
    Tensor sum = into.topRows(histories.size());
    Tensor next = Tensor.allocate(histories.size(), into.columns());
    Kernels kernels = networks.getFirst().kernels();
    for (Autoencoder network : networks.subList(1, networks.size())) {
      network.outputs(seen, next);
      kernels.addScaled(1, next, sum);
    }
    // x − (1 − 1/n) x: the mean, without another buffer.
    kernels.addScaled(1f / networks.size() - 1, sum, sum);
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
