package dev.hourglass.search;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.base.Label;

/** How far apart two codes are. */
public enum Distance {
  /** ‖a − b‖. */
  EUCLIDEAN("Euclidean distance of codes") {
    @Override
    float[] stored(float[] code) {
      return code;
    }

    @Override
    double between(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
        sum += difference * difference;
      }
      return Math.sqrt(sum);
    }
  },
  /**
   * 1 − a·b / (‖a‖ ‖b‖), from 0 to 2: only directions count. A code of zeros is 1 away from all.
   */
  COSINE("cosine distance of codes, of which only directions count") {
    @Override
    float[] stored(float[] code) {
      double length = length(code);
      float[] unit = new float[code.length];
      for (int i = 0; i < code.length && length > 0; i++) {
        unit[i] = (float) (code[i] / length);
      }
      return unit;
    }

    @Override
    double between(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += (double) a[i] * b[i];
      }
      return Math.max(0, 1 - sum);
    }
  };

  private final String meaning;

  Distance(String meaning) {
    this.meaning = meaning;
  }

  /** With fewer numbers a code has too few directions to tell much. */
  private static final int FEW_NUMBERS = 8;

  /**
   * What suits a model's codes. Directions, which kept more of the classes than distances did on
   * MNIST, CIFAR-10 and network connections; the distance itself for codes of fewer than 8 numbers,
   * and for those that are held to a normal distribution, whose density is one of distances.
   */
  public static Distance fitting(Blueprint blueprint) {
    boolean drawn = blueprint.bottleneck() instanceof Bottleneck.Gaussian;
    return drawn || blueprint.codeSize() < FEW_NUMBERS ? EUCLIDEAN : COSINE;
  }

  /** The name users write. */
  public String label() {
    return Label.of(this);
  }

  /** A few words for people. */
  public String meaning() {
    return meaning;
  }

  /**
   * A code as an index keeps it: of unit length where only directions count, so that whoever is
   * nearest by Euclid is nearest by this too.
   */
  abstract float[] stored(float[] code);

  /** The distance of two stored codes. */
  abstract double between(float[] a, float[] b);

  static double length(float[] code) {
    double sum = 0;
    for (float value : code) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
