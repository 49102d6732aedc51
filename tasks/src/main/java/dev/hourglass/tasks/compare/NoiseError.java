package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * How well a model rebuilds clean samples from noisy ones.
 *
 * @param corruption the noise
 * @param mse squared error per feature against the clean test samples, mean
 * @param reconstructions of the examples under that noise, {@code [examples, features]}
 */
public record NoiseError(Corruption corruption, double mse, Tensor reconstructions) {
  /** The noises a comparison tries, from mild to strong of each kind. */
  public static final List<Corruption> KINDS =
      List.of(
          new Corruption.Gaussian(0.25),
          new Corruption.Gaussian(0.5),
          new Corruption.SaltAndPepper(0.1),
          new Corruption.SaltAndPepper(0.3),
          new Corruption.Masking(0.25),
          new Corruption.Masking(0.5));

  /** A few words for people: {@code salt and pepper, 30%}. */
  public static String describe(Corruption corruption) {
    return switch (corruption) {
      case Corruption.None _ -> "no noise";
      case Corruption.Gaussian g -> "Gaussian, σ = " + g.sigma();
      case Corruption.GaussianRange g ->
          "Gaussian, σ = %s to %s".formatted(g.sigmas().least(), g.sigmas().most());
      case Corruption.SaltAndPepper s -> "salt and pepper, " + percent(s.probability());
      case Corruption.Masking m -> "masking, " + percent(m.probability());
      case Corruption.Swap s -> "cells of other samples, " + percent(s.probability());
    };
  }

  private static String percent(double probability) {
    return Math.round(100 * probability) + "%";
  }
}
