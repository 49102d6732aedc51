package dev.hourglass.autoencoder.rows;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A product whose row operands are the first {@code n} rows of two fixed buffers, for any {@code
 * n}: prepared at the first run with that many rows (a full block, and the last one) and kept.
 */
public final class RowProduct {
  private final Kernels kernels;
  private final Tensor first;
  private final Tensor second;
  private final BiFunction<Tensor, Tensor, ProductPlan> plan;
  private final Map<Integer, Product> prepared = new HashMap<>();

  /**
   * @param first a buffer of rows
   * @param second another buffer of as many rows
   * @param plan the product, given the first {@code n} rows of either
   */
  public RowProduct(
      Kernels kernels, Tensor first, Tensor second, BiFunction<Tensor, Tensor, ProductPlan> plan) {
    this.kernels = kernels;
    this.first = first;
    this.second = second;
    this.plan = plan;
  }

  /** Multiplies the first {@code count} rows. */
  public void run(int count) {
    prepared
        .computeIfAbsent(
            count, n -> kernels.prepare(plan.apply(first.topRows(n), second.topRows(n))))
        .run();
  }
}
