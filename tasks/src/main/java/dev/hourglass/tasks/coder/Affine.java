package dev.hourglass.tasks.coder;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.SampleShape;
import dev.hourglass.engine.Activation;
import dev.hourglass.engine.KernelLadder;
import dev.hourglass.engine.Kernels;
import dev.hourglass.engine.ProductPlan;
import dev.hourglass.engine.Tensor;
import dev.hourglass.tasks.rows.RowBlocks;
import dev.hourglass.tasks.rows.RowProduct;
import dev.hourglass.tasks.rows.TensorSamples;

/**
 * x · weights + bias for any number of rows.
 *
 * @param weights {@code [in, out]}
 * @param bias {@code [1, out]}
 */
record Affine(Tensor weights, Tensor bias) {

  /** {@code [samples, out]}. */
  Tensor apply(Dataset samples) {
    Kernels kernels = KernelLadder.best();
    int[] rows = RowBlocks.all(samples.size());
    Tensor out = Tensor.allocate(rows.length, weights.columns());
    RowBlocks.run(
        rows.length,
        RowBlocks.DEFAULT_BLOCK,
        _ -> {
          Tensor in = Tensor.allocate(RowBlocks.DEFAULT_BLOCK, weights.rows());
          Tensor block = Tensor.allocate(RowBlocks.DEFAULT_BLOCK, weights.columns());
          RowProduct product =
              new RowProduct(
                  kernels,
                  in,
                  block,
                  (left, result) ->
                      ProductPlan.of(left, weights, result).withTail(bias, Activation.IDENTITY));
          return (from, count) -> {
            samples.gather(rows, from, count, in.segment());
            product.run(count);
            out.slice(from, count).copyFrom(block.topRows(count));
          };
        });
    return out;
  }

  /** {@code [rows, out]}. */
  Tensor apply(Tensor rows) {
    return apply(new TensorSamples(rows, SampleShape.vector(rows.columns())));
  }
}
