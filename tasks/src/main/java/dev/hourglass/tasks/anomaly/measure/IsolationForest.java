package dev.hourglass.tasks.anomaly.measure;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Trees that cut random features at random places until rows are alone; an odd row is alone early
 * (Liu, Ting and Zhou 2008, "Isolation Forest").
 *
 * <p>All trees lie in one set of arrays. A node with {@code feature} −1 is a leaf, and its {@code
 * cut} the depth that a row there counts: the leaf's own, and what a random tree would add for the
 * rows that ended in it. The children of a node are {@code left} and {@code left + 1}.
 */
@SuppressWarnings("ArrayRecordComponent") // read in loops, compared by nobody
public record IsolationForest(int[] roots, int[] feature, float[] cut, int[] left, int sampleSize)
    implements Scorer {
  private static final double EULER = 0.5772156649015329;

  /**
   * Grows a forest.
   *
   * @param rows {@code [rows][features]}
   * @param trees how many
   * @param most rows that a tree sees, at least 2
   */
  public static IsolationForest fit(float[][] rows, int trees, int most, long seed) {
    int size = Math.min(most, rows.length);
    Growth growth = new Growth(rows, depthLimit(size));
    int[] roots = new int[trees];
    SplittableRandom seeds = new SplittableRandom(seed);
    int[] order = new int[rows.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int t = 0; t < trees; t++) {
      SplittableRandom random = seeds.split();
      for (int i = 0; i < size; i++) {
        int other = i + random.nextInt(order.length - i);
        int swapped = order[i];
        order[i] = order[other];
        order[other] = swapped;
      }
      roots[t] = growth.tree(Arrays.copyOf(order, size), random);
    }
    return new IsolationForest(
        roots,
        Arrays.copyOf(growth.feature, growth.nodes),
        Arrays.copyOf(growth.cut, growth.nodes),
        Arrays.copyOf(growth.left, growth.nodes),
        size);
  }

  private static int depthLimit(int size) {
    return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, size - 1)));
  }

  /** The depth at which an unsuccessful search in a random tree of so many rows ends. */
  public static double averageDepth(int rows) {
    return switch (rows) {
      case 0, 1 -> 0;
      case 2 -> 1;
      default -> 2 * (Math.log(rows - 1.0) + EULER) - 2 * (rows - 1.0) / rows;
    };
  }

  /** Mean depth of a row, in units of what is to be expected: 0 is odd, 1 is ordinary. */
  public double relativeDepth(float[] row) {
    double sum = 0;
    for (int root : roots) {
      int node = root;
      while (feature[node] >= 0) {
        node = left[node] + (row[feature[node]] < cut[node] ? 0 : 1);
      }
      sum += cut[node];
    }
    return sum / roots.length / Math.max(1e-9, averageDepth(sampleSize));
  }

  /** The reciprocal of the relative depth: in the order of the paper's score, 2 to its negative. */
  @Override
  public double of(float[] row, boolean isFitted) {
    return 1 / Math.max(1e-9, relativeDepth(row));
  }

  private static final class Growth {
    private static final int FIRST_NODES = 1 << 12;

    private final float[][] rows;
    private final int limit;
    private int[] feature = new int[FIRST_NODES];
    private float[] cut = new float[FIRST_NODES];
    private int[] left = new int[FIRST_NODES];
    private int nodes;

    Growth(float[][] rows, int limit) {
      this.rows = rows;
      this.limit = limit;
    }

    int tree(int[] members, SplittableRandom random) {
      int root = reserve(1);
      grow(root, members, 0, members.length, 0, random);
      return root;
    }

    private int reserve(int count) {
      if (nodes + count > feature.length) {
        feature = Arrays.copyOf(feature, 2 * feature.length);
        cut = Arrays.copyOf(cut, 2 * cut.length);
        left = Arrays.copyOf(left, 2 * left.length);
      }
      int first = nodes;
      nodes += count;
      return first;
    }

    private void grow(
        int node, int[] members, int from, int to, int depth, SplittableRandom random) {
      int chosen = depth < limit && to - from > 1 ? varying(members, from, to, random) : -1;
      feature[node] = chosen;
      if (chosen < 0) {
        cut[node] = (float) (depth + averageDepth(to - from));
        return;
      }
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        least = Math.min(least, rows[members[i]][chosen]);
        most = Math.max(most, rows[members[i]][chosen]);
      }
      // Above the least, so that neither side is empty.
      float place = (float) (least + random.nextDouble() * ((double) most - least));
      cut[node] = place > least ? Math.min(place, most) : Math.nextUp(least);
      int middle = from;
      for (int i = from; i < to; i++) {
        if (rows[members[i]][chosen] < cut[node]) {
          int swapped = members[i];
          members[i] = members[middle];
          members[middle++] = swapped;
        }
      }
      int children = reserve(2);
      left[node] = children;
      grow(children, members, from, middle, depth + 1, random);
      grow(children + 1, members, middle, to, depth + 1, random);
    }

    /** A random feature that is not the same in all members, or -1. */
    private int varying(int[] members, int from, int to, SplittableRandom random) {
      int features = rows[0].length;
      int tried = random.nextInt(features);
      for (int attempt = 0; attempt < features; attempt++) {
        if (varies(tried, members, from, to)) {
          return tried;
        }
        // Draws again a few times before it walks, so that no feature is favoured much.
        tried = attempt < features / 2 ? random.nextInt(features) : (tried + 1) % features;
      }
      for (int f = 0; f < features; f++) {
        if (varies(f, members, from, to)) {
          return f;
        }
      }
      return -1;
    }

    private boolean varies(int f, int[] members, int from, int to) {
      float first = rows[members[from]][f];
      for (int i = from + 1; i < to; i++) {
        if (rows[members[i]][f] != first) {
          return true;
        }
      }
      return false;
    }
  }
}
