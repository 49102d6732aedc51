package dev.hourglass.tasks.rows;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.autoencoder.rows.RowProduct;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Tensor;

/**
 * x · weights + bias for any number of rows.
 *
 * @param weights {@code [in, out]}
 * @param bias {@code [1, out]}
 * @param kernels that compute it
 */
public record Affine(Tensor weights, Tensor bias, Kernels kernels) {

  /** {@code [samples, out]}. */
  public Tensor apply(Dataset samples) {
    int[] rows = RowOrder.all(samples.size());
    Tensor out = Tensor.allocate(rows.length, weights.columns());
    int block = RowBlocks.blockRows(weights.rows() + weights.columns());
    RowBlocks.run(
        rows.length,
        block,
        (_, arena) -> {
          Tensor in = RowBlocks.buffer(arena, block, weights.rows());
          Tensor results = RowBlocks.buffer(arena, block, weights.columns());
          RowProduct product =
              new RowProduct(
                  kernels,
                  in,
                  results,
                  (left, result) ->
                      ProductPlan.of(left, weights, result).withTail(bias, Activation.IDENTITY));
          return (from, count) -> {
            samples.gather(rows, from, count, in.segment());
            product.run(count);
            out.slice(from, count).copyFrom(results.topRows(count));
          };
        });
    return out;
  }

  /** {@code [rows, out]}. */
  public Tensor apply(Tensor rows) {
    return apply(TensorSamples.of(rows));
  }
}
