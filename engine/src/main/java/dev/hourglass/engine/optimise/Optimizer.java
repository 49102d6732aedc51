package dev.hourglass.engine.optimise;

import dev.hourglass.base.Decimal;
import dev.hourglass.base.Spelling;

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

  /** As people write it: {@code sgd}, {@code momentum:0.9}, {@code adam:0.9:0.999}, … */
  default String text() {
    return switch (this) {
      case Sgd _ -> "sgd";
      case Momentum o -> "momentum:" + Decimal.text(o.momentum);
      case Nesterov o -> "nesterov:" + Decimal.text(o.momentum);
      case RmsProp o -> "rmsprop:" + Decimal.text(o.decay);
      case Adam o -> "adam:" + Decimal.text(o.beta1) + ":" + Decimal.text(o.beta2);
      case AdamW o -> "adamw:" + Decimal.text(o.weightDecay);
    };
  }

  /**
   * The inverse of {@link #text}, but for an ε or AdamW's moments of one's own, which have no
   * spelling; numbers may be left out for the papers' values.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  static Optimizer parse(String text) {
    Spelling spelling =
        Spelling.of(
            "optimizer",
            text,
            "sgd",
            "momentum[:MU]",
            "nesterov[:MU]",
            "rmsprop[:RHO]",
            "adam[:BETA1:BETA2]",
            "adamw[:DECAY]");
    Adam paper = new Adam();
    return switch (spelling.name()) {
      case "sgd" -> spelling.finish(new Sgd());
      case "momentum" -> spelling.finish(new Momentum(spelling.number(0.9)));
      case "nesterov" -> spelling.finish(new Nesterov(spelling.number(0.9)));
      case "rmsprop" -> spelling.finish(new RmsProp(spelling.number(0.9), paper.epsilon));
      case "adam" ->
          spelling.finish(
              new Adam(spelling.number(paper.beta1), spelling.number(paper.beta2), paper.epsilon));
      case "adamw" ->
          spelling.finish(
              new AdamW(
                  paper.beta1,
                  paper.beta2,
                  paper.epsilon,
                  spelling.number(new AdamW().weightDecay)));
      default -> throw spelling.unknown();
    };
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
