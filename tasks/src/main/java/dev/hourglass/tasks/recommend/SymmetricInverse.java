package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Turns a large symmetric positive definite matrix into its inverse, in place: Gauss and Jordan's
 * elimination in blocks, which needs no pivoting there (Higham 2002, section 14.4). Blocks on the
 * diagonal are inverted in double precision by Cholesky's decomposition; all else is the engine's
 * float32 products, 2 n³ operations on all processors.
 */
final class SymmetricInverse {
  private static final int BLOCK = 128;

  private SymmetricInverse() {}

  /**
   * Inverts a matrix.
   *
   * @param matrix {@code [n, n]} in float32; overwritten
   * @throws IllegalArgumentException if it is not positive definite
   */
  static void invert(Tensor matrix, Kernels kernels) {
    int n = matrix.rows();
    for (int from = 0; from < n; from += BLOCK) {
      eliminate(matrix, from, Math.min(BLOCK, n - from), kernels);
    }
  }

  private static void eliminate(Tensor a, int from, int size, Kernels kernels) {
    int n = a.rows();
    try (Arena arena = Arena.ofShared()) {
      Tensor pivot = square(a, from, size, arena);
      Tensor right = buffer(arena, size, n);
      kernels.prepare(ProductPlan.of(pivot, a.slice(from, size), right)).run();
      Tensor left = buffer(arena, n, size);
      kernels.copyColumns(a, from, left, 0, size);
      kernels.addScaled(-2, left, left);
      RowBlocks.run(
          n,
          Math.max(BLOCK, Math.ceilDiv(n, 8 * RowBlocks.workers())),
          (_, own) ->
              (row, count) -> {
                Tensor rows = left.slice(row, count);
                kernels
                    .prepare(ProductPlan.of(rows, right, a.slice(row, count)).accumulating(true))
                    .run();
                Tensor column = buffer(own, count, size);
                kernels.prepare(ProductPlan.of(rows, pivot, column)).run();
                kernels.copyColumns(column, 0, a.slice(row, count), from, size);
              });
      kernels.convert(right, a.slice(from, size));
      kernels.copyColumns(pivot, 0, a.slice(from, size), from, size);
    }
  }

  private static Tensor buffer(Arena arena, int rows, int columns) {
    return Tensor.allocate(arena, new Shape(rows, columns), Format.FLOAT32);
  }

  /** The inverse of a block on the diagonal. */
  private static Tensor square(Tensor a, int from, int size, Arena arena) {
    DMatrixRMaj block = new DMatrixRMaj(size, size);
    for (int r = 0; r < size; r++) {
      for (int c = 0; c < size; c++) {
        block.set(r, c, (a.get(from + r, from + c) + a.get(from + c, from + r)) / 2);
      }
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(size);
    if (!solver.setA(block)) {
      throw new IllegalArgumentException("the matrix is not positive definite");
    }
    DMatrixRMaj inverse = new DMatrixRMaj(size, size);
    solver.invert(inverse);
    Tensor out = buffer(arena, size, size);
    for (int i = 0; i < size * size; i++) {
      out.set(i, inverse.data[i]);
    }
    return out;
  }
}
