package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The linear item-item model with a zero diagonal (EASE, Steck 2019): an item's score is the sum of
 * its weights from the items that the user has.
 *
 * <p>With G = XᵀX and P = (G + λ I)⁻¹ the weights are B = −P / diag(P), column by column, and 0 on
 * the diagonal: the least squares that rebuild every item from the others.
 */
final class LinearScorer implements ItemScorer {
  /** Of more items the weights would take more than 400 MB: the most popular have some. */
  static final int MOST_ITEMS = 10_000;

  private static final int SLICE_ROWS = 32;

  private final int[] learned;
  private final int[] place;
  private final Tensor weights;
  private final Tensor noBias;
  private final Kernels kernels;

  /**
   * Of weights.
   *
   * @param learned the items that have weights, ascending
   * @param weights {@code [learned, learned]}
   * @param items of all
   */
  LinearScorer(int[] learned, Tensor weights, int items, Kernels kernels) {
    this.learned = learned;
    this.place = places(learned, items);
    this.weights = weights;
    this.noBias = Tensor.allocate(1, learned.length);
    this.kernels = kernels;
  }

  /** Where each of all items is among those learned, or −1. */
  static int[] places(int[] learned, int items) {
    int[] place = new int[items];
    Arrays.fill(place, -1);
    for (int i = 0; i < learned.length; i++) {
      place[learned[i]] = i;
    }
    return place;
  }

  /** The items that can be learned: all, or the most popular where they are too many; ascending. */
  static int[] learnable(int[] popularity) {
    return IntStream.range(0, popularity.length)
        .boxed()
        .sorted((a, b) -> Integer.compare(popularity[b], popularity[a]))
        .limit(MOST_ITEMS)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /**
   * Fits the model.
   *
   * @param gram of the items to learn, {@code [n, n]}; left as it is
   * @param ridge what is added to its diagonal
   */
  static LinearScorer fit(
      int[] learned, Tensor gram, Selection.Ridge ridge, int items, Kernels kernels) {
    int n = gram.rows();
    Tensor weights = Tensor.allocate(n, n);
    weights.copyFrom(gram);
    for (int i = 0; i < n; i++) {
      weights.set(i, i, weights.get(i, i) * (1 + ridge.share()) + ridge.lambda());
    }
    SymmetricInverse.invert(weights, kernels);
    float[] scale = new float[n];
    for (int i = 0; i < n; i++) {
      scale[i] = (float) (-1 / weights.get(i, i));
    }
    Tensor scales = Tensor.allocate(1, n);
    for (int i = 0; i < n; i++) {
      scales.set(i, scale[i]);
    }
    for (int i = 0; i < n; i++) {
      kernels.multiply(weights.slice(i, 1), scales, weights.slice(i, 1));
      weights.set(i, i, 0);
    }
    return new LinearScorer(learned, weights, items, kernels);
  }

  /** The items that have weights, ascending. */
  int[] learned() {
    return learned;
  }

  /** {@code [learned, learned]}: row i is what item i says for each. */
  Tensor weights() {
    return weights;
  }

  /** What having one item says for each of all; 0 for those without weights. */
  float[] weightsOf(int item) {
    float[] all = new float[place.length];
    if (place[item] >= 0) {
      float[] row = weights.row(place[item]);
      for (int i = 0; i < learned.length; i++) {
        all[learned[i]] = row[i];
      }
    }
    return all;
  }

  @Override
  public void score(Histories histories, Tensor into) {
    boolean all = learned.length == place.length;
    // Confined: these buffers go when the block is scored.
    try (Arena arena = Arena.ofConfined()) {
      int entries = SLICE_ROWS * Math.max(1, histories.items().mostEntriesInRow());
      SparseRows rows = SparseRows.allocate(arena, SLICE_ROWS, learned.length, entries);
      Tensor some = all ? into : RowBlocks.buffer(arena, SLICE_ROWS, learned.length);
      for (int from = 0; from < histories.size(); from += SLICE_ROWS) {
        int count = Math.min(SLICE_ROWS, histories.size() - from);
        fill(rows, histories, from, count);
        Tensor out = all ? into.slice(from, count) : some.topRows(count);
        kernels.sparseProduct(rows, weights, noBias, Activation.IDENTITY, out);
        if (!all) {
          spread(some, into, from, count);
        }
      }
    }
  }

  private void fill(SparseRows rows, Histories histories, int from, int count) {
    rows.clear();
    for (int r = 0; r < count; r++) {
      histories
          .items()
          .visit(
              from + r,
              (item, value) -> {
                if (place[item] >= 0) {
                  rows.add(place[item], value);
                }
              });
      rows.endRow();
    }
  }

  /** Items without weights score as one that nothing speaks for. */
  private void spread(Tensor some, Tensor into, int from, int count) {
    for (int r = 0; r < count; r++) {
      Tensor row = into.slice(from + r, 1);
      row.segment().fill((byte) 0);
      for (int i = 0; i < learned.length; i++) {
        row.set(learned[i], some.get(r, i));
      }
    }
  }
}
