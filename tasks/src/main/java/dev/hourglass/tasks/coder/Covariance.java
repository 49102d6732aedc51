package dev.hourglass.tasks.coder;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.rows.RowBlocks;
import dev.hourglass.tasks.rows.RowProduct;
import java.lang.foreign.MemorySegment;

/**
 * The covariance of a dataset's features, known by its mean, its trace and its product with
 * vectors; never more than a block of samples is in memory.
 *
 * <p>Up to {@link #LARGEST_MATRIX} features the matrix itself is formed, once; beyond it each
 * product passes over the samples again, as (Xᵀ (X v)) / n with X the centred samples.
 */
abstract sealed class Covariance {
  /** Above this the matrix costs more than the passes over the samples that it saves. */
  static final int LARGEST_MATRIX = 2048;

  private final Tensor mean;
  private final double totalVariance;

  private Covariance(Tensor mean, double totalVariance) {
    this.mean = mean;
    this.totalVariance = totalVariance;
  }

  /** The population covariance (divided by n, so that the figures are mean squared errors). */
  static Covariance of(Dataset samples) {
    Centre centre = Centre.of(samples);
    return samples.features() <= LARGEST_MATRIX
        ? new Matrix(samples, centre)
        : new Passes(samples, centre);
  }

  /** {@code [1, features]}. */
  final Tensor mean() {
    return mean;
  }

  /** The trace: the squared error of the mean as a reconstruction, summed over features. */
  final double totalVariance() {
    return totalVariance;
  }

  final int features() {
    return mean.columns();
  }

  /** {@code vectors · C}, for rows {@code [count, features]}; C is symmetric. */
  abstract Tensor multiply(Tensor vectors);

  /** Mean of every feature and the sum of their variances, both summed in double precision. */
  private record Centre(Tensor mean, Tensor negated, double totalVariance) {
    static Centre of(Dataset samples) {
      int features = samples.features();
      int[] rows = RowBlocks.all(samples.size());
      double[][] sums = new double[RowBlocks.workers()][features];
      double[][] squares = new double[RowBlocks.workers()][features];
      int blockRows = RowBlocks.blockRows(features);
      RowBlocks.run(
          rows.length,
          blockRows,
          (worker, _) -> {
            float[] block = new float[blockRows * features];
            double[] sum = sums[worker];
            double[] square = squares[worker];
            return (from, count) -> {
              samples.gather(rows, from, count, MemorySegment.ofArray(block));
              for (int r = 0, at = 0; r < count; r++, at += features) {
                for (int f = 0; f < features; f++) {
                  double value = block[at + f];
                  sum[f] += value;
                  square[f] += value * value;
                }
              }
            };
          });
      Tensor mean = Tensor.allocate(1, features);
      Tensor negated = Tensor.allocate(1, features);
      double total = 0;
      for (int f = 0; f < features; f++) {
        double sum = 0;
        double square = 0;
        for (int w = 0; w < sums.length; w++) {
          sum += sums[w][f];
          square += squares[w][f];
        }
        double average = sum / rows.length;
        mean.set(f, average);
        negated.set(f, -average);
        total += Math.max(0, square / rows.length - average * average);
      }
      return new Centre(mean, negated, total);
    }
  }

  private static final class Matrix extends Covariance {
    private final Tensor matrix;

    Matrix(Dataset samples, Centre centre) {
      super(centre.mean(), centre.totalVariance());
      this.matrix = form(samples, centre);
    }

    private static Tensor form(Dataset samples, Centre centre) {
      Kernels kernels = KernelLadder.best();
      int features = samples.features();
      int[] rows = RowBlocks.all(samples.size());
      double[][] sums = new double[RowBlocks.workers()][];
      int blockRows = RowBlocks.blockRows(features);
      RowBlocks.run(
          rows.length,
          blockRows,
          (worker, arena) -> {
            double[] sum = new double[features * features];
            sums[worker] = sum;
            float[] part = new float[features * features];
            Tensor block = RowBlocks.buffer(arena, blockRows, features);
            Tensor outer = RowBlocks.buffer(arena, features, features);
            RowProduct product =
                new RowProduct(
                    kernels, block, block, (x, _) -> ProductPlan.transposedLeft(x, x, outer));
            return (from, count) -> {
              samples.gather(rows, from, count, block.segment());
              kernels.addRow(centre.negated(), block.topRows(count), block.topRows(count));
              product.run(count);
              MemorySegment.copy(outer.segment(), JAVA_FLOAT, 0, part, 0, part.length);
              for (int i = 0; i < part.length; i++) {
                sum[i] += part[i];
              }
            };
          });
      Tensor matrix = Tensor.allocate(features, features);
      for (int i = 0; i < features * features; i++) {
        double total = 0;
        for (double[] sum : sums) {
          total += sum == null ? 0 : sum[i];
        }
        matrix.set(i, total / rows.length);
      }
      return matrix;
    }

    @Override
    Tensor multiply(Tensor vectors) {
      Tensor out = Tensor.allocate(vectors.rows(), features());
      KernelLadder.best().prepare(ProductPlan.of(vectors, matrix, out)).run();
      return out;
    }
  }

  private static final class Passes extends Covariance {
    private final Dataset samples;
    private final Tensor negatedMean;

    Passes(Dataset samples, Centre centre) {
      super(centre.mean(), centre.totalVariance());
      this.samples = samples;
      this.negatedMean = centre.negated();
    }

    @Override
    Tensor multiply(Tensor vectors) {
      Kernels kernels = KernelLadder.best();
      int count = vectors.rows();
      int[] rows = RowBlocks.all(samples.size());
      Tensor[] sums = new Tensor[RowBlocks.workers()];
      int blockRows = RowBlocks.blockRows(features());
      RowBlocks.run(
          rows.length,
          blockRows,
          (worker, arena) -> {
            Tensor block = RowBlocks.buffer(arena, blockRows, features());
            Tensor projected = RowBlocks.buffer(arena, blockRows, count);
            Tensor sum = Tensor.allocate(count, features());
            sums[worker] = sum;
            RowProduct project =
                new RowProduct(
                    kernels,
                    block,
                    projected,
                    (x, y) -> ProductPlan.transposedRight(x, vectors, y));
            RowProduct collect =
                new RowProduct(
                    kernels,
                    projected,
                    block,
                    (y, x) -> ProductPlan.transposedLeft(y, x, sum).accumulating(true));
            return (from, size) -> {
              samples.gather(rows, from, size, block.segment());
              kernels.addRow(negatedMean, block.topRows(size), block.topRows(size));
              project.run(size);
              collect.run(size);
            };
          });
      Tensor out = Tensor.allocate(count, features());
      for (Tensor sum : sums) {
        if (sum != null) {
          kernels.addScaled(1.0 / rows.length, sum, out);
        }
      }
      return out;
    }
  }
}
