package dev.hourglass.tasks.anomaly.measure;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A forest for many rows: tree after tree, so that one stays in the first-level cache, and without
 * a branch that depends on a row. Numbers and cuts are compared as integers of the same order; a
 * leaf leads back to itself, and every row takes as many steps as the deepest leaf is away.
 */
final class ForestPass implements ScorerPass {
  private static final int MAGNITUDE = 0x7fffffff;

  /** Numbers of a node: feature, cut, the lesser's child. */
  private static final int STRIDE = 4;

  private static final int CUT = 1;
  private static final int LEFT = 2;

  private final IsolationForest forest;
  private final int[] nodes;
  private final int steps;
  private final double unit;
  private float[] numbers = new float[0];
  private int[] ordered = new int[0];

  ForestPass(IsolationForest forest) {
    this.forest = forest;
    this.nodes = new int[STRIDE * forest.feature().length];
    for (int node = 0; node < forest.feature().length; node++) {
      boolean isLeaf = forest.feature()[node] < 0;
      int at = STRIDE * node;
      nodes[at] = isLeaf ? 0 : forest.feature()[node];
      nodes[at + CUT] = isLeaf ? Integer.MAX_VALUE : ordered(forest.cut()[node]);
      nodes[at + LEFT] = isLeaf ? at : STRIDE * forest.left()[node];
    }
    int deepest = 0;
    for (int root : forest.roots()) {
      deepest = Math.max(deepest, depth(STRIDE * root));
    }
    this.steps = deepest;
    this.unit =
        forest.roots().length * Math.max(1e-9, IsolationForest.averageDepth(forest.sampleSize()));
  }

  private int depth(int at) {
    int left = nodes[at + LEFT];
    return left == at ? 0 : 1 + Math.max(depth(left), depth(left + STRIDE));
  }

  /** An integer in the order of the floats, both zeros the same. */
  private static int ordered(float value) {
    int bits = Float.floatToRawIntBits(value + 0f);
    return bits ^ ((bits >> 31) & MAGNITUDE);
  }

  @Override
  public void score(Tensor rows, int count, double[] scores) {
    int width = rows.columns();
    if (ordered.length < count * width) {
      numbers = new float[count * width];
      ordered = new int[count * width];
    }
    MemorySegment.copy(rows.segment(), JAVA_FLOAT, 0, numbers, 0, count * width);
    for (int i = 0; i < count * width; i++) {
      ordered[i] = ordered(numbers[i]);
    }
    Arrays.fill(scores, 0, count, 0);
    for (int root : forest.roots()) {
      int i = 0;
      for (; i + 4 <= count; i += 4) {
        addFour(STRIDE * root, i, width, scores);
      }
      for (; i < count; i++) {
        scores[i] += forest.cut()[leaf(STRIDE * root, i * width)];
      }
    }
    for (int i = 0; i < count; i++) {
      scores[i] = 1 / Math.max(1e-9, scores[i] / unit);
    }
  }

  /** Four rows side by side, so that none waits for memory alone. */
  private void addFour(int root, int row, int width, double[] scores) {
    int a = root;
    int b = root;
    int c = root;
    int d = root;
    int at = row * width;
    for (int step = 0; step < steps; step++) {
      a = next(a, at);
      b = next(b, at + width);
      c = next(c, at + 2 * width);
      d = next(d, at + 3 * width);
    }
    scores[row] += forest.cut()[a / STRIDE];
    scores[row + 1] += forest.cut()[b / STRIDE];
    scores[row + 2] += forest.cut()[c / STRIDE];
    scores[row + 3] += forest.cut()[d / STRIDE];
  }

  private int leaf(int root, int row) {
    int at = root;
    for (int step = 0; step < steps; step++) {
      at = next(at, row);
    }
    return at / STRIDE;
  }

  /** A node's child: the first one where the row's number is less than the cut. */
  private int next(int at, int row) {
    // 1 where it is less: the sign of the difference.
    int isLess = (int) (((long) ordered[row + nodes[at]] - nodes[at + CUT]) >>> 63);
    return nodes[at + LEFT] + STRIDE - STRIDE * isLess;
  }
}
