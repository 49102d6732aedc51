package dev.hourglass.tasks.evaluate;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * How busy the code's units are.
 *
 * <p>Where a code has true zeros (k-sparse and ReLU codes) a unit is active when it is not zero;
 * elsewhere when its activation is at least {@link #NEGLIGIBLE} in magnitude.
 *
 * @param activeUnits how many units are active in every sample
 * @param meanActivation mean over the samples of every unit's activation
 * @param inactiveFraction the share of all activations below {@link #NEGLIGIBLE} in magnitude
 */
public record Activity(int[] activeUnits, double[] meanActivation, double inactiveFraction) {
  /** An activation of smaller magnitude is as good as none. */
  public static final double NEGLIGIBLE = 1e-3;

  /**
   * Counts over codes.
   *
   * @param codes {@code [samples, units]}
   * @param trueZeros whether a unit that is not active is exactly 0; see {@link #hasTrueZeros}
   */
  public static Activity of(Tensor codes, boolean trueZeros) {
    int[] active = new int[codes.rows()];
    double[] means = new double[codes.columns()];
    long negligible = 0;
    for (int r = 0; r < active.length; r++) {
      float[] code = codes.row(r);
      for (int c = 0; c < code.length; c++) {
        means[c] += code[c];
        boolean small = Math.abs(code[c]) < NEGLIGIBLE;
        negligible += small ? 1 : 0;
        active[r] += (trueZeros ? code[c] != 0 : !small) ? 1 : 0;
      }
    }
    for (int c = 0; c < means.length; c++) {
      means[c] /= active.length;
    }
    return new Activity(active, means, (double) negligible / codes.size());
  }

  /** Whether this blueprint's inactive units are exactly 0. */
  public static boolean hasTrueZeros(Blueprint blueprint) {
    return blueprint.bottleneck() instanceof Bottleneck.TopK
        || blueprint.codeActivation() == Activation.RELU;
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
