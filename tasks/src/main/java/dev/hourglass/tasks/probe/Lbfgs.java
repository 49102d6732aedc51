package dev.hourglass.tasks.probe;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limited-memory BFGS for smooth convex functions (Nocedal and Wright 2006, algorithm 7.5), with a
 * backtracking line search.
 *
 * @param memory how many steps back the curvature is remembered
 * @param mostIterations after which the best point so far is returned
 * @param tolerance stops when no entry of the gradient is larger
 */
record Lbfgs(int memory, int mostIterations, double tolerance) {
  /** Armijo's share of the promised decrease that a step must keep. */
  private static final double SUFFICIENT = 1e-4;

  private static final int MOST_HALVINGS = 30;

  /** A function and its gradient. */
  @FunctionalInterface
  interface Objective {
    /** The value at {@code x}; overwrites {@code gradient}. */
    double at(double[] x, double[] gradient);
  }

  private record Curvature(double[] step, double[] change, double inverse) {}

  /** Walks downhill from {@code start} and returns where it ended. */
  double[] minimize(Objective objective, double[] start) {
    double[] x = start.clone();
    double[] gradient = new double[x.length];
    double value = objective.at(x, gradient);
    Deque<Curvature> remembered = new ArrayDeque<>();
    for (int i = 0; i < mostIterations && largest(gradient) > tolerance; i++) {
      double[] direction = direction(gradient, remembered);
      double slope = dot(gradient, direction);
      if (!(slope < 0)) {
        remembered.clear();
        direction = scaled(-1, gradient);
        slope = -dot(gradient, gradient);
      }
      // The first step has no curvature to go by: one of length 1 at most.
      double length =
          remembered.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
      double[] next = new double[x.length];
      double[] nextGradient = new double[x.length];
      double nextValue = Double.POSITIVE_INFINITY;
      int halvings = 0;
      for (; halvings < MOST_HALVINGS; halvings++, length /= 2) {
        for (int j = 0; j < x.length; j++) {
          next[j] = x[j] + length * direction[j];
        }
        nextValue = objective.at(next, nextGradient);
        if (nextValue <= value + SUFFICIENT * length * slope) {
          break;
        }
      }
      if (halvings == MOST_HALVINGS) {
        // No step goes down any further: the value's own rounding has been reached.
        return x;
      }
      remember(remembered, x, next, gradient, nextGradient);
      x = next;
      gradient = nextGradient;
      value = nextValue;
    }
    return x;
  }

  private void remember(
      Deque<Curvature> remembered,
      double[] x,
      double[] next,
      double[] gradient,
      double[] nextGradient) {
    double[] step = minus(next, x);
    double[] change = minus(nextGradient, gradient);
    double product = dot(step, change);
    if (product > 1e-12 * dot(change, change)) {
      if (remembered.size() == memory) {
        remembered.removeLast();
      }
      remembered.addFirst(new Curvature(step, change, 1 / product));
    }
  }

  /** The two-loop recursion: −H g, newest curvature first. */
  private static double[] direction(double[] gradient, Deque<Curvature> remembered) {
    double[] q = scaled(-1, gradient);
    double[] weights = new double[remembered.size()];
    int k = 0;
    for (Curvature c : remembered) {
      weights[k] = c.inverse * dot(c.step, q);
      add(-weights[k], c.change, q);
      k++;
    }
    if (!remembered.isEmpty()) {
      Curvature newest = remembered.getFirst();
      double scale = 1 / (newest.inverse * dot(newest.change, newest.change));
      for (int j = 0; j < q.length; j++) {
        q[j] *= scale;
      }
    }
    for (var oldestFirst = remembered.descendingIterator(); oldestFirst.hasNext(); ) {
      Curvature c = oldestFirst.next();
      k--;
      add(weights[k] - c.inverse * dot(c.change, q), c.step, q);
    }
    return q;
  }

  private static double largest(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double[] minus(double[] x, double[] y) {
    double[] difference = x.clone();
    add(-1, y, difference);
    return difference;
  }

  private static double[] scaled(double factor, double[] x) {
    double[] result = new double[x.length];
    add(factor, x, result);
    return result;
  }

  private static void add(double factor, double[] x, double[] into) {
    for (int i = 0; i < x.length; i++) {
      into[i] += factor * x[i];
    }
  }
}
