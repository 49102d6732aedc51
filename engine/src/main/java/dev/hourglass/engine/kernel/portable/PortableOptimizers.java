package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.portable.PortableScratch.BLOCK;
import static dev.hourglass.engine.kernel.portable.PortableScratch.block;
import static dev.hourglass.engine.kernel.portable.PortableScratch.load;
import static dev.hourglass.engine.kernel.portable.PortableScratch.store;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeFlushed;

import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.OptimizerState;
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
      Optimizer optimizer,
      double rate,
      long iteration,
      double gradientScale,
      double weightDecay,
      OptimizerState state,
      int from,
      int to) {
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
        case Optimizer.Adam o ->
            adam(o.beta1(), o.beta2(), o.epsilon(), rate, 0, iteration, p, g, m, v, n);
        case Optimizer.AdamW o ->
            adam(
                o.beta1(),
                o.beta2(),
                o.epsilon(),
                rate,
                rate * o.weightDecay(),
                iteration,
                p,
                g,
                m,
                v,
                n);
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

  /**
   * m = β₁ m + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; θ −= η m̂ / (√v̂ + ε) + shrinkage · θ, with m̂ =
   * m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).
   */
  private static void adam(
      double beta1,
      double beta2,
      double epsilon,
      double rate,
      double shrinkage,
      long iteration,
      double[] p,
      double[] g,
      double[] m,
      double[] v,
      int count) {
    double correction1 = 1 / (1 - Math.pow(beta1, (double) iteration));
    double correction2 = 1 / (1 - Math.pow(beta2, (double) iteration));
    for (int i = 0; i < count; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      double update = rate * correction1 * m[i] / (Math.sqrt(correction2 * v[i]) + epsilon);
      p[i] -= update + shrinkage * p[i];
    }
  }
}
