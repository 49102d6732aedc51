package dev.hourglass.tasks.coder;

import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The largest eigenvalues of a covariance and their vectors, by subspace iteration with a
 * Rayleigh–Ritz step (Saad 2011, Numerical Methods for Large Eigenvalue Problems, algorithm 5.3).
 *
 * <p>A block somewhat wider than wanted is multiplied by the covariance, made orthonormal, and
 * turned to the eigenvectors of the small matrix it sees, until the captured variance stands still
 * to single precision. The covariance itself is only ever multiplied with, so images of any size
 * will do.
 *
 * @param vectors orthonormal rows {@code [count, features]}, by falling eigenvalue
 * @param values the eigenvalues, falling, never negative
 */
record LeadingEigenvectors(Tensor vectors, double[] values) {
  /** Iterations after which the last subspace is taken as it is. */
  private static final int MOST_ITERATIONS = 300;

  /** What images take; it decides when to solve the whole problem at once instead. */
  private static final int USUAL_ITERATIONS = 40;

  /** A relative gain in captured variance below this is rounding. */
  private static final double STANDSTILL = 1e-7;

  /** How often in a row the gain must be below {@link #STANDSTILL}. */
  private static final int STILL_ITERATIONS = 3;

  private static final long SEED = 0x9c0ffee;

  static LeadingEigenvectors of(Covariance covariance, int count) {
    int features = covariance.features();
    int width = width(features, count);
    Tensor basis = width == features ? Orthonormal.everything(features) : random(width, features);
    Ritz ritz = Ritz.of(basis, covariance.multiply(basis));
    double captured = ritz.captured(count);
    // A basis of everything has seen everything: its first Rayleigh–Ritz step is the answer.
    int still = width == features ? STILL_ITERATIONS : 0;
    for (int i = 0; i < MOST_ITERATIONS && still < STILL_ITERATIONS; i++) {
      // The image of the basis, already turned to the Ritz vectors: one power step for free.
      basis = ritz.images();
      Orthonormal.rows(basis);
      ritz = Ritz.of(basis, covariance.multiply(basis));
      double now = ritz.captured(count);
      still = Math.abs(now - captured) <= STANDSTILL * now ? still + 1 : 0;
      captured = now;
    }
    Tensor vectors = Tensor.allocate(count, features);
    vectors.copyFrom(ritz.vectors().topRows(count));
    double[] values = new double[count];
    for (int k = 0; k < count; k++) {
      values[k] = Math.max(0, ritz.values()[k]);
      fixSign(vectors, k);
    }
    return new LeadingEigenvectors(vectors, values);
  }

  /**
   * Wider than wanted, because convergence goes with the ratio of the first eigenvalue left out to
   * the last one wanted; all features where the small problems together would cost more.
   */
  private static int width(int features, int count) {
    int width = Math.min(features, count + Math.max(16, count / 2));
    boolean allIsCheaper =
        Math.pow(features, 3) < USUAL_ITERATIONS * Math.pow(width, 3)
            && features <= Covariance.LARGEST_MATRIX;
    return allIsCheaper ? features : width;
  }

  private static Tensor random(int width, int features) {
    Tensor basis = Tensor.allocate(width, features);
    KernelLadder.best().normal(Noise.key(SEED, NoisePurpose.EIGENVECTORS, 0, 0), 0, basis);
    Orthonormal.rows(basis);
    return basis;
  }

  /** What the covariance looks like from within a subspace. */
  private record Ritz(double[] values, Tensor vectors, Tensor images) {
    static Ritz of(Tensor basis, Tensor image) {
      int width = basis.rows();
      Tensor seen =
          product(ProductPlan.transposedRight(basis, image, Tensor.allocate(width, width)));
      DMatrixRMaj small = new DMatrixRMaj(width, width);
      for (int r = 0; r < width; r++) {
        for (int c = 0; c < width; c++) {
          small.set(r, c, 0.5 * (seen.get(r, c) + seen.get(c, r)));
        }
      }
      EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(width, true, true);
      if (!eigen.decompose(small)) {
        throw new ArithmeticException(
            "the eigenvalues of a %d×%d matrix did not converge".formatted(width, width));
      }
      List<Integer> falling =
          IntStream.range(0, width)
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer k) -> eigen.getEigenvalue(k).getReal())
                      .reversed())
              .toList();
      double[] values = new double[width];
      Tensor turn = Tensor.allocate(width, width);
      for (int k = 0; k < width; k++) {
        values[k] = eigen.getEigenvalue(falling.get(k)).getReal();
        DMatrixRMaj vector = eigen.getEigenVector(falling.get(k));
        for (int c = 0; c < width; c++) {
          turn.set(k, c, vector.get(c));
        }
      }
      Tensor vectors = Tensor.allocate(width, basis.columns());
      Tensor images = Tensor.allocate(width, basis.columns());
      return new Ritz(
          values,
          product(ProductPlan.of(turn, basis, vectors)),
          product(ProductPlan.of(turn, image, images)));
    }

    double captured(int count) {
      double sum = 0;
      for (int k = 0; k < count; k++) {
        sum += Math.max(0, values[k]);
      }
      return sum;
    }
  }

  private static Tensor product(ProductPlan plan) {
    KernelLadder.best().prepare(plan).run();
    return plan.out();
  }

  private static void fixSign(Tensor vectors, int k) {
    double largest = 0;
    for (int c = 0; c < vectors.columns(); c++) {
      double value = vectors.get(k, c);
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    if (largest < 0) {
      for (int c = 0; c < vectors.columns(); c++) {
        vectors.set(k, c, -vectors.get(k, c));
      }
    }
  }
}
