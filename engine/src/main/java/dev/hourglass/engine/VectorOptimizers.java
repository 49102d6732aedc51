package dev.hourglass.engine;

import static dev.hourglass.engine.VectorLanes.LANES;
import static dev.hourglass.engine.VectorMath.constant;
import static dev.hourglass.engine.VectorMath.flush;
import static dev.hourglass.engine.VectorStrip.length;

import jdk.incubator.vector.FloatVector;

/**
 * One step of each {@link Optimizer}, a strip of the flat vectors at a time: moments, parameters
 * and the rounded copy of the parameters are read and written while the strip is in the cache.
 */
final class VectorOptimizers {
  private VectorOptimizers() {}

  /** first += Σ others, in the order given, flushed. */
  static void sumInto(Tensor first, Tensor[] others, int from, int to) {
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = from; at < to; at += VectorStrip.LENGTH) {
      int n = length(at, to);
      VectorStrip sum = strips[0].read(first, at, n);
      for (Tensor other : others) {
        add(strips[1].read(other, at, n), sum, n);
      }
      sum.finish();
    }
  }

  private static void add(VectorStrip x, VectorStrip into, int n) {
    for (int i = 0; i < n; i += LANES) {
      into.store(i, flush(into.load(i).add(x.load(i))));
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
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = from; at < to; at += VectorStrip.LENGTH) {
      int n = length(at, to);
      VectorStrip p = strips[0].read(state.parameters(), at, n);
      VectorStrip g = strips[1].read(state.gradient(), at, n);
      VectorStrip m = optimizer.usesFirstMoment() ? strips[2].read(state.first(), at, n) : g;
      VectorStrip v = optimizer.usesSecondMoment() ? strips[3].read(state.second(), at, n) : g;
      step(optimizer, rate, iteration, (float) gradientScale, (float) weightDecay, p, g, m, v, n);
      p.finish();
      if (m != g) {
        m.finish();
      }
      if (v != g) {
        v.finish();
      }
      if (state.copy() != state.parameters()) {
        VectorStrip copy = strips[4].write(state.copy(), at, n);
        copy(p, copy, n);
        copy.finish();
      }
    }
  }

  private static void step(
      Optimizer optimizer,
      double rate,
      long iteration,
      float scale,
      float decay,
      VectorStrip p,
      VectorStrip g,
      VectorStrip m,
      VectorStrip v,
      int n) {
    float eta = (float) rate;
    switch (optimizer) {
      case Optimizer.Sgd _ -> sgd(eta, scale, decay, p, g, n);
      case Optimizer.Momentum o -> momentum(eta, (float) o.momentum(), scale, decay, p, g, m, n);
      case Optimizer.Nesterov o -> nesterov(eta, (float) o.momentum(), scale, decay, p, g, m, n);
      case Optimizer.RmsProp o ->
          rmsProp(eta, (float) o.decay(), (float) o.epsilon(), scale, decay, p, g, v, n);
      case Optimizer.Adam o ->
          adam(o.beta1(), o.beta2(), o.epsilon(), rate, 0, iteration, scale, decay, p, g, m, v, n);
      case Optimizer.AdamW o ->
          adam(
              o.beta1(),
              o.beta2(),
              o.epsilon(),
              rate,
              rate * o.weightDecay(),
              iteration,
              scale,
              decay,
              p,
              g,
              m,
              v,
              n);
    }
  }

  private static void copy(VectorStrip x, VectorStrip out, int n) {
    for (int i = 0; i < n; i += LANES) {
      out.store(i, x.load(i));
    }
  }

  private static FloatVector gradient(
      FloatVector p, FloatVector g, FloatVector scale, FloatVector decay) {
    return g.fma(scale, p.mul(decay));
  }

  private static void sgd(
      float rate, float scale, float decay, VectorStrip p, VectorStrip gradient, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector parameter = p.load(i);
      FloatVector g = gradient(parameter, gradient.load(i), constant(scale), constant(decay));
      p.store(i, g.fma(constant(-rate), parameter));
    }
  }

  private static void momentum(
      float rate,
      float mu,
      float scale,
      float decay,
      VectorStrip p,
      VectorStrip gradient,
      VectorStrip first,
      int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector parameter = p.load(i);
      FloatVector g = gradient(parameter, gradient.load(i), constant(scale), constant(decay));
      FloatVector m = first.load(i).fma(constant(mu), g);
      first.store(i, flush(m));
      p.store(i, m.fma(constant(-rate), parameter));
    }
  }

  private static void nesterov(
      float rate,
      float mu,
      float scale,
      float decay,
      VectorStrip p,
      VectorStrip gradient,
      VectorStrip first,
      int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector parameter = p.load(i);
      FloatVector g = gradient(parameter, gradient.load(i), constant(scale), constant(decay));
      FloatVector m = first.load(i).fma(constant(mu), g);
      first.store(i, flush(m));
      p.store(i, m.fma(constant(mu), g).fma(constant(-rate), parameter));
    }
  }

  private static void rmsProp(
      float rate,
      float rho,
      float epsilon,
      float scale,
      float decay,
      VectorStrip p,
      VectorStrip gradient,
      VectorStrip second,
      int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector parameter = p.load(i);
      FloatVector g = gradient(parameter, gradient.load(i), constant(scale), constant(decay));
      FloatVector v = g.mul(g).fma(constant(1 - rho), second.load(i).mul(rho));
      second.store(i, flush(v));
      p.store(i, parameter.sub(g.mul(rate).div(v.sqrt().add(epsilon))));
    }
  }

  /**
   * m = β₁ m + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; θ −= η m̂ / (√v̂ + ε) + shrinkage · θ, with m̂ =
   * m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ); the corrections are folded into η and √v̂.
   */
  private static void adam(
      double beta1,
      double beta2,
      double epsilon,
      double rate,
      double shrinkage,
      long iteration,
      float scale,
      float decay,
      VectorStrip p,
      VectorStrip gradient,
      VectorStrip first,
      VectorStrip second,
      int n) {
    double correction1 = 1 / (1 - Math.pow(beta1, iteration));
    double correction2 = 1 / (1 - Math.pow(beta2, iteration));
    adam(
        (float) beta1,
        (float) (1 - beta1),
        (float) beta2,
        (float) (1 - beta2),
        (float) (rate * correction1),
        (float) Math.sqrt(correction2),
        (float) epsilon,
        (float) (1 - shrinkage),
        scale,
        decay,
        p,
        gradient,
        first,
        second,
        n);
  }

  private static void adam(
      float keep1,
      float take1,
      float keep2,
      float take2,
      float rate,
      float root,
      float epsilon,
      float shrink,
      float scale,
      float decay,
      VectorStrip p,
      VectorStrip gradient,
      VectorStrip first,
      VectorStrip second,
      int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector parameter = p.load(i);
      FloatVector g = gradient(parameter, gradient.load(i), constant(scale), constant(decay));
      FloatVector m = first.load(i).fma(constant(keep1), g.mul(take1));
      FloatVector v = second.load(i).fma(constant(keep2), g.mul(g).mul(take2));
      first.store(i, flush(m));
      second.store(i, flush(v));
      FloatVector update = m.mul(rate).div(v.sqrt().fma(constant(root), constant(epsilon)));
      p.store(i, parameter.mul(shrink).sub(update));
    }
  }
}
