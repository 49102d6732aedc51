package dev.hourglass.autoencoder.pca;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * All eigenvalues of a symmetric matrix and their vectors, by EJML (Householder to tridiagonal,
 * then implicit QR).
 *
 * @param values falling
 * @param vectors {@code [k]} the unit vector of the k-th value
 */
record SymmetricEigen(double[] values, double[][] vectors) {
  static SymmetricEigen of(DMatrixRMaj matrix) {
    int size = matrix.numRows;
    // What products leave of symmetry is rounding, which EJML would take for a general matrix; and
    // of a matrix that is all rounding, as samples that are all alike leave, it finds no end.
    int exponent = Math.clamp(exponent(matrix), -1000, 1000);
    DMatrixRMaj symmetric = new DMatrixRMaj(size, size);
    for (int r = 0; r < size; r++) {
      for (int c = 0; c < size; c++) {
        double mean = 0.5 * (matrix.get(r, c) + matrix.get(c, r));
        symmetric.set(r, c, Math.scalb(mean, -exponent));
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    double shift = 0;
    if (!eigen.decompose(symmetric.copy())) {
      // It deflates by neighbours on the diagonal: where those are rounding themselves it needs
      // some that are not, at the price of digits that no eigenvalue beside the largest has.
      shift = 1;
      for (int i = 0; i < size; i++) {
        symmetric.add(i, i, shift);
      }
      if (!eigen.decompose(symmetric)) {
        throw new ArithmeticException(
            "the eigenvalues of a %d×%d matrix did not converge".formatted(size, size));
      }
    }
    int[] falling =
        IntStream.range(0, size)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer k) -> eigen.getEigenvalue(k).getReal())
                    .reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[size];
    double[][] vectors = new double[size][];
    for (int k = 0; k < size; k++) {
      values[k] = Math.scalb(eigen.getEigenvalue(falling[k]).getReal() - shift, exponent);
      vectors[k] = eigen.getEigenVector(falling[k]).getData();
    }
    return new SymmetricEigen(values, vectors);
  }

  /** Of the largest entry, to the base of 2. */
  private static int exponent(DMatrixRMaj matrix) {
    double largest = 0;
    for (double entry : matrix.getData()) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return Math.getExponent(largest);
  }
}
