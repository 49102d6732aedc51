package dev.hourglass.tasks.probe;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Exact nearest neighbours by products. A tile of queries times a tile of references gives ‖c‖² − 2
 * q·c in one product small enough for a core's second-level cache; a few candidates more than asked
 * for are kept, and those are measured again in double precision and put in order, so that rounding
 * in the products cannot swap neighbours.
 *
 * <p>Codes are centred first: distances stay what they are and cancel less.
 */
final class NeighbourSearch {
  /** Queries of a tile. */
  static final int QUERIES = 64;

  /** References of a tile: 64 × 1024 floats are 256 KB. */
  private static final int REFERENCES = 1024;

  /** Candidates kept beyond those asked for. */
  private static final int SPARE = 6;

  private final Kernels kernels;
  private final Tensor codes;
  private final Tensor negatedMean;
  private final Tensor doubled;
  private final Tensor squares;

  NeighbourSearch(Tensor codes, Kernels kernels) {
    this.kernels = kernels;
    this.codes = codes;
    Tensor sums = Tensor.allocate(1, codes.columns());
    this.negatedMean = Tensor.allocate(1, codes.columns());
    kernels.columnSums(codes, false, sums);
    kernels.addScaled(-1.0 / Math.max(1, codes.rows()), sums, negatedMean);
    Tensor centred = Tensor.allocate(codes.rows(), codes.columns());
    kernels.addRow(negatedMean, codes, centred);
    this.doubled = Tensor.allocate(codes.rows(), codes.columns());
    kernels.addScaled(-2, centred, doubled);
    this.squares = Tensor.allocate(1, codes.rows());
    for (int r = 0; r < codes.rows(); r++) {
      squares.set(r, kernels.sumOfSquares(centred.slice(r, 1), 0, codes.columns()));
    }
  }

  /** Work that writes the neighbours of {@code queries} to their rows of {@code found}. */
  RowBlocks.Work open(Arena arena, Tensor queries, int count, int[][] found) {
    return new Search(arena, queries, count, found);
  }

  private final class Search implements RowBlocks.Work {
    private final Tensor queries;
    private final int count;
    private final int[][] found;
    private final Tensor tile;
    private final Tensor products;
    private final float[] row = new float[REFERENCES];
    private final Map<Long, Product> prepared = new HashMap<>();
    private final Candidates[] candidates = new Candidates[QUERIES];

    Search(Arena arena, Tensor queries, int count, int[][] found) {
      this.tile = RowBlocks.buffer(arena, QUERIES, codes.columns());
      this.products = RowBlocks.buffer(arena, 1, QUERIES * REFERENCES);
      this.queries = queries;
      this.count = count;
      this.found = found;
      for (int q = 0; q < QUERIES; q++) {
        candidates[q] = new Candidates(Math.min(codes.rows(), count + SPARE));
      }
    }

    @Override
    public void run(int from, int rows) {
      kernels.addRow(negatedMean, queries.slice(from, rows), tile.topRows(rows));
      for (int q = 0; q < rows; q++) {
        candidates[q].clear();
      }
      for (int reference = 0; reference < codes.rows(); reference += REFERENCES) {
        int width = Math.min(REFERENCES, codes.rows() - reference);
        product(rows, reference, width).run();
        for (int q = 0; q < rows; q++) {
          long at = (long) q * width * Float.BYTES;
          MemorySegment.copy(products.segment(), JAVA_FLOAT, at, row, 0, width);
          candidates[q].offer(row, width, reference);
        }
      }
      for (int q = 0; q < rows; q++) {
        found[from + q] = candidates[q].nearest(codes, queries.row(from + q), count);
      }
    }

    private Product product(int rows, int reference, int width) {
      return prepared.computeIfAbsent(
          (long) rows << Integer.SIZE | reference,
          _ ->
              kernels.prepare(
                  ProductPlan.transposedRight(
                          tile.topRows(rows),
                          doubled.slice(reference, width),
                          products.slice(0, new Shape(rows, width)))
                      .withTail(
                          squares.slice(reference, Shape.vector(width)), Activation.IDENTITY)));
    }
  }

  /** The smallest values seen so far, ascending, with the rows they belong to. */
  private static final class Candidates {
    private final float[] values;
    private final int[] rows;

    Candidates(int size) {
      this.values = new float[size];
      this.rows = new int[size];
    }

    void clear() {
      Arrays.fill(values, Float.POSITIVE_INFINITY);
      Arrays.fill(rows, -1);
    }

    void offer(float[] offered, int width, int firstRow) {
      int last = values.length - 1;
      float worst = values[last];
      for (int i = 0; i < width; i++) {
        float value = offered[i];
        if (value < worst) {
          int at = last;
          for (; at > 0 && values[at - 1] > value; at--) {
            values[at] = values[at - 1];
            rows[at] = rows[at - 1];
          }
          values[at] = value;
          rows[at] = firstRow + i;
          worst = values[last];
        }
      }
    }

    /** The nearest of the candidates, measured in double precision; ties go to the first row. */
    int[] nearest(Tensor codes, float[] query, int count) {
      record Measured(int row, double distance) {}
      return Arrays.stream(rows)
          .filter(row -> row >= 0)
          .mapToObj(row -> new Measured(row, squaredDistance(codes.row(row), query)))
          .sorted(
              (a, b) ->
                  a.distance != b.distance
                      ? Double.compare(a.distance, b.distance)
                      : Integer.compare(a.row, b.row))
          .limit(count)
          .mapToInt(Measured::row)
          .toArray();
    }

    private static double squaredDistance(float[] x, float[] y) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        double difference = (double) x[i] - y[i];
        sum += difference * difference;
      }
      return sum;
    }
  }
}
