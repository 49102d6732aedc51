package dev.hourglass.tasks.anomaly.measure;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.autoencoder.rows.RowProduct;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Distances to references by products: ‖x − c‖² = ‖x‖² + (‖c‖² − 2 x·c), the bracket being one
 * product with a bias. A tile of rows times a sample of references stays in a core's second-level
 * cache, where the k-th smallest is found.
 */
final class NeighbourPass implements ScorerPass {
  /** Rows of a tile: times 1,024 references they are 256 KB. */
  private static final int TILE = 64;

  /** Fewer rows than a tile are filled up to one of a few heights, for each is prepared once. */
  private static final int LEAST_TILE = 8;

  /** The references of one sample. */
  private record References(RowProduct distances, int neighbours) {}

  private final Kernels kernels;
  private final List<References> samples = new ArrayList<>();
  private final Tensor tile;
  private final Tensor products;
  private final Tensor nearest;
  private final float[] row;

  NeighbourPass(NeighbourDistance scorer, Kernels kernels) {
    this.kernels = kernels;
    int width = scorer.columns().length / scorer.samples();
    int size = scorer.columns()[0].length;
    this.tile = Tensor.allocate(TILE, width);
    this.products = Tensor.allocate(TILE, size);
    this.nearest = Tensor.allocate(1, TILE);
    this.row = new float[width];
    for (int sample = 0; sample < scorer.samples(); sample++) {
      float[][] columns =
          Arrays.copyOfRange(scorer.columns(), sample * width, (sample + 1) * width);
      samples.add(new References(distances(columns), Math.min(scorer.neighbours(), size)));
    }
  }

  private RowProduct distances(float[][] columns) {
    int size = columns[0].length;
    Tensor doubled = Tensor.allocate(columns.length, size);
    double[] lengths = new double[size];
    for (int f = 0; f < columns.length; f++) {
      for (int i = 0; i < size; i++) {
        doubled.set(f, i, -2 * columns[f][i]);
        lengths[i] += (double) columns[f][i] * columns[f][i];
      }
    }
    Tensor squares = Tensor.allocate(1, size);
    for (int i = 0; i < size; i++) {
      squares.set(i, lengths[i]);
    }
    return new RowProduct(
        kernels,
        tile,
        products,
        (x, out) -> ProductPlan.of(x, doubled, out).withTail(squares, Activation.IDENTITY));
  }

  @Override
  public void score(Tensor rows, int count, double[] scores) {
    Arrays.fill(scores, 0, count, 0);
    for (int from = 0; from < count; from += TILE) {
      score(rows, from, Math.min(TILE, count - from), scores);
    }
  }

  private void score(Tensor rows, int from, int count, double[] scores) {
    int width = row.length;
    long rowBytes = (long) width * Float.BYTES;
    MemorySegment.copy(rows.segment(), from * rowBytes, tile.segment(), 0, count * rowBytes);
    double[] lengths = new double[count];
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(tile.segment(), JAVA_FLOAT, i * rowBytes, row, 0, width);
      lengths[i] = squaredLength(row);
    }
    int height = height(count);
    for (References references : samples) {
      references.distances.run(height);
      kernels.smallest(
          references.neighbours, products.topRows(count), nearest.slice(0, Shape.vector(count)));
      for (int i = 0; i < count; i++) {
        scores[from + i] += Math.sqrt(Math.max(0, lengths[i] + nearest.get(i))) / samples.size();
      }
    }
  }

  private static double squaredLength(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += (double) value * value;
    }
    return sum;
  }

  private static int height(int count) {
    int height = LEAST_TILE;
    while (height < count) {
      height *= 2;
    }
    return height;
  }
}
