package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorStrip.length;

import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.UpdateRule;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * One step of each {@link Optimizer}, a strip of the flat vectors at a time: moments, parameters
 * and the rounded copy of the parameters are read and written while the strip is in the cache.
 */
public final class VectorOptimizers {
  private VectorOptimizers() {}

  /** first += Σ others, in the order given, flushed. */
  public static void sumInto(Tensor first, List<Tensor> others, int from, int to) {
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = from; at < to; at += VectorStrip.LENGTH) {
      int n = length(at, to);
      VectorStrip sum = strips[0].read(first, at, n);
      for (int i = 0; i < others.size(); i++) {
        Loops.add(sum, strips[1].read(others.get(i), at, n), sum, n);
      }
      sum.finish();
    }
  }

  /** One step of the rule's optimiser. */
  public static void step(
      UpdateRule rule,
      double rate,
      long iteration,
      double gradientScale,
      OptimizerState state,
      int from,
      int to) {
    float eta = (float) rate;
    float scale = (float) gradientScale;
    switch (rule.optimizer()) {
      case Optimizer.Sgd _ -> sgd(eta, scale, (float) rule.weightDecay(), state, from, to);
      case Optimizer.Momentum _, Optimizer.Nesterov _ ->
          momentum(rule, eta, scale, state, from, to);
      case Optimizer.RmsProp o -> rmsProp(o, rule, eta, scale, state, from, to);
      case Optimizer.Adam _, Optimizer.AdamW _ ->
          VectorAdam.adam(rule, rate, iteration, scale, state, from, to);
    }
  }

  static void finish(VectorStrip parameters, OptimizerState state) {
    parameters.finish();
    if (state.copy() != state.parameters()) {
      parameters.copyTo(state.copy());
    }
  }

  /**
   * The sum of the workers' gradients. It stays in this thread's scratch memory: put back, it would
   * have to cross to another worker's cache and return in the next step.
   */
  static VectorStrip gradient(VectorStrip[] strips, OptimizerState state, long at, int n) {
    List<Tensor> parts = state.gradients();
    VectorStrip first = strips[1].read(parts.getFirst(), at, n);
    if (parts.size() == 1) {
      return first;
    }
    VectorStrip sum = strips[5].free(n);
    Loops.add(first, strips[4].read(parts.get(1), at, n), sum, n);
    for (int i = 2; i < parts.size(); i++) {
      Loops.add(sum, strips[4].read(parts.get(i), at, n), sum, n);
    }
    return sum;
  }

  /** θ −= η g. */
  private static void sgd(
      float rate, float scale, float decay, OptimizerState state, int from, int to) {
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = from; at < to; at += VectorStrip.LENGTH) {
      int n = length(at, to);
      VectorStrip p = strips[0].read(state.parameters(), at, n);
      Loops.sgd(rate, scale, decay, p, gradient(strips, state, at, n), n);
      finish(p, state);
    }
  }

  /** v = μ v + g; θ −= η v, or η (g + μ v). */
  private static void momentum(
      UpdateRule rule, float rate, float scale, OptimizerState state, int from, int to) {
    boolean nesterov = rule.optimizer() instanceof Optimizer.Nesterov;
    float decay = (float) rule.weightDecay();
    float mu = mu(rule.optimizer());
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = from; at < to; at += VectorStrip.LENGTH) {
      int n = length(at, to);
      VectorStrip p = strips[0].read(state.parameters(), at, n);
      VectorStrip g = gradient(strips, state, at, n);
      VectorStrip v = strips[2].read(state.first(), at, n);
      if (nesterov) {
        Loops.nesterov(mu, rate, scale, decay, p, g, v, n);
      } else {
        Loops.momentum(mu, rate, scale, decay, p, g, v, n);
      }
      v.finish();
      finish(p, state);
    }
  }

  private static float mu(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Momentum o -> (float) o.momentum();
      case Optimizer.Nesterov o -> (float) o.momentum();
      case Optimizer.Sgd _, Optimizer.RmsProp _, Optimizer.Adam _, Optimizer.AdamW _ ->
          throw new IllegalArgumentException(optimizer + " has no momentum");
    };
  }

  /** s = ρ s + (1 − ρ) g²; θ −= η g / (√s + ε). */
  private static void rmsProp(
      Optimizer.RmsProp o,
      UpdateRule rule,
      float rate,
      float scale,
      OptimizerState state,
      int from,
      int to) {
    VectorStrip[] strips = VectorStrip.ofThread();
    float decay = (float) rule.weightDecay();
    float take = (float) (1 - o.decay());
    for (long at = from; at < to; at += VectorStrip.LENGTH) {
      int n = length(at, to);
      VectorStrip p = strips[0].read(state.parameters(), at, n);
      VectorStrip g = gradient(strips, state, at, n);
      VectorStrip s = strips[2].read(state.second(), at, n);
      Loops.rmsProp((float) o.decay(), take, (float) o.epsilon(), rate, scale, decay, p, g, s, n);
      s.finish();
      finish(p, state);
    }
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    static void add(VectorStrip x, VectorStrip y, VectorStrip out, int n) {
      for (int i = 0; i < n; i += LANES) {
        out.store(i, flush(x.load(i).add(y.load(i))));
      }
    }

    static void sgd(
        float rate, float scale, float decay, VectorStrip p, VectorStrip gradient, int n) {
      FloatVector forward = constant(-rate * scale);
      FloatVector shrink = constant(1 - rate * decay);
      for (int i = 0; i < n; i += LANES) {
        p.store(i, p.load(i).mul(shrink).add(gradient.load(i).mul(forward)));
      }
    }

    static void momentum(
        float mu,
        float rate,
        float scale,
        float decay,
        VectorStrip p,
        VectorStrip gradient,
        VectorStrip first,
        int n) {
      FloatVector keep = constant(mu);
      FloatVector back = constant(-rate);
      FloatVector gradientScale = constant(scale);
      FloatVector weightDecay = constant(decay);
      for (int i = 0; i < n; i += LANES) {
        FloatVector parameter = p.load(i);
        FloatVector g = gradient.load(i).fma(gradientScale, parameter.mul(weightDecay));
        FloatVector v = first.load(i).fma(keep, g);
        first.store(i, flush(v));
        p.store(i, v.fma(back, parameter));
      }
    }

    static void nesterov(
        float mu,
        float rate,
        float scale,
        float decay,
        VectorStrip p,
        VectorStrip gradient,
        VectorStrip first,
        int n) {
      FloatVector keep = constant(mu);
      FloatVector back = constant(-rate);
      FloatVector gradientScale = constant(scale);
      FloatVector weightDecay = constant(decay);
      for (int i = 0; i < n; i += LANES) {
        FloatVector parameter = p.load(i);
        FloatVector g = gradient.load(i).fma(gradientScale, parameter.mul(weightDecay));
        FloatVector v = first.load(i).fma(keep, g);
        first.store(i, flush(v));
        p.store(i, v.fma(keep, g).fma(back, parameter));
      }
    }

    static void rmsProp(
        float rho,
        float take,
        float epsilon,
        float rate,
        float scale,
        float decay,
        VectorStrip p,
        VectorStrip gradient,
        VectorStrip second,
        int n) {
      FloatVector kept = constant(rho);
      FloatVector taken = constant(take);
      FloatVector floor = constant(epsilon);
      FloatVector eta = constant(rate);
      FloatVector gradientScale = constant(scale);
      FloatVector weightDecay = constant(decay);
      for (int i = 0; i < n; i += LANES) {
        FloatVector parameter = p.load(i);
        FloatVector g = gradient.load(i).fma(gradientScale, parameter.mul(weightDecay));
        FloatVector s = second.load(i).fma(kept, g.mul(g).mul(taken));
        second.store(i, flush(s));
        p.store(i, parameter.sub(g.mul(eta).div(s.sqrt().add(floor))));
      }
    }
  }
}
