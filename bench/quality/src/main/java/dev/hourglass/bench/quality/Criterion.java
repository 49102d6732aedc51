package dev.hourglass.bench.quality;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.tasks.evaluate.Activity;
import java.util.Arrays;

/**
 * Something measured on the test images, in float32, as {@code hourglass evaluate} does.
 *
 * @param name what it is called
 * @param wanted which way is better
 * @param measure how
 */
record Criterion(String name, Wanted wanted, Measure measure) {

  /** The same noise and the same draws for every model. */
  private static final long SEED = 42;

  /** The Jacobian is looked at in so many images, spread evenly. */
  private static final int JACOBIAN_SAMPLES = 2000;

  /** Which way is better. */
  enum Wanted {
    /** Less is better. */
    LESS,
    /** Neither: it should be the same. */
    SAME
  }

  /** Looks at a model. */
  interface Measure {
    /** The figure of a model on the test images. */
    double of(Autoencoder model, Dataset test);
  }

  /** Squared error per feature on clean images. */
  static Criterion mse() {
    return new Criterion(
        "test mse", Wanted.LESS, (model, test) -> mean(model.reconstructionErrors(test)));
  }

  /** Squared error per feature against clean images when the images given are corrupted. */
  static Criterion noisyMse(Corruption corruption) {
    return new Criterion(
        "noisy mse",
        Wanted.LESS,
        (model, test) -> mean(model.reconstructionErrors(test, corruption, SEED)));
  }

  /** Activation, mean over units and images. */
  static Criterion meanActivation() {
    return new Criterion(
        "mean activation",
        Wanted.SAME,
        (model, test) -> mean(activity(model, test).meanActivation()));
  }

  /** The share of activations below 1e-3 in magnitude. */
  static Criterion inactiveFraction() {
    return new Criterion(
        "inactive fraction",
        Wanted.SAME,
        (model, test) -> activity(model, test).inactiveFraction());
  }

  /** The fewest units active in an image. */
  static Criterion fewestActive() {
    return new Criterion(
        "active units, fewest", Wanted.SAME, (model, test) -> activity(model, test).minimum());
  }

  /** The most units active in an image. */
  static Criterion mostActive() {
    return new Criterion(
        "active units, most", Wanted.SAME, (model, test) -> activity(model, test).maximum());
  }

  /** Mean ‖∂z/∂x‖. */
  static Criterion jacobianNorm() {
    return new Criterion(
        "Jacobian norm",
        Wanted.SAME,
        (model, test) -> {
          int count = Math.min(JACOBIAN_SAMPLES, test.size());
          return mean(model.jacobianNorms(test.subset(RowOrder.spread(test.size(), count))));
        });
  }

  /** −ELBO, nats an image. */
  static Criterion negativeElbo() {
    return new Criterion(
        "negative ELBO", Wanted.LESS, (model, test) -> model.evidenceBound(test, 1, SEED).mean());
  }

  private static Activity activity(Autoencoder model, Dataset test) {
    return Activity.of(model.encode(test), Activity.Rule.of(model.blueprint()));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
