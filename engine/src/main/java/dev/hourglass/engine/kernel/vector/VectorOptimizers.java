package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorStrip.length;

import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.OptimizerState;
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

  public static void step(
      Optimizer optimizer,
      double rate,
      long iteration,
      double gradientScale,
      double weightDecay,
      OptimizerState state,
      int from,
      int to) {
    float eta = (float) rate;
    float scale = (float) gradientScale;
    float decay = (float) weightDecay;
    switch (optimizer) {
      case Optimizer.Sgd _ -> sgd(eta, scale, decay, state, from, to);
      case Optimizer.Momentum o ->
          momentum((float) o.momentum(), false, eta, scale, decay, state, from, to);
      case Optimizer.Nesterov o ->
          momentum((float) o.momentum(), true, eta, scale, decay, state, from, to);
      case Optimizer.RmsProp o -> rmsProp(o, eta, scale, decay, state, from, to);
      case Optimizer.Adam o ->
          adam(
              (float) o.beta1(),
              (float) (1 - o.beta1()),
              (float) o.beta2(),
              (float) (1 - o.beta2()),
              (float) o.epsilon(),
              (float) (rate * correction(o.beta1(), iteration)),
              (float) Math.sqrt(correction(o.beta2(), iteration)),
              1,
              scale,
              decay,
              state,
              from,
              to);
      case Optimizer.AdamW o ->
          adam(
              (float) o.beta1(),
              (float) (1 - o.beta1()),
              (float) o.beta2(),
              (float) (1 - o.beta2()),
              (float) o.epsilon(),
              (float) (rate * correction(o.beta1(), iteration)),
              (float) Math.sqrt(correction(o.beta2(), iteration)),
              (float) (1 - rate * o.weightDecay()),
              scale,
              decay,
              state,
              from,
              to);
    }
  }

  /** What a running mean that began at 0 is multiplied by after so many steps. */
  private static double correction(double beta, long iteration) {
    return 1 / (1 - Math.pow(beta, iteration));
  }

  private static void finish(VectorStrip parameters, OptimizerState state) {
    parameters.finish();
    if (state.copy() != state.parameters()) {
      parameters.copyTo(state.copy());
    }
  }

  /**
   * The sum of the workers' gradients. It stays in this thread's scratch memory: put back, it would
   * have to cross to another worker's cache and return in the next step.
   */
  private static VectorStrip gradient(VectorStrip[] strips, OptimizerState state, long at, int n) {
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
      float mu,
      boolean nesterov,
      float rate,
      float scale,
      float decay,
      OptimizerState state,
      int from,
      int to) {
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

  /** s = ρ s + (1 − ρ) g²; θ −= η g / (√s + ε). */
  private static void rmsProp(
      Optimizer.RmsProp o,
      float rate,
      float scale,
      float decay,
      OptimizerState state,
      int from,
      int to) {
    VectorStrip[] strips = VectorStrip.ofThread();
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

  /**
   * m = β₁ m + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; θ = shrink · θ − η m / (root √v + ε), with
   * Adam's two corrections in η and root.
   */
  private static void adam(
      float keep1,
      float take1,
      float keep2,
      float take2,
      float epsilon,
      float rate,
      float root,
      float shrink,
      float scale,
      float decay,
      OptimizerState state,
      int from,
      int to) {
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = from; at < to; at += VectorStrip.LENGTH) {
      int n = length(at, to);
      VectorStrip p = strips[0].read(state.parameters(), at, n);
      VectorStrip g = gradient(strips, state, at, n);
      VectorStrip m = strips[2].read(state.first(), at, n);
      VectorStrip v = strips[3].read(state.second(), at, n);
      Loops.adamMoments(keep1, take1, keep2, take2, scale, decay, p, g, m, v, n);
      Loops.adamStep(epsilon, rate, root, shrink, p, m, v, n);
      m.finish();
      v.finish();
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

    /**
     * The two running means; kept apart from the step, as one loop would be too long to compile.
     */
    static void adamMoments(
        float keep1,
        float take1,
        float keep2,
        float take2,
        float scale,
        float decay,
        VectorStrip p,
        VectorStrip gradient,
        VectorStrip first,
        VectorStrip second,
        int n) {
      FloatVector kept1 = constant(keep1);
      FloatVector taken1 = constant(take1);
      FloatVector kept2 = constant(keep2);
      FloatVector taken2 = constant(take2);
      FloatVector gradientScale = constant(scale);
      FloatVector weightDecay = constant(decay);
      for (int i = 0; i < n; i += LANES) {
        FloatVector g = gradient.load(i).fma(gradientScale, p.load(i).mul(weightDecay));
        FloatVector m = first.load(i).fma(kept1, g.mul(taken1));
        FloatVector v = second.load(i).fma(kept2, g.mul(g).mul(taken2));
        first.store(i, flush(m));
        second.store(i, flush(v));
      }
    }

    static void adamStep(
        float epsilon,
        float rate,
        float root,
        float shrink,
        VectorStrip p,
        VectorStrip first,
        VectorStrip second,
        int n) {
      FloatVector floor = constant(epsilon);
      FloatVector eta = constant(rate);
      FloatVector correction = constant(root);
      FloatVector shrunk = constant(shrink);
      for (int i = 0; i < n; i += LANES) {
        FloatVector deviation = second.load(i).sqrt().fma(correction, floor);
        FloatVector update = first.load(i).mul(eta).div(deviation);
        p.store(i, p.load(i).mul(shrunk).sub(update));
      }
    }
  }
}
