package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.portable.PortableScratch.BLOCK;
import static dev.hourglass.engine.kernel.portable.PortableScratch.block;
import static dev.hourglass.engine.kernel.portable.PortableScratch.load;
import static dev.hourglass.engine.kernel.portable.PortableScratch.store;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeFlushed;

import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.UpdateRule;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** One step of each {@link Optimizer}, a block of the flat vectors at a time. */
final class PortableOptimizers {
  private PortableOptimizers() {}

  /** first += Σ others, in the order given. */
  static void sumInto(Tensor first, List<Tensor> others, int from, int to) {
    PortableScratch scratch = PortableScratch.ofThread();
    double[] sum = scratch.run(0, BLOCK);
    double[] x = scratch.run(1, BLOCK);
    for (long at = from; at < to; at += BLOCK) {
      int count = block(at, to);
      load(first, at, count, sum);
      for (int other = 0; other < others.size(); other++) {
        load(others.get(other), at, count, x);
        for (int i = 0; i < count; i++) {
          sum[i] += x[i];
        }
      }
      storeFlushed(sum, count, first, at);
    }
  }

  static void step(
      UpdateRule rule,
      double rate,
      long iteration,
      double gradientScale,
      OptimizerState state,
      int from,
      int to) {
    Optimizer optimizer = rule.optimizer();
    double weightDecay = rule.weightDecay();
    PortableScratch scratch = PortableScratch.ofThread();
    double[] p = scratch.run(0, BLOCK);
    double[] g = scratch.run(1, BLOCK);
    double[] m = scratch.run(2, BLOCK);
    double[] v = scratch.run(3, BLOCK);
    double[] other = scratch.run(4, BLOCK);
    for (long at = from; at < to; at += BLOCK) {
      int n = block(at, to);
      load(state.parameters(), at, n, p);
      load(state.gradients().getFirst(), at, n, g);
      for (int part = 1; part < state.gradients().size(); part++) {
        load(state.gradients().get(part), at, n, other);
        for (int i = 0; i < n; i++) {
          g[i] += other[i];
        }
      }
      for (int i = 0; i < n; i++) {
        g[i] = g[i] * gradientScale + weightDecay * p[i];
      }
      if (optimizer.usesFirstMoment()) {
        load(state.first(), at, n, m);
      }
      if (optimizer.usesSecondMoment()) {
        load(state.second(), at, n, v);
      }
      switch (optimizer) {
        case Optimizer.Sgd _ -> {
          for (int i = 0; i < n; i++) {
            p[i] -= rate * g[i];
          }
        }
        case Optimizer.Momentum o -> {
          for (int i = 0; i < n; i++) {
            m[i] = o.momentum() * m[i] + g[i];
            p[i] -= rate * m[i];
          }
        }
        case Optimizer.Nesterov o -> {
          for (int i = 0; i < n; i++) {
            m[i] = o.momentum() * m[i] + g[i];
            p[i] -= rate * (g[i] + o.momentum() * m[i]);
          }
        }
        case Optimizer.RmsProp o -> {
          for (int i = 0; i < n; i++) {
            v[i] = o.decay() * v[i] + (1 - o.decay()) * g[i] * g[i];
            p[i] -= rate * g[i] / (Math.sqrt(v[i]) + o.epsilon());
          }
        }
        case Optimizer.Adam o -> {
          average(o.beta1(), g, m, n);
          averageSquares(o.beta2(), g, v, n);
          double corrected = rate * correction(o.beta1(), iteration);
          adam(corrected, correction(o.beta2(), iteration), o.epsilon(), 0, scratch, n);
        }
        case Optimizer.AdamW o -> {
          average(o.beta1(), g, m, n);
          averageSquares(o.beta2(), g, v, n);
          double corrected = rate * correction(o.beta1(), iteration);
          double shrinkage = rate * o.weightDecay();
          adam(corrected, correction(o.beta2(), iteration), o.epsilon(), shrinkage, scratch, n);
        }
      }
      // A dead unit's moments decay for ever; flushed, they reach zero instead of a denormal.
      if (optimizer.usesFirstMoment()) {
        storeFlushed(m, n, state.first(), at);
      }
      if (optimizer.usesSecondMoment()) {
        storeFlushed(v, n, state.second(), at);
      }
      store(p, n, state.parameters(), at);
      if (state.copy() != state.parameters()) {
        store(p, n, state.copy(), at);
      }
    }
  }

  /** m = β m + (1 − β) g. */
  private static void average(double beta, double[] g, double[] m, int count) {
    for (int i = 0; i < count; i++) {
      m[i] = beta * m[i] + (1 - beta) * g[i];
    }
  }

  /** v = β v + (1 − β) g². */
  private static void averageSquares(double beta, double[] g, double[] v, int count) {
    for (int i = 0; i < count; i++) {
      v[i] = beta * v[i] + (1 - beta) * g[i] * g[i];
    }
  }

  /** What a running mean that began at 0 is multiplied by after so many steps: 1 / (1 − βᵗ). */
  private static double correction(double beta, long iteration) {
    return 1 / (1 - Math.pow(beta, (double) iteration));
  }

  /**
   * θ −= η m / (√(correction · v) + ε) + shrinkage · θ, on the runs of θ, m and v; η has m's
   * correction in it.
   */
  private static void adam(
      double rate,
      double correction,
      double epsilon,
      double shrinkage,
      PortableScratch scratch,
      int count) {
    double[] p = scratch.run(0, BLOCK);
    double[] m = scratch.run(2, BLOCK);
    double[] v = scratch.run(3, BLOCK);
    for (int i = 0; i < count; i++) {
      double update = rate * m[i] / (Math.sqrt(correction * v[i]) + epsilon);
      p[i] -= update + shrinkage * p[i];
    }
  }
}
