package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * How busy the code's units are, by the {@link Rule} that fits the code.
 *
 * @param activeUnits how many units are active in every sample
 * @param meanActivation mean over the samples of every unit's activation
 * @param inactiveFraction the share of all activations below {@link #NEGLIGIBLE} in magnitude; of
 *     random codes, the share of units that do not vary
 */
public record Activity(int[] activeUnits, double[] meanActivation, double inactiveFraction) {
  /** An activation of smaller magnitude is as good as none. */
  public static final double NEGLIGIBLE = 1e-3;

  /** When a unit is active. */
  public enum Rule {
    /** Where inactive units are exactly 0: k-sparse and ReLU codes. */
    NOT_ZERO,
    /** Elsewhere: when its activation is at least {@link #NEGLIGIBLE} in magnitude. */
    NOT_NEGLIGIBLE,
    /**
     * Where codes are random: when its mean varies over the samples ({@link
     * RandomCode#INACTIVE_VARIANCE}), and then in all of them.
     */
    VARYING;

    /** The rule for codes of a blueprint. */
    public static Rule of(Blueprint blueprint) {
      return switch (blueprint.bottleneck()) {
        case Bottleneck.Gaussian _ -> VARYING;
        case Bottleneck.TopK _ -> NOT_ZERO;
        case Bottleneck.Deterministic _, Bottleneck.Rounded _, Bottleneck.VectorQuantized _ ->
            blueprint.codeActivation() == Activation.RELU ? NOT_ZERO : NOT_NEGLIGIBLE;
      };
    }
  }

  /**
   * Counts over codes.
   *
   * @param codes {@code [samples, units]}; means where they are random
   */
  public static Activity of(Tensor codes, Rule rule) {
    int[] active = new int[codes.rows()];
    double[] means = new double[codes.columns()];
    long negligible = 0;
    for (int r = 0; r < active.length; r++) {
      float[] code = codes.row(r);
      for (int c = 0; c < code.length; c++) {
        means[c] += code[c];
        boolean small = Math.abs(code[c]) < NEGLIGIBLE;
        negligible += small ? 1 : 0;
        active[r] += (rule == Rule.NOT_ZERO ? code[c] != 0 : !small) ? 1 : 0;
      }
    }
    for (int c = 0; c < means.length; c++) {
      means[c] /= active.length;
    }
    if (rule == Rule.VARYING) {
      int varying =
          (int)
              Arrays.stream(RandomCode.variances(codes))
                  .filter(v -> v > RandomCode.INACTIVE_VARIANCE)
                  .count();
      Arrays.fill(active, varying);
      return new Activity(active, means, 1 - (double) varying / means.length);
    }
    return new Activity(active, means, (double) negligible / codes.size());
  }

  /** The fewest units active in any sample. */
  public int minimum() {
    return Arrays.stream(activeUnits).min().orElse(0);
  }

  /** Active units, mean over samples. */
  public double mean() {
    return Arrays.stream(activeUnits).average().orElse(0);
  }

  /** The most units active in any sample. */
  public int maximum() {
    return Arrays.stream(activeUnits).max().orElse(0);
  }
}
