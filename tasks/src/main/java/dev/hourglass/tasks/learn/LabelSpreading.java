package dev.hourglass.tasks.learn;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.probe.NearestNeighbours;
import java.util.Arrays;
import java.util.List;

/**
 * Labels handed on from few samples to all others along a graph of nearest codes (Zhou et al. 2004,
 * "Learning with local and global consistency"): F ← α S F + (1 − α) Y, where S = D^-½ W D^-½ and Y
 * holds the labels that are known. Codes of one class lie on a sheet, and neighbours lead along it.
 *
 * <p>The weight of two neighbours is exp(−4 d² / σ²) with σ the distance to the farthest of a
 * sample's neighbours, added up for both directions.
 */
final class LabelSpreading {
  /** Nearest codes that a sample is joined to. */
  private static final int NEIGHBOURS = 10;

  private static final double SHARPNESS = 4;

  /** Enough for what one label says to arrive: what is left of it shrinks by α a step. */
  private static final int STEPS = 100;

  private static final double ALPHA = 0.99;

  private final int[] starts;
  private final int[] others;
  private final double[] weights;

  private LabelSpreading(int[] starts, int[] others, double[] weights) {
    this.starts = starts;
    this.others = others;
    this.weights = weights;
  }

  /**
   * The graph of codes.
   *
   * @param codes {@code [samples, code]}, at least two
   */
  static LabelSpreading over(Tensor codes, Kernels kernels) {
    int size = codes.rows();
    Labels unknown = new Labels(new int[size], List.of("unknown"));
    int[][] found =
        NearestNeighbours.of(codes, unknown, kernels)
            .neighbours(codes, Math.min(size, NEIGHBOURS + 1));
    double[][] near = new double[size][];
    int[] degree = new int[size];
    for (int i = 0; i < size; i++) {
      near[i] = weights(codes, i, found[i]);
      for (int other : found[i]) {
        if (other != i) {
          degree[i]++;
          degree[other]++;
        }
      }
    }
    int[] starts = new int[size + 1];
    for (int i = 0; i < size; i++) {
      starts[i + 1] = starts[i] + degree[i];
    }
    int[] others = new int[starts[size]];
    double[] weights = new double[starts[size]];
    int[] at = Arrays.copyOf(starts, size);
    for (int i = 0; i < size; i++) {
      for (int n = 0; n < found[i].length; n++) {
        int other = found[i][n];
        if (other != i) {
          others[at[i]] = other;
          weights[at[i]++] = near[i][n];
          others[at[other]] = i;
          weights[at[other]++] = near[i][n];
        }
      }
    }
    normalize(starts, others, weights);
    return new LabelSpreading(starts, others, weights);
  }

  private static double[] weights(Tensor codes, int row, int[] found) {
    double[] squares = new double[found.length];
    double widest = 0;
    for (int n = 0; n < squares.length; n++) {
      squares[n] = squaredDistance(codes, row, found[n]);
      widest = Math.max(widest, squares[n]);
    }
    double[] weights = new double[squares.length];
    for (int n = 0; n < weights.length; n++) {
      weights[n] = widest == 0 ? 1 : Math.exp(-SHARPNESS * squares[n] / widest);
    }
    return weights;
  }

  private static double squaredDistance(Tensor codes, int a, int b) {
    double sum = 0;
    for (int j = 0; j < codes.columns(); j++) {
      double difference = codes.get(a, j) - codes.get(b, j);
      sum += difference * difference;
    }
    return sum;
  }

  /** W to D^-½ W D^-½. */
  private static void normalize(int[] starts, int[] others, double[] weights) {
    double[] roots = new double[starts.length - 1];
    for (int i = 0; i < roots.length; i++) {
      double sum = 0;
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        sum += weights[e];
      }
      roots[i] = Math.sqrt(Math.max(sum, Double.MIN_NORMAL));
    }
    for (int i = 0; i < roots.length; i++) {
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        weights[e] /= roots[i] * roots[others[e]];
      }
    }
  }

  /**
   * What each sample is, as far as the known ones tell.
   *
   * @param known rows of the samples whose class is known
   * @param classes of those, each in {@code 0 … count - 1}
   * @param count of classes
   * @return {@code [samples][classes]}: shares that sum to 1, all 0 where no label arrives. Each
   *     class is brought to the share that it has among the known
   */
  double[][] spread(int[] known, int[] classes, int count) {
    int size = starts.length - 1;
    double[] given = new double[size * count];
    double[] shares = new double[count];
    for (int i = 0; i < known.length; i++) {
      given[known[i] * count + classes[i]] = 1 - ALPHA;
      shares[classes[i]] += 1.0 / known.length;
    }
    double[] now = new double[size * count];
    double[] next = new double[size * count];
    for (int step = 0; step < STEPS; step++) {
      System.arraycopy(given, 0, next, 0, given.length);
      for (int i = 0; i < size; i++) {
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          double weight = ALPHA * weights[e];
          int from = others[e] * count;
          for (int c = 0; c < count; c++) {
            next[i * count + c] += weight * now[from + c];
          }
        }
      }
      double[] spare = now;
      now = next;
      next = spare;
    }
    return normalized(now, size, shares);
  }

  private static double[][] normalized(double[] values, int size, double[] shares) {
    int count = shares.length;
    double[] mass = new double[count];
    for (int i = 0; i < values.length; i++) {
      mass[i % count] += values[i];
    }
    double[][] result = new double[size][count];
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int c = 0; c < count; c++) {
        double value = mass[c] > 0 ? values[i * count + c] * shares[c] / mass[c] : 0;
        result[i][c] = value;
        sum += value;
      }
      for (int c = 0; c < count && sum > 0; c++) {
        result[i][c] /= sum;
      }
    }
    return result;
  }
}
