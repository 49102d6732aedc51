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

  /** Brackets that are looked at together before each by itself. */
  private static final int RUN = 64;

  /** Fewer rows than a tile are filled up to one of a few heights, for each is prepared once. */
  private static final int LEAST_TILE = 8;

  /** What float32 may round a squared distance by, of the squared lengths it is told by. */
  private static final double ROUNDING = 0x1p-19;

  /** The part of a squared distance that may be rounded away before it is measured again. */
  private static final double ROUGH = 0x1p-9;

  /**
   * The references of one sample.
   *
   * @param rows {@code [references][features]}
   */
  @SuppressWarnings("ArrayRecordComponent") // read in loops, compared by nobody
  private record References(RowProduct distances, float[][] rows, int neighbours) {}

  private final Kernels kernels;
  private final List<References> samples = new ArrayList<>();
  private final Tensor tile;
  private final Tensor products;
  private final Tensor nearest;
  private final float[] row;
  private final float[] brackets;
  private final double[] closest;

  NeighbourPass(NeighbourDistance scorer, Kernels kernels) {
    this.kernels = kernels;
    int width = scorer.columns().length / scorer.samples();
    int size = scorer.columns()[0].length;
    this.tile = Tensor.allocate(TILE, width);
    this.products = Tensor.allocate(TILE, size);
    this.nearest = Tensor.allocate(1, TILE);
    this.row = new float[width];
    this.brackets = new float[size];
    this.closest = new double[Math.min(scorer.neighbours(), size)];
    for (int sample = 0; sample < scorer.samples(); sample++) {
      float[][] columns =
          Arrays.copyOfRange(scorer.columns(), sample * width, (sample + 1) * width);
      float[][] rows = transposed(columns, size);
      samples.add(new References(distances(columns), rows, closest.length));
    }
  }

  private static float[][] transposed(float[][] columns, int size) {
    float[][] rows = new float[size][columns.length];
    for (int f = 0; f < columns.length; f++) {
      for (int i = 0; i < size; i++) {
        rows[i][f] = columns[f][i];
      }
    }
    return rows;
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
        double squared = nearest.get(i) + lengths[i];
        double rounding = rounding(lengths[i], squared);
        if (rounding > ROUGH * squared) {
          MemorySegment.copy(tile.segment(), JAVA_FLOAT, i * rowBytes, row, 0, width);
          squared = remeasured(references, i, (float) (nearest.get(i) + 2 * rounding));
        }
        scores[from + i] += Math.sqrt(squared) / samples.size();
      }
    }
  }

  /**
   * What the k-th smallest squared distance d² may be off by: a reference no further away has ‖c‖²
   * ≤ (‖x‖ + d)² ≤ 2 ‖x‖² + 2 d², and a longer one is further by more than it is rounded by.
   */
  private static double rounding(double squaredLength, double squaredDistance) {
    return ROUNDING * (3 * squaredLength + 2 * Math.max(0, squaredDistance));
  }

  /**
   * The k-th smallest squared distance from {@link #row} to references of brackets up to a limit.
   */
  private double remeasured(References references, int i, float limit) {
    MemorySegment.copy(
        products.segment(),
        JAVA_FLOAT,
        (long) i * brackets.length * Float.BYTES,
        brackets,
        0,
        brackets.length);
    int last = closest.length - 1;
    Arrays.fill(closest, Double.POSITIVE_INFINITY);
    int size = brackets.length;
    for (int from = 0; from < size; from += RUN) {
      int to = Math.min(from + RUN, size);
      if (least(brackets, from, to) > limit) {
        continue; // as nearly all are
      }
      for (int r = from; r < to; r++) {
        if (brackets[r] <= limit) {
          offer(squaredDistance(references.rows[r]));
          if (closest[last] == 0) {
            return 0;
          }
        }
      }
    }
    return closest[last];
  }

  /** The least of some numbers, none of which is NaN; four at a time, so that none waits. */
  private static float least(float[] numbers, int from, int to) {
    float a = Float.POSITIVE_INFINITY;
    float b = a;
    float c = a;
    float d = a;
    int i = from;
    for (; i < to - 3; i += 4) {
      a = numbers[i] < a ? numbers[i] : a;
      b = numbers[i + 1] < b ? numbers[i + 1] : b;
      c = numbers[i + 2] < c ? numbers[i + 2] : c;
      d = numbers[i + 3] < d ? numbers[i + 3] : d;
    }
    for (; i < to; i++) {
      a = numbers[i] < a ? numbers[i] : a;
    }
    return Math.min(Math.min(a, b), Math.min(c, d));
  }

  private double squaredDistance(float[] reference) {
    double sum = 0;
    for (int f = 0; f < row.length; f++) {
      double difference = row[f] - reference[f];
      sum += difference * difference;
    }
    return sum;
  }

  /** Keeps the smallest in order. */
  private void offer(double value) {
    int at = closest.length - 1;
    if (value >= closest[at]) {
      return;
    }
    for (; at > 0 && closest[at - 1] > value; at--) {
      closest[at] = closest[at - 1];
    }
    closest[at] = value;
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
