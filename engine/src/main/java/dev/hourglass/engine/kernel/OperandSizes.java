package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;
import java.util.stream.Stream;

/** What every kernel asks of its operands before it touches them. */
public final class OperandSizes {
  private OperandSizes() {}

  /**
   * Refuses two tensors of different sizes.
   *
   * @throws IllegalArgumentException naming both
   */
  public static void requireSameSize(Tensor x, Tensor y) {
    if (x.size() != y.size()) {
      throw new IllegalArgumentException(
          "operands must have the same size, but were %s and %s".formatted(x, y));
    }
  }

  /**
   * Refuses a tensor of any other size.
   *
   * @throws IllegalArgumentException naming it and the size
   */
  public static void requireSize(Tensor x, long size) {
    if (x.size() != size) {
      throw new IllegalArgumentException(
          "an operand of %d numbers is wanted, but was %s".formatted(size, x));
    }
  }

  /**
   * Refuses a rank that no number of a row has, and results that are not one a row.
   *
   * @throws IllegalArgumentException naming rank and operand
   */
  public static void requireRank(int k, Tensor in, Tensor perRow) {
    requireSize(perRow, in.rows());
    if (k < 1 || k > in.columns()) {
      throw new IllegalArgumentException(
          "k must be 1 to %d, the columns of %s, but was %d".formatted(in.columns(), in, k));
    }
  }

  /**
   * Refuses columns to copy that are not there, and tensors of different heights.
   *
   * @throws IllegalArgumentException naming both
   */
  public static void requireColumns(
      Tensor from, int fromColumn, Tensor to, int toColumn, int count) {
    boolean there =
        count >= 0
            && fromColumn >= 0
            && toColumn >= 0
            && (long) fromColumn + count <= from.columns()
            && (long) toColumn + count <= to.columns();
    if (!there || from.rows() != to.rows()) {
      throw new IllegalArgumentException(
          "cannot copy %d columns of %s from %d to %s at %d"
              .formatted(count, from, fromColumn, to, toColumn));
    }
  }

  /**
   * Refuses a bias of another length than the columns or channels it is added to, and an activation
   * that cannot follow at once.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  static void requireTail(Optional<Tensor> bias, Activation tail, int length) {
    if (bias.isPresent() && bias.get().size() != length) {
      throw new IllegalArgumentException(
          "a bias of %d does not fit %d columns or channels".formatted(bias.get().size(), length));
    }
    requireFusible(tail);
  }

  private static void requireFusible(Activation f) {
    if (!f.derivativeFromOutput()) {
      throw new IllegalArgumentException(f.label() + " cannot be fused: it needs its input kept");
    }
  }

  /**
   * Refuses an output that shares memory with what is read.
   *
   * @throws IllegalArgumentException naming both
   */
  static void requireApart(Stream<Tensor> read, Tensor out) {
    read.filter(tensor -> tensor.segment().asOverlappingSlice(out.segment()).isPresent())
        .findFirst()
        .ifPresent(
            tensor -> {
              throw new IllegalArgumentException(
                  "a product reads %s while it writes %s, but they share memory; give it another"
                          .formatted(tensor, out)
                      + " output");
            });
  }

  /**
   * Refuses what does not fit together as out = f(x W + b).
   *
   * @throws IllegalArgumentException naming the operands, or f where it cannot be fused
   */
  public static void requireSparseProduct(
      SparseRows x, Tensor weight, Tensor bias, Activation f, Tensor out) {
    requireSparse(x, weight, out);
    requireSize(bias, out.columns());
    requireFusible(f);
  }

  /**
   * Refuses what does not fit together as ∂W = xᵀ ∂out.
   *
   * @throws IllegalArgumentException naming the operands, or a format that cannot hold sums
   */
  public static void requireSparseGradient(
      SparseRows x, Tensor outGradient, Tensor weightGradient) {
    requireSparse(x, weightGradient, outGradient);
    if (weightGradient.format() == Format.BFLOAT16) {
      throw new IllegalArgumentException(
          "a gradient that is added to entry by entry is not kept in bfloat16, but was "
              + weightGradient);
    }
  }

  private static void requireSparse(SparseRows x, Tensor weight, Tensor out) {
    if (x.rows() != out.rows()
        || x.columns() != weight.rows()
        || weight.columns() != out.columns()) {
      throw new IllegalArgumentException(
          "%s, weights of %s and an output of %s do not fit together".formatted(x, weight, out));
    }
  }
}
