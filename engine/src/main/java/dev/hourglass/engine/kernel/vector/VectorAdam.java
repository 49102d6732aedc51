package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorStrip.length;

import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.UpdateRule;
import jdk.incubator.vector.FloatVector;

/** The steps of {@link VectorOptimizers} that keep both moments: Adam's and AdamW's. */
final class VectorAdam {
  private VectorAdam() {}

  /**
   * m = β₁ m + (1 − β₁) g; v = β₂ v + (1 − β₂) g²; θ = shrink · θ − η m / (root √v + ε), with
   * Adam's two corrections in η and root.
   */
  static void adam(
      UpdateRule rule,
      double rate,
      long iteration,
      float scale,
      OptimizerState state,
      int from,
      int to) {
    double beta1;
    double beta2;
    double epsilon;
    double decoupledDecay;
    switch (rule.optimizer()) {
      case Optimizer.Adam o -> {
        beta1 = o.beta1();
        beta2 = o.beta2();
        epsilon = o.epsilon();
        decoupledDecay = 0;
      }
      case Optimizer.AdamW o -> {
        beta1 = o.beta1();
        beta2 = o.beta2();
        epsilon = o.epsilon();
        decoupledDecay = o.weightDecay();
      }
      case Optimizer.Sgd _, Optimizer.Momentum _, Optimizer.Nesterov _, Optimizer.RmsProp _ ->
          throw new IllegalArgumentException(rule.optimizer() + " has a step of its own");
    }
    float decay = (float) rule.weightDecay();
    float corrected = (float) (rate * correction(beta1, iteration));
    float root = (float) Math.sqrt(correction(beta2, iteration));
    float shrink = (float) (1 - rate * decoupledDecay);
    float take1 = (float) (1 - beta1);
    float take2 = (float) (1 - beta2);
    VectorStrip[] strips = VectorStrip.ofThread();
    for (long at = from; at < to; at += VectorStrip.LENGTH) {
      int n = length(at, to);
      VectorStrip p = strips[0].read(state.parameters(), at, n);
      VectorStrip g = VectorOptimizers.gradient(strips, state, at, n);
      VectorStrip m = strips[2].read(state.first(), at, n);
      VectorStrip v = strips[3].read(state.second(), at, n);
      Loops.moments((float) beta1, take1, (float) beta2, take2, scale, decay, p, g, m, v, n);
      Loops.step((float) epsilon, corrected, root, shrink, p, m, v, n);
      m.finish();
      v.finish();
      VectorOptimizers.finish(p, state);
    }
  }

  /** What a running mean that began at 0 is multiplied by after so many steps. */
  private static double correction(double beta, long iteration) {
    return 1 / (1 - Math.pow(beta, iteration));
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {
    private Loops() {}

    /**
     * The two running means; kept apart from the step, as one loop would be too long to compile.
     */
    static void moments(
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

    static void step(
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
