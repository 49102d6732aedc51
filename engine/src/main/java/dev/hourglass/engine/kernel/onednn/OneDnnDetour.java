package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.kernel.vector.VectorActivations;
import dev.hourglass.engine.kernel.vector.VectorElementwise;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;

/** Products that oneDNN does not do, or does not do well, by way of those it does. */
final class OneDnnDetour {
  private OneDnnDetour() {}

  /**
   * A bfloat16 product done in float32, for processors that do not multiply bfloat16: oneDNN's own
   * way takes three times as long where there is AVX-512, and where there is not it has none.
   */
  static Product widened(OneDnn oneDnn, ProductPlan plan) {
    Tensor left = Tensor.allocate(plan.left().tensor().rows(), plan.left().tensor().columns());
    Tensor right = Tensor.allocate(plan.right().tensor().rows(), plan.right().tensor().columns());
    Tensor out = single(plan.out());
    Product product = OneDnnProduct.prepare(oneDnn, with(plan, left, right, plan.tail(), out));
    return () -> {
      VectorElementwise.convert(plan.left().tensor(), left);
      VectorElementwise.convert(plan.right().tensor(), right);
      if (plan.accumulate() && out != plan.out()) {
        VectorElementwise.convert(plan.out(), out);
      }
      product.run();
      if (out != plan.out()) {
        VectorElementwise.convert(out, plan.out());
      }
    };
  }

  /**
   * Softplus takes a pass of its own. oneDNN's is off by 4e-6 wherever it should be next to
   * nothing, and even negative there (−2e-6 at −20), where its logarithm or inverse may be wanted.
   */
  static Product softplus(OneDnn oneDnn, ProductPlan plan) {
    Tensor sums = single(plan.out());
    Product product =
        OneDnnProduct.prepare(
            oneDnn,
            with(plan, plan.left().tensor(), plan.right().tensor(), Activation.IDENTITY, sums));
    return () -> {
      product.run();
      VectorActivations.activate(plan.tail(), sums, plan.out());
    };
  }

  /** The tensor itself or, where it is not in float32, another of its shape that is. */
  static Tensor single(Tensor tensor) {
    return tensor.format() == Format.FLOAT32
        ? tensor
        : Tensor.allocate(tensor.rows(), tensor.columns());
  }

  private static ProductPlan with(
      ProductPlan plan, Tensor left, Tensor right, Activation tail, Tensor out) {
    return new ProductPlan(
        new ProductPlan.Operand(left, plan.left().transposed()),
        new ProductPlan.Operand(right, plan.right().transposed()),
        plan.bias(),
        tail,
        plan.accumulate(),
        out);
  }

  /** A product whose inner side is 0: what a worker without samples adds to a gradient. */
  static void emptySum(ProductPlan plan) {
    Tensor out = plan.out();
    if (plan.accumulate()) {
      return;
    }
    for (int r = 0; r < out.rows(); r++) {
      for (int c = 0; c < out.columns(); c++) {
        int column = c;
        out.set(r, c, plan.tail().apply(plan.bias().map(b -> b.get(column)).orElse(0.0)));
      }
    }
  }
}
