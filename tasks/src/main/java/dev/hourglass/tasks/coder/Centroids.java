package dev.hourglass.tasks.coder;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.autoencoder.rows.RowProduct;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Tensor;
import java.util.function.IntFunction;

/**
 * Centroids made ready for distances by products: ‖x − c‖² = ‖x‖² + (‖c‖² − 2 x·c), the bracket
 * being one product with a bias.
 */
final class Centroids {
  /** What a worker does with a block of samples. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Looks at a block.
     *
     * @param block the samples, {@code [count, features]}
     * @param from the first one's row number
     * @param products {@code [count, centroids]}: the squared distances less ‖x‖²
     * @param squaredLengths ‖x‖² of each sample
     */
    void visit(Tensor block, int from, int count, Tensor products, double[] squaredLengths);
  }

  private final Kernels kernels;
  private final Tensor doubled;
  private final Tensor squares;

  Centroids(Tensor centroids, Kernels kernels) {
    this.kernels = kernels;
    int count = centroids.rows();
    this.doubled = Tensor.allocate(count, centroids.columns());
    kernels.addScaled(-2, centroids, doubled);
    this.squares = Tensor.allocate(1, count);
    for (int c = 0; c < count; c++) {
      squares.set(c, kernels.sumOfSquares(centroids.slice(c, 1), 0, centroids.columns()));
    }
  }

  void visit(Dataset samples, IntFunction<Visitor> opening) {
    int[] rows = RowOrder.all(samples.size());
    int features = samples.features();
    int blockRows = RowBlocks.blockRows(features + doubled.rows());
    RowBlocks.run(
        rows.length,
        blockRows,
        (worker, arena) -> {
          Visitor visitor = opening.apply(worker);
          Tensor block = RowBlocks.buffer(arena, blockRows, features);
          Tensor products = RowBlocks.buffer(arena, blockRows, doubled.rows());
          double[] lengths = new double[blockRows];
          RowProduct product =
              new RowProduct(
                  kernels,
                  block,
                  products,
                  (x, out) ->
                      ProductPlan.transposedRight(x, doubled, out)
                          .withTail(squares, Activation.IDENTITY));
          return (from, count) -> {
            samples.gather(rows, from, count, block.segment());
            product.run(count);
            for (int r = 0; r < count; r++) {
              lengths[r] = kernels.sumOfSquares(block, r * features, (r + 1) * features);
            }
            visitor.visit(block.topRows(count), from, count, products.topRows(count), lengths);
          };
        });
  }
}
