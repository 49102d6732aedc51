package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * A matrix product to prepare: out = f(op(left) · op(right) + bias), or out += op(left) ·
 * op(right).
 *
 * <p>All implementations multiply float32 by float32 into float32, and bfloat16 by bfloat16 into
 * either; {@code out} must not overlap an operand.
 *
 * @param left {@code [m, k]}, or {@code [k, m]} when {@code transposeLeft}
 * @param right {@code [k, n]}, or {@code [n, k]} when {@code transposeRight}
 * @param bias {@code [1, n]}, in float32 (float64 in a float64 product)
 * @param tail f, applied last; derivative-from-output activations only
 * @param accumulate adds to what {@code out} holds; then neither bias nor tail are allowed
 * @param out {@code [m, n]}
 */
public record ProductPlan(
    Tensor left,
    boolean transposeLeft,
    Tensor right,
    boolean transposeRight,
    Optional<Tensor> bias,
    Activation tail,
    boolean accumulate,
    Tensor out) {
  public ProductPlan {
    int m = transposeLeft ? left.columns() : left.rows();
    int k = transposeLeft ? left.rows() : left.columns();
    int k2 = transposeRight ? right.columns() : right.rows();
    int n = transposeRight ? right.rows() : right.columns();
    if (k != k2 || out.rows() != m || out.columns() != n) {
      throw new IllegalArgumentException(
          "cannot multiply %s%s by %s%s into %s"
              .formatted(
                  left,
                  transposeLeft ? " transposed" : "",
                  right,
                  transposeRight ? " transposed" : "",
                  out));
    }
    bias.ifPresent(
        b -> {
          if (b.size() != n) {
            throw new IllegalArgumentException(
                "a bias of %d does not fit %s".formatted(b.size(), out));
          }
        });
    if (accumulate && (bias.isPresent() || tail != Activation.IDENTITY)) {
      throw new IllegalArgumentException("an accumulating product has neither bias nor tail");
    }
    if (!tail.derivativeFromOutput()) {
      throw new IllegalArgumentException(
          tail.label() + " cannot be fused: it needs its input kept");
    }
  }

  /** out = left · right. */
  public static ProductPlan of(Tensor left, Tensor right, Tensor out) {
    return new ProductPlan(
        left, false, right, false, Optional.empty(), Activation.IDENTITY, false, out);
  }

  /** out = leftᵀ · right. */
  public static ProductPlan transposedLeft(Tensor left, Tensor right, Tensor out) {
    return new ProductPlan(
        left, true, right, false, Optional.empty(), Activation.IDENTITY, false, out);
  }

  /** out = left · rightᵀ. */
  public static ProductPlan transposedRight(Tensor left, Tensor right, Tensor out) {
    return new ProductPlan(
        left, false, right, true, Optional.empty(), Activation.IDENTITY, false, out);
  }

  /** The same product with f and a bias behind it. */
  public ProductPlan withTail(Tensor bias, Activation tail) {
    return new ProductPlan(
        left, transposeLeft, right, transposeRight, Optional.of(bias), tail, accumulate, out);
  }

  /** The same product, added to its output or overwriting it. */
  public ProductPlan accumulating(boolean accumulate) {
    return new ProductPlan(left, transposeLeft, right, transposeRight, bias, tail, accumulate, out);
  }
}
