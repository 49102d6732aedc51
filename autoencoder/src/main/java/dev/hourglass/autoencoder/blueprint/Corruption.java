package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.Decimal;
import dev.hourglass.base.Spelling;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.StrengthRange;
import dev.hourglass.engine.tensor.Tensor;

/**
 * What is done to the input before it is encoded; the loss still compares with the clean input
 * (Vincent et al. 2008, 2010). Fresh noise is drawn every epoch.
 */
public sealed interface Corruption {
  /** The input as it is. */
  record None() implements Corruption {}

  /**
   * x + σ ε with ε standard normal.
   *
   * @param sigma σ, in units of the prepared features; above 0
   */
  record Gaussian(double sigma) implements Corruption {
    public Gaussian {
      if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "gaussian corruption's sigma must be above 0, but was " + sigma);
      }
    }
  }

  /**
   * The same with a σ of each sample's own, drawn evenly from a range: for a model that is to be
   * blind to how strong the noise is.
   *
   * @param sigmas the σ's, in units of the prepared features
   */
  record GaussianRange(StrengthRange sigmas) implements Corruption {
    /** From {@code least}, 0 or more, to {@code most}, which is above. */
    public GaussianRange(double least, double most) {
      this(new StrengthRange(least, most));
    }
  }

  /**
   * Each feature becomes 0 or 1, either with probability ½, with the given probability.
   *
   * @param probability in (0, 1]
   */
  record SaltAndPepper(double probability) implements Corruption {
    public SaltAndPepper {
      check("salt-and-pepper", probability);
    }
  }

  /**
   * Each feature becomes 0 with the given probability.
   *
   * @param probability in (0, 1]
   */
  record Masking(double probability) implements Corruption {
    public Masking {
      check("masking", probability);
    }
  }

  /**
   * Each column's cell, with the given probability, becomes that column's cell of another of the
   * samples: every value is one that occurs, and only beside the others is it out of place. The
   * features that a column became, such as its categories, go together, and columns that lie
   * sixteen apart take theirs from one row.
   *
   * @param probability in (0, 1]
   */
  record Swap(double probability) implements Corruption {
    public Swap {
      check("swap", probability);
    }
  }

  /** Whether it changes anything. */
  default boolean isPresent() {
    return !(this instanceof None);
  }

  /**
   * Writes a damaged copy.
   *
   * @param key of the random draws
   * @param firstRow the number of the first row in whatever it is a part of, so that parts drawn
   *     apart are damaged as the whole would be
   * @param clean {@code [rows, features]}
   * @param damaged {@code [rows, features]}, overwritten
   * @param donors the samples that the rows are some of
   */
  default void apply(
      Kernels kernels, long key, int firstRow, Tensor clean, Tensor damaged, SwapDonors donors) {
    switch (this) {
      case None _ -> kernels.convert(clean, damaged);
      case Gaussian g -> kernels.gaussianNoise(key, firstRow, g.sigma, clean, damaged);
      case GaussianRange g -> kernels.gaussianNoiseByRow(key, firstRow, g.sigmas, clean, damaged);
      case SaltAndPepper s -> kernels.saltAndPepper(key, firstRow, s.probability, clean, damaged);
      case Masking m -> kernels.mask(key, firstRow, m.probability, clean, damaged);
      case Swap s -> {
        kernels.convert(clean, damaged);
        donors.swap(key, firstRow, s.probability, damaged);
      }
    }
  }

  /** As people write it: {@code gaussian:0.5}, {@code gaussian:0..0.2}. */
  default String text() {
    return switch (this) {
      case None _ -> "none";
      case Gaussian g -> "gaussian:" + g.sigma;
      case GaussianRange g ->
          "gaussian:" + Decimal.text(g.sigmas.least()) + ".." + Decimal.text(g.sigmas.most());
      case SaltAndPepper s -> "salt-pepper:" + s.probability;
      case Masking m -> "masking:" + m.probability;
      case Swap s -> "swap:" + s.probability;
    };
  }

  /**
   * The inverse of {@link #text}.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  static Corruption parse(String text) {
    Spelling spelling =
        Spelling.of(
            "corruption",
            text,
            "none",
            "gaussian:SIGMA[..MOST]",
            "salt-pepper:P",
            "masking:P",
            "swap:P");
    return switch (spelling.name()) {
      case "none" -> spelling.finish(new None());
      case "gaussian" -> {
        Spelling.Range sigma = spelling.range();
        yield spelling.finish(
            sigma.isPoint()
                ? new Gaussian(sigma.least())
                : new GaussianRange(sigma.least(), sigma.most()));
      }
      case "salt-pepper" -> spelling.finish(new SaltAndPepper(spelling.number()));
      case "masking" -> spelling.finish(new Masking(spelling.number()));
      case "swap" -> spelling.finish(new Swap(spelling.number()));
      default -> throw spelling.unknown();
    };
  }

  private static void check(String name, double probability) {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          name + " corruption's probability must lie in (0, 1], but was " + probability);
    }
  }
}
