package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.Spelling;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Loss;

/**
 * How the decoder's output is read as a distribution over samples; its negative logarithm, up to a
 * constant, is the reconstruction error that training lowers.
 */
public sealed interface Likelihood {
  /** Normal with variance ½: the squared error. */
  record Gaussian() implements Likelihood {}

  /**
   * Independent coin flips with the output as logits: the cross-entropy; wants features in [0, 1].
   */
  record Bernoulli() implements Likelihood {}

  /** Normal with a mean and a variance learned for every feature. */
  record GaussianVariance() implements Likelihood {}

  /**
   * Normal with a mean for every feature and one variance, learned, of all features and samples
   * (σ-VAE, Rybkin, Daniilidis and Levine 2021): the squared error, weighed against a random code's
   * divergence as the data ask for.
   */
  record GaussianSharedVariance() implements Likelihood {}

  /** Laplace: the absolute error, robust to outliers. */
  record Absolute() implements Likelihood {}

  /** Square near zero, absolute beyond δ: robust to outliers (Huber 1964). */
  record Huber(double delta) implements Likelihood {
    public Huber {
      var _ = new Loss.Huber(delta, Activation.IDENTITY);
    }
  }

  /** Correntropy-induced: errors well beyond σ cease to matter (Liu et al. 2007). */
  record Correntropy(double sigma) implements Likelihood {
    public Correntropy {
      var _ = new Loss.Correntropy(sigma, Activation.IDENTITY);
    }
  }

  /** Counts or a distribution over features: the softmax cross-entropy. */
  record Multinomial() implements Likelihood {}

  /** Whether it is normalised, so that there is a log p(x|z); the robust errors are not. */
  default boolean isDensity() {
    return !(this instanceof Huber || this instanceof Correntropy);
  }

  /**
   * Whether it is a density over numbers, so that log p(x) depends on the units of x, and not a
   * probability of coin flips or counts.
   */
  default boolean isOverNumbers() {
    return isDensity() && !(this instanceof Bernoulli || this instanceof Multinomial);
  }

  /** Whether the decoder's output is compared with more digits than activations need. */
  default boolean learnsVariance() {
    return this instanceof GaussianVariance || this instanceof GaussianSharedVariance;
  }

  /** The engine's loss of the same name, with the output activation fused. */
  default Loss loss(Activation output) {
    return switch (this) {
      case Gaussian _ when output == Activation.CLIP -> new Loss.ClippedSquaredError();
      case Gaussian _, GaussianSharedVariance _ -> new Loss.SquaredError(output);
      case Bernoulli _ -> new Loss.CrossEntropy();
      case GaussianVariance _ -> new Loss.GaussianVariance(output);
      case Absolute _ -> new Loss.Absolute(output);
      case Huber h -> new Loss.Huber(h.delta, output);
      case Correntropy c -> new Loss.Correntropy(c.sigma, output);
      case Multinomial _ -> new Loss.Multinomial();
    };
  }

  /** As people write it: {@code huber:1.0}. */
  default String text() {
    return switch (this) {
      case Gaussian _ -> "gaussian";
      case Bernoulli _ -> "bernoulli";
      case GaussianVariance _ -> "gaussian-variance";
      case GaussianSharedVariance _ -> "gaussian-shared-variance";
      case Absolute _ -> "absolute";
      case Huber h -> "huber:" + h.delta;
      case Correntropy c -> "correntropy:" + c.sigma;
      case Multinomial _ -> "multinomial";
    };
  }

  /**
   * The inverse of {@link #text}.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  static Likelihood parse(String text) {
    Spelling spelling =
        Spelling.of(
            "likelihood",
            text,
            "gaussian",
            "bernoulli",
            "gaussian-variance",
            "gaussian-shared-variance",
            "absolute",
            "huber:DELTA",
            "correntropy:SIGMA",
            "multinomial");
    return switch (spelling.name()) {
      case "gaussian" -> spelling.finish(new Gaussian());
      case "bernoulli" -> spelling.finish(new Bernoulli());
      case "gaussian-variance" -> spelling.finish(new GaussianVariance());
      case "gaussian-shared-variance" -> spelling.finish(new GaussianSharedVariance());
      case "absolute" -> spelling.finish(new Absolute());
      case "huber" -> spelling.finish(new Huber(spelling.number()));
      case "correntropy" -> spelling.finish(new Correntropy(spelling.number()));
      case "multinomial" -> spelling.finish(new Multinomial());
      default -> throw spelling.unknown();
    };
  }
}
