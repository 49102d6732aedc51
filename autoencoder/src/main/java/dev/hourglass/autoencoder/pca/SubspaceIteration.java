package dev.hourglass.autoencoder.pca;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * The leading eigenvectors of a covariance that is only ever multiplied with, so that images of any
 * size will do: subspace iteration with a Rayleigh–Ritz step (Saad 2011, Numerical Methods for
 * Large Eigenvalue Problems, algorithm 5.3).
 *
 * <p>A block somewhat wider than wanted is multiplied by the covariance, made orthonormal, and
 * turned to the eigenvectors of the small matrix it sees, until the captured variance stands still
 * to single precision.
 */
final class SubspaceIteration {
  /** Iterations after which the last subspace is taken as it is. */
  private static final int MOST_ITERATIONS = 300;

  /** A relative gain in captured variance below this is rounding. */
  private static final double STANDSTILL = 1e-7;

  /** How often in a row the gain must be below {@link #STANDSTILL}. */
  private static final int STILL_ITERATIONS = 3;

  private static final long SEED = 0x9c0ffee;

  private final Covariance covariance;
  private final int count;
  private final Kernels kernels;

  SubspaceIteration(Covariance covariance, int count, Kernels kernels) {
    this.covariance = covariance;
    this.count = count;
    this.kernels = kernels;
  }

  LeadingEigenvectors run() {
    // Wider than wanted, because convergence goes with the ratio of the first eigenvalue left out
    // to the last one wanted.
    int width = Math.min(covariance.features(), count + Math.max(16, count / 2));
    Tensor basis = Tensor.allocate(width, covariance.features());
    kernels.normal(Noise.key(SEED, NoisePurpose.EIGENVECTORS, 0, 0), 0, basis);
    orthonormalize(basis);
    Ritz ritz = ritz(basis);
    double captured = ritz.captured(count);
    for (int i = 0, still = 0; i < MOST_ITERATIONS && still < STILL_ITERATIONS; i++) {
      // The image of the basis, already turned to the Ritz vectors: one power step for free.
      basis = ritz.images();
      orthonormalize(basis);
      ritz = ritz(basis);
      double now = ritz.captured(count);
      still = Math.abs(now - captured) <= STANDSTILL * now ? still + 1 : 0;
      captured = now;
    }
    Tensor vectors = Tensor.allocate(count, covariance.features());
    vectors.copyFrom(ritz.vectors().topRows(count));
    double[] values = new double[count];
    System.arraycopy(ritz.values(), 0, values, 0, count);
    return new LeadingEigenvectors(vectors, values);
  }

  /**
   * Makes rows orthonormal in place, keeping what each prefix of them spans. Householder's
   * reflections (EJML) do it whatever the rank.
   */
  static void orthonormalize(Tensor rows) {
    QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(rows.columns(), rows.rows());
    DMatrixRMaj columns = new DMatrixRMaj(rows.columns(), rows.rows());
    for (int r = 0; r < rows.rows(); r++) {
      float[] row = rows.row(r);
      for (int c = 0; c < row.length; c++) {
        columns.set(c, r, row[c]);
      }
    }
    qr.decompose(columns);
    DMatrixRMaj q = qr.getQ(null, true);
    for (int r = 0; r < rows.rows(); r++) {
      for (int c = 0; c < rows.columns(); c++) {
        rows.set(r, c, q.get(c, r));
      }
    }
  }

  /** What the covariance looks like from within a subspace. */
  private record Ritz(double[] values, Tensor vectors, Tensor images) {
    double captured(int count) {
      double sum = 0;
      for (int k = 0; k < count; k++) {
        sum += Math.max(0, values[k]);
      }
      return sum;
    }
  }

  private Ritz ritz(Tensor basis) {
    int width = basis.rows();
    Tensor image = covariance.multiply(basis);
    Tensor seen = Tensor.allocate(width, width);
    kernels.prepare(ProductPlan.transposedRight(basis, image, seen)).run();
    DMatrixRMaj small = new DMatrixRMaj(width, width);
    for (int i = 0; i < small.data.length; i++) {
      small.data[i] = seen.get(i);
    }
    SymmetricEigen eigen = SymmetricEigen.of(small);
    Tensor turn = Tensor.allocate(width, width);
    for (int k = 0; k < width; k++) {
      for (int c = 0; c < width; c++) {
        turn.set(k, c, eigen.vectors()[k][c]);
      }
    }
    Tensor vectors = Tensor.allocate(width, basis.columns());
    Tensor images = Tensor.allocate(width, basis.columns());
    kernels.prepare(ProductPlan.of(turn, basis, vectors)).run();
    kernels.prepare(ProductPlan.of(turn, image, images)).run();
    return new Ritz(eigen.values(), vectors, images);
  }
}
