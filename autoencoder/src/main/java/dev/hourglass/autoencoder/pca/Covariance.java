package dev.hourglass.autoencoder.pca;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.autoencoder.rows.RowProduct;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.ejml.data.DMatrixRMaj;

/**
 * The covariance of a dataset's features, divided by n so that its figures are mean squared errors:
 * its mean and trace, the matrix where it is small, its product with vectors where it is not. Never
 * more than a block of samples is in memory.
 */
final class Covariance {
  private final Dataset samples;
  private final Kernels kernels;
  private final int[] rows;
  private final int blockRows;
  private final Tensor mean;
  private final Tensor negatedMean;
  private final double totalVariance;

  /** Passes over the samples once, for the mean and the trace, both in double precision. */
  Covariance(Dataset samples, Kernels kernels) {
    this.samples = samples;
    this.kernels = kernels;
    this.rows = RowOrder.all(samples.size());
    this.blockRows = RowBlocks.blockRows(samples.features());
    this.mean = Tensor.allocate(1, samples.features());
    this.negatedMean = Tensor.allocate(1, samples.features());
    this.totalVariance = centre();
  }

  /** {@code [1, features]}. */
  Tensor mean() {
    return mean;
  }

  /** The trace: the squared error of the mean as a reconstruction, summed over features. */
  double totalVariance() {
    return totalVariance;
  }

  int features() {
    return samples.features();
  }

  /** Sums of distances from the first sample, whose squares do not cancel where means are large. */
  private double centre() {
    int features = features();
    float[] pivot = new float[features];
    samples.gather(rows, 0, Math.min(1, rows.length), MemorySegment.ofArray(pivot));
    double[][] sums = new double[RowBlocks.workers()][features];
    double[][] squares = new double[RowBlocks.workers()][features];
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
                double value = (double) block[at + f] - pivot[f];
                sum[f] += value;
                square[f] += value * value;
              }
            }
          };
        });
    double total = 0;
    for (int f = 0; f < features; f++) {
      double shift = total(sums, f) / rows.length;
      mean.set(f, pivot[f] + shift);
      negatedMean.set(f, -(pivot[f] + shift));
      total += Math.max(0, total(squares, f) / rows.length - shift * shift);
    }
    return total;
  }

  private static double total(double[][] parts, int at) {
    double total = 0;
    for (double[] part : parts) {
      total += part == null ? 0 : part[at];
    }
    return total;
  }

  /** How many samples there are. */
  int samples() {
    return rows.length;
  }

  /** All samples less their mean, {@code [samples][features]}; where they are few. */
  float[][] centredRows() {
    float[][] all = samples.rows();
    for (float[] row : all) {
      for (int f = 0; f < row.length; f++) {
        row[f] = (float) (row[f] - mean.get(f));
      }
    }
    return all;
  }

  /** The matrix itself, {@code [features, features]}; blocks are summed in double precision. */
  DMatrixRMaj matrix() {
    int features = features();
    double[][] sums = new double[RowBlocks.workers()][];
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
            gatherCentred(from, count, block);
            product.run(count);
            MemorySegment.copy(outer.segment(), JAVA_FLOAT, 0, part, 0, part.length);
            for (int i = 0; i < part.length; i++) {
              sum[i] += part[i];
            }
          };
        });
    DMatrixRMaj matrix = new DMatrixRMaj(features, features);
    for (int i = 0; i < features * features; i++) {
      matrix.data[i] = total(sums, i) / rows.length;
    }
    return matrix;
  }

  /** {@code vectors · C} for rows {@code [count, features]}, as ((vectors · Xᵀ) · X) / n. */
  Tensor multiply(Tensor vectors) {
    int count = vectors.rows();
    Tensor[] sums = new Tensor[RowBlocks.workers()];
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
                  kernels, block, projected, (x, y) -> ProductPlan.transposedRight(x, vectors, y));
          RowProduct collect =
              new RowProduct(
                  kernels,
                  projected,
                  block,
                  (y, x) -> ProductPlan.transposedLeft(y, x, sum).accumulating(true));
          return (from, size) -> {
            gatherCentred(from, size, block);
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

  private void gatherCentred(int from, int count, Tensor block) {
    samples.gather(rows, from, count, block.segment());
    kernels.addRow(negatedMean, block.topRows(count), block.topRows(count));
  }
}
