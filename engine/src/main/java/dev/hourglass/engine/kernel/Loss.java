package dev.hourglass.engine.kernel;

/**
 * How far an output lies from its target, summed over the features of a sample.
 *
 * <p>A loss is computed together with its gradient with respect to the last product's output
 * (before {@link #link()}), so that the link's derivative never has to be stored.
 */
public sealed interface Loss {
  /** (x − x′)², the Gaussian likelihood with variance ½ up to a constant. */
  record SquaredError(Activation link) implements Loss {
    public SquaredError {
      Loss.check(link);
    }
  }

  /**
   * The squared error of an output clipped to [0, 1], made convex: with v the output a clipped, (x
   * − v)² + 2 (a − v)(v − x), the matching loss of clipping (Helmbold, Kivinen and Warmuth 1999),
   * whose gradient 2 (v − x) brings back outputs that lie outside where they should not, and leaves
   * those alone that should. Wants targets in [0, 1]; never below the squared error.
   */
  record ClippedSquaredError() implements Loss {}

  /** |x − x′|, the Laplace likelihood up to a constant. */
  record Absolute(Activation link) implements Loss {
    public Absolute {
      Loss.check(link);
    }
  }

  /**
   * e² / 2 for |e| ≤ δ, else δ (|e| − δ / 2) (Huber 1964).
   *
   * @param delta δ, where the square turns into a line; above 0
   */
  record Huber(double delta, Activation link) implements Loss {
    public Huber {
      Loss.check(link);
      if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("huber's delta must be above 0, but was " + delta);
      }
    }
  }

  /**
   * σ² (1 − exp(−e² / (2σ²))): the correntropy-induced loss (Liu, Pokharel and Príncipe 2007),
   * scaled so that small errors count e² / 2.
   *
   * @param sigma σ, the width of the kernel: errors well beyond it cease to matter; above 0
   */
  record Correntropy(double sigma, Activation link) implements Loss {
    public Correntropy {
      Loss.check(link);
      if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("correntropy's sigma must be above 0, but was " + sigma);
      }
    }
  }

  /**
   * Cross-entropy of a Bernoulli variable, computed on logits: max(a,0) − a x + log(1 + e^−|a|).
   */
  record CrossEntropy() implements Loss {}

  /**
   * −log N(x; m, e^s) with both m and s = log σ² put out by the network: ½ (log 2π + s + (x − m)²
   * e^−s). The output has 2 × features columns, first all m, then all s; s is clamped to [−10, 10].
   */
  record GaussianVariance(Activation link) implements Loss {
    /** The clamp on s: variances beyond e^±10 are numerical accidents, not findings. */
    public static final double LOG_VARIANCE_BOUND = 10;

    public GaussianVariance {
      Loss.check(link);
    }
  }

  /** −Σ xᵢ log softmax(a)ᵢ: counts, or a class as a one-hot row. */
  record Multinomial() implements Loss {}

  /** What turns the last product's output into the reconstruction's mean. */
  default Activation link() {
    return switch (this) {
      case SquaredError l -> l.link;
      case Absolute l -> l.link;
      case Huber l -> l.link;
      case Correntropy l -> l.link;
      case GaussianVariance l -> l.link;
      case ClippedSquaredError _ -> Activation.CLIP;
      case CrossEntropy _ -> Activation.SIGMOID;
      case Multinomial _ -> Activation.IDENTITY;
    };
  }

  /** Columns of the output for each feature: 2 where a variance is learned, else 1. */
  default int outputsPerFeature() {
    return this instanceof GaussianVariance ? 2 : 1;
  }

  private static void check(Activation link) {
    if (link != Activation.IDENTITY && link != Activation.SIGMOID) {
      throw new IllegalArgumentException(
          "a loss fuses identity or sigmoid, but was given "
              + link.label()
              + "; use one of those as the output activation");
    }
  }
}
