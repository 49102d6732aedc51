package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A matrix product to prepare: out = f(op(left) · op(right) + bias), or out += op(left) ·
 * op(right).
 *
 * <p>All implementations multiply float32 by float32 into float32, and bfloat16 by bfloat16 into
 * either; {@code out} must not overlap an operand.
 *
 * @param left {@code [m, k]}
 * @param right {@code [k, n]}
 * @param bias {@code [1, n]}, in float32 (float64 in a float64 product)
 * @param tail f, applied last; derivative-from-output activations only
 * @param accumulate adds to what {@code out} holds; then neither bias nor tail are allowed
 * @param out {@code [m, n]}
 */
public record ProductPlan(
    Operand left,
    Operand right,
    Optional<Tensor> bias,
    Activation tail,
    boolean accumulate,
    Tensor out) {

  /**
   * A matrix as a product takes it.
   *
   * @param tensor as it lies in memory
   * @param transposed whether its transpose is meant
   */
  public record Operand(Tensor tensor, boolean transposed) {
    /** Of what is multiplied. */
    public int rows() {
      return transposed ? tensor.columns() : tensor.rows();
    }

    /** Of what is multiplied. */
    public int columns() {
      return transposed ? tensor.rows() : tensor.columns();
    }

    @Override
    public String toString() {
      return tensor + (transposed ? " transposed" : "");
    }
  }

  public ProductPlan {
    if (left.columns() != right.rows()
        || out.rows() != left.rows()
        || out.columns() != right.columns()) {
      throw new IllegalArgumentException(
          "cannot multiply %s by %s into %s".formatted(left, right, out));
    }
    OperandSizes.requireTail(bias, tail, out.columns());
    if (accumulate && (bias.isPresent() || tail != Activation.IDENTITY)) {
      throw new IllegalArgumentException("an accumulating product has neither bias nor tail");
    }
    OperandSizes.requireApart(
        Stream.concat(Stream.of(left.tensor, right.tensor), bias.stream()), out);
  }

  /** out = left · right. */
  public static ProductPlan of(Tensor left, Tensor right, Tensor out) {
    return plain(new Operand(left, false), new Operand(right, false), out);
  }

  /** out = leftᵀ · right. */
  public static ProductPlan transposedLeft(Tensor left, Tensor right, Tensor out) {
    return plain(new Operand(left, true), new Operand(right, false), out);
  }

  /** out = left · rightᵀ. */
  public static ProductPlan transposedRight(Tensor left, Tensor right, Tensor out) {
    return plain(new Operand(left, false), new Operand(right, true), out);
  }

  private static ProductPlan plain(Operand left, Operand right, Tensor out) {
    return new ProductPlan(left, right, Optional.empty(), Activation.IDENTITY, false, out);
  }

  /** The same product with f and a bias behind it. */
  public ProductPlan withTail(Tensor bias, Activation tail) {
    return new ProductPlan(left, right, Optional.of(bias), tail, accumulate, out);
  }

  /** The same product, added to its output or overwriting it. */
  public ProductPlan accumulating(boolean accumulate) {
    return new ProductPlan(left, right, bias, tail, accumulate, out);
  }
}
