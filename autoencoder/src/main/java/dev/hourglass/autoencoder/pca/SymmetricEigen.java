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
    // What products leave of symmetry is rounding, which EJML would take for a general matrix.
    DMatrixRMaj symmetric = new DMatrixRMaj(size, size);
    for (int r = 0; r < size; r++) {
      for (int c = 0; c < size; c++) {
        symmetric.set(r, c, 0.5 * (matrix.get(r, c) + matrix.get(c, r)));
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    if (!eigen.decompose(symmetric)) {
      throw new ArithmeticException(
          "the eigenvalues of a %d×%d matrix did not converge".formatted(size, size));
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
      values[k] = eigen.getEigenvalue(falling[k]).getReal();
      vectors[k] = eigen.getEigenVector(falling[k]).getData();
    }
    return new SymmetricEigen(values, vectors);
  }
}
