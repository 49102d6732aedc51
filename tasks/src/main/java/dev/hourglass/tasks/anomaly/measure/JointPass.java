package dev.hourglass.tasks.anomaly.measure;

import dev.hourglass.autoencoder.rows.RowProduct;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Joint distances by one product: (x − μ) W = x W − μ W. */
final class JointPass implements ScorerPass {
  private static final int TILE = 64;

  private final Kernels kernels;
  private final Tensor tile;
  private final Tensor whitened;
  private final Tensor origin;
  private final Tensor squares = Tensor.allocate(1, TILE);
  private final RowProduct product;

  JointPass(JointDistance scorer, Kernels kernels) {
    this.kernels = kernels;
    int width = scorer.means().length;
    Tensor whitening = Tensor.copyOf(scorer.whitening());
    int directions = whitening.columns();
    Tensor shift = Tensor.allocate(1, directions);
    for (int k = 0; k < directions; k++) {
      double sum = 0;
      for (int f = 0; f < width; f++) {
        sum -= (double) scorer.means()[f] * scorer.whitening()[f][k];
      }
      shift.set(k, sum);
    }
    this.tile = Tensor.allocate(TILE, width);
    this.whitened = Tensor.allocate(TILE, directions);
    this.origin = Tensor.allocate(TILE, directions);
    this.product =
        new RowProduct(
            kernels,
            tile,
            whitened,
            (x, out) -> ProductPlan.of(x, whitening, out).withTail(shift, Activation.IDENTITY));
  }

  @Override
  public void score(Tensor rows, int count, double[] scores) {
    long rowBytes = (long) rows.columns() * Float.BYTES;
    for (int from = 0; from < count; from += TILE) {
      int some = Math.min(TILE, count - from);
      MemorySegment.copy(rows.segment(), from * rowBytes, tile.segment(), 0, some * rowBytes);
      product.run(TILE);
      kernels.squaredError(
          Activation.IDENTITY,
          whitened.topRows(some),
          origin.topRows(some),
          squares.slice(0, Shape.vector(some)));
      for (int i = 0; i < some; i++) {
        scores[from + i] = Math.sqrt(squares.get(i));
      }
    }
  }
}
