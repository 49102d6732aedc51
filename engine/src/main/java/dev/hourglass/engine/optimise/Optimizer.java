package dev.hourglass.engine.optimise;

/**
 * The rule that turns a gradient into a step of the parameters. All rates come from the schedule.
 */
public sealed interface Optimizer {
  /** θ −= η g. */
  record Sgd() implements Optimizer {}

  /** v = μ v + g; θ −= η v (Polyak 1964). */
  record Momentum(double momentum) implements Optimizer {
    public Momentum {
      Optimizer.checkFraction("momentum", momentum);
    }
  }

  /** v = μ v + g; θ −= η (g + μ v) (Nesterov 1983, in the form of Sutskever et al. 2013). */
  record Nesterov(double momentum) implements Optimizer {
    public Nesterov {
      Optimizer.checkFraction("momentum", momentum);
    }
  }

  /** s = ρ s + (1 − ρ) g²; θ −= η g / (√s + ε) (Hinton 2012, lecture 6e). */
  record RmsProp(double decay, double epsilon) implements Optimizer {
    public RmsProp {
      Optimizer.checkFraction("decay", decay);
      Optimizer.checkEpsilon(epsilon);
    }
  }

  /** Adam (Kingma and Ba 2015, algorithm 1), with bias-corrected moments. */
  record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
    public Adam {
      Optimizer.checkFraction("beta1", beta1);
      Optimizer.checkFraction("beta2", beta2);
      Optimizer.checkEpsilon(epsilon);
    }

    /** The paper's β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
    public Adam() {
      this(0.9, 0.999, 1e-8);
    }
  }

  /** Adam with decoupled weight decay: additionally θ −= η λ θ (Loshchilov and Hutter 2019). */
  record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {
    public AdamW {
      Optimizer.checkFraction("beta1", beta1);
      Optimizer.checkFraction("beta2", beta2);
      Optimizer.checkEpsilon(epsilon);
      if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the decoupled weight decay must be 0 or more, but was " + weightDecay);
      }
    }

    /** The paper's moments and a decay of 0.01. */
    public AdamW() {
      this(0.9, 0.999, 1e-8, 0.01);
    }
  }

  /** Whether it keeps a running mean of gradients. */
  default boolean usesFirstMoment() {
    return !(this instanceof Sgd || this instanceof RmsProp);
  }

  /** Whether it keeps a running mean of squared gradients. */
  default boolean usesSecondMoment() {
    return this instanceof RmsProp || this instanceof Adam || this instanceof AdamW;
  }

  private static void checkFraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must lie in [0, 1), but was " + value);
    }
  }

  private static void checkEpsilon(double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be above 0, but was " + value);
    }
  }
}
