package dev.hourglass.tasks.denoise;

import dev.hourglass.base.Decimal;
import dev.hourglass.base.Spelling;
import dev.hourglass.data.dataset.SampleShape;
import java.util.SplittableRandom;

/**
 * One thing that happens to pictures, of a strength drawn evenly from a range: a model fitted on it
 * is blind to how strong it is. Values are 0 for black and 1 for full brightness.
 */
public sealed interface PictureNoise {
  /** How strong it is. */
  Strength strength();

  /**
   * A range of strengths, or one.
   *
   * @param least 0 or more
   * @param most at least that
   */
  record Strength(double least, double most) {
    /** Refuses ranges that do not go upwards from 0 or more. */
    public Strength {
      if (!(least >= 0 && most >= least && most < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "a noise's strength is a number of 0 or more, or a range that goes upwards, but was "
                + text(least, most));
      }
    }

    double draw(SplittableRandom random) {
      return least + (most - least) * random.nextDouble();
    }

    private static String text(double least, double most) {
      String first = Double.isFinite(least) ? Decimal.text(least) : Double.toString(least);
      String last = Double.isFinite(most) ? Decimal.text(most) : Double.toString(most);
      return least == most ? first : first + ".." + last;
    }

    String text() {
      return text(least, most);
    }
  }

  /**
   * v + σ ε with ε standard normal.
   *
   * @param strength σ
   */
  record Gaussian(Strength strength) implements PictureNoise {}

  /**
   * Numbers that become 0 or 1, either as often.
   *
   * @param strength the share of them, in [0, 1]
   */
  record SaltAndPepper(Strength strength) implements PictureNoise {
    /** Refuses shares above 1. */
    public SaltAndPepper {
      checkShare("salt-pepper", strength);
    }
  }

  /**
   * Numbers that become 0.
   *
   * @param strength the share of them, in [0, 1]
   */
  record Masking(Strength strength) implements PictureNoise {
    /** Refuses shares above 1. */
    public Masking {
      checkShare("masking", strength);
    }
  }

  /**
   * Photons are counted: a Poisson draw of mean v n, divided by n.
   *
   * @param strength n, the photons that make full brightness; above 0
   */
  record Poisson(Strength strength) implements PictureNoise {
    /** Refuses no photons at all. */
    public Poisson {
      if (!(strength.least > 0)) {
        throw new IllegalArgumentException(
            "poisson noise counts more than 0 photons at full brightness, but was "
                + strength.text());
      }
    }
  }

  /**
   * v (1 + σ ε), as in ultrasound and radar.
   *
   * @param strength σ
   */
  record Speckle(Strength strength) implements PictureNoise {}

  /**
   * A Gaussian blur.
   *
   * @param strength its deviation in pixels
   */
  record Blur(Strength strength) implements PictureNoise {}

  /**
   * The artefacts of JPEG.
   *
   * @param strength quality as encoders count it, 1 (worst) to 100
   */
  record Jpeg(Strength strength) implements PictureNoise {
    /** Refuses qualities that there are none of. */
    public Jpeg {
      if (!(strength.least >= 1 && strength.most <= 100)) {
        throw new IllegalArgumentException(
            "jpeg noise's quality lies in 1 to 100, but was " + strength.text());
      }
    }
  }

  /**
   * Lines of the spectrum that were not measured, as in fast magnetic resonance: an image without
   * them (zero filling).
   *
   * @param strength how many times fewer lines than there are; 1 or more
   */
  record Undersampling(Strength strength) implements PictureNoise {
    /** Refuses more lines than there are. */
    public Undersampling {
      if (!(strength.least >= 1)) {
        throw new IllegalArgumentException(
            "kspace noise leaves out lines: it is 1 or more, such as 4, but was "
                + strength.text());
      }
    }
  }

  /** Whether each pixel is hit by itself, so that noise is what neighbours do not share. */
  default boolean isPixelwise() {
    return !(this instanceof Blur || this instanceof Jpeg || this instanceof Undersampling);
  }

  /**
   * Damages a picture in place.
   *
   * @param values of the shape; may leave 0 to 1
   */
  default void apply(float[] values, SampleShape shape, SplittableRandom random) {
    double drawn = strength().draw(random);
    switch (this) {
      case Gaussian _ -> PixelNoise.gaussian(values, drawn, random);
      case SaltAndPepper _ -> PixelNoise.saltAndPepper(values, drawn, random);
      case Masking _ -> PixelNoise.masking(values, drawn, random);
      case Poisson _ -> PixelNoise.poisson(values, drawn, random);
      case Speckle _ -> PixelNoise.speckle(values, drawn, random);
      case Blur _ -> Degradation.blur(values, shape, drawn);
      case Jpeg _ -> Degradation.jpeg(values, shape, drawn);
      case Undersampling _ -> ColumnSpectrum.undersample(values, shape, drawn, random);
    }
  }

  /** As people write it: {@code gaussian:0.1}, {@code poisson:10..100}. */
  default String text() {
    String name =
        switch (this) {
          case Gaussian _ -> "gaussian";
          case SaltAndPepper _ -> "salt-pepper";
          case Masking _ -> "masking";
          case Poisson _ -> "poisson";
          case Speckle _ -> "speckle";
          case Blur _ -> "blur";
          case Jpeg _ -> "jpeg";
          case Undersampling _ -> "kspace";
        };
    return name + ":" + strength().text();
  }

  /**
   * The inverse of {@link #text}; without a strength it is of any that is usual.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  static PictureNoise parse(String text) {
    Spelling spelling =
        Spelling.of(
            "noise",
            text,
            "gaussian[:SIGMA]",
            "salt-pepper[:SHARE]",
            "masking[:SHARE]",
            "poisson[:PHOTONS]",
            "speckle[:SIGMA]",
            "blur[:PIXELS]",
            "jpeg[:QUALITY]",
            "kspace[:TIMES]");
    return switch (spelling.name()) {
      case "gaussian" -> spelling.finish(new Gaussian(strength(spelling, 0, 0.2)));
      case "salt-pepper" -> spelling.finish(new SaltAndPepper(strength(spelling, 0, 0.3)));
      case "masking" -> spelling.finish(new Masking(strength(spelling, 0, 0.5)));
      case "poisson" -> spelling.finish(new Poisson(strength(spelling, 10, 100)));
      case "speckle" -> spelling.finish(new Speckle(strength(spelling, 0, 0.4)));
      case "blur" -> spelling.finish(new Blur(strength(spelling, 0, 2)));
      case "jpeg" -> spelling.finish(new Jpeg(strength(spelling, 10, 90)));
      case "kspace" -> spelling.finish(new Undersampling(strength(spelling, 4, 4)));
      default -> throw spelling.unknown();
    };
  }

  private static Strength strength(Spelling spelling, double least, double most) {
    if (!spelling.hasMore()) {
      return new Strength(least, most);
    }
    Spelling.Range range = spelling.range();
    return new Strength(range.least(), range.most());
  }

  private static void checkShare(String name, Strength strength) {
    if (strength.most > 1) {
      throw new IllegalArgumentException(
          name + " noise hits a share of at most 1 of a picture, but was " + strength.text());
    }
  }
}
