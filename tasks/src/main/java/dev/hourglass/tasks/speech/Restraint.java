package dev.hourglass.tasks.speech;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much of what a mask takes away is taken away, by how much that is: where the mask finds
 * little noise, what it takes is as much its own error, and the recording is better left alone. The
 * share w = ⟨n, n̂⟩ / ⟨n̂, n̂⟩ of the found noise n̂ leaves the least error; it is measured on
 * mixtures, for each strength of the noise that was found.
 *
 * @param shares from 0 to 1 by the found signal-to-noise ratio, in steps of {@value #STEP} dB from
 *     {@value #LEAST} dB
 */
record Restraint(double[] shares) {
  static final double LEAST = -10;
  static final double STEP = 2.5;
  static final int STEPS = 17;

  /**
   * The shares are measured on voices the network knows. Of a stranger's it takes more for noise
   * than is: what is found is taken to be so much less, in power, where it is faint.
   */
  private static final double STRANGER = 4;

  /** Refuses shares that are none. */
  Restraint {
    if (shares.length != STEPS) {
      throw new IllegalArgumentException(
          "there are %d shares, but were %d".formatted(STEPS, shares.length));
    }
    for (double share : shares) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share is from 0 to 1, but was " + share);
      }
    }
  }

  /** Takes away all that the mask says. */
  static Restraint none() {
    double[] ones = new double[STEPS];
    Arrays.fill(ones, 1);
    return new Restraint(ones);
  }

  private static double place(double ratio) {
    return Math.clamp((10 * Math.log10(ratio) - LEAST) / STEP, 0, STEPS - 1);
  }

  /**
   * The share at a found ratio.
   *
   * @param kept energy that the mask keeps
   * @param taken energy that it takes away
   */
  double share(double kept, double taken) {
    double ratio = (kept + 1e-12) / (taken + 1e-12);
    double place = place(ratio * Math.clamp(ratio, 1, STRANGER));
    int below = Math.min(STEPS - 2, (int) place);
    double part = place - below;
    return (1 - part) * shares[below] + part * shares[below + 1];
  }

  /** Collects mixtures. Not for several threads. */
  static final class Measuring {
    /** Fewer mixtures of a strength say nothing of the worst of them. */
    private static final int ENOUGH = 30;

    /** The part of the mixtures of a strength that may become worse than they came. */
    private static final double HARMED = 0.1;

    private final double[] products = new double[STEPS];
    private final double[] squares = new double[STEPS];
    private final List<List<Double>> best = new ArrayList<>();

    Measuring() {
      for (int i = 0; i < STEPS; i++) {
        best.add(new ArrayList<>());
      }
    }

    /**
     * One mixture.
     *
     * @param kept energy that the mask kept
     * @param noise what was added
     * @param found what the mask took away
     */
    void add(double kept, float[] noise, float[] found) {
      double product = 0;
      double square = 0;
      for (int i = 0; i < noise.length; i++) {
        product += (double) noise[i] * found[i];
        square += (double) found[i] * found[i];
      }
      int step = (int) Math.round(place((kept + 1e-12) / (square + 1e-12)));
      products[step] += product / (kept + square);
      squares[step] += square / (kept + square);
      best.get(step).add(product / (square + Double.MIN_NORMAL));
    }

    /**
     * The shares: what is best on the mean, but no more than leaves most better than they came,
     * which w does to a mixture whose own best is above w / 2; never more where less noise is
     * found; those without mixtures as beside them.
     */
    Restraint restraint() {
      double[] shares = falling();
      double last = 1;
      for (int i = 0; i < STEPS; i++) {
        List<Double> sorted = best.get(i).stream().sorted().toList();
        double most = sorted.size() >= ENOUGH ? 2 * sorted.get((int) (HARMED * sorted.size())) : 1;
        last = Math.clamp(Math.min(shares[i], most), 0, last);
        shares[i] = last;
      }
      return new Restraint(shares);
    }

    /**
     * What leaves the least error of all shares that fall: neighbours that rise are taken together
     * (pool adjacent violators, Ayer et al. 1955), so that a few mixtures do not speak for many.
     */
    private double[] falling() {
      int[] ends = new int[STEPS];
      double[] product = new double[STEPS];
      double[] square = new double[STEPS];
      int blocks = 0;
      for (int i = 0; i < STEPS; i++) {
        ends[blocks] = i + 1;
        product[blocks] = products[i];
        square[blocks] = squares[i];
        blocks++;
        while (blocks > 1 && !falls(product, square, blocks - 2)) {
          blocks--;
          ends[blocks - 1] = ends[blocks];
          product[blocks - 1] += product[blocks];
          square[blocks - 1] += square[blocks];
        }
      }
      double[] shares = new double[STEPS];
      int from = 0;
      for (int b = 0; b < blocks; b++) {
        double share = square[b] > 0 ? product[b] / square[b] : 1;
        Arrays.fill(shares, from, ends[b], share);
        from = ends[b];
      }
      return shares;
    }

    /** Whether a block's share is above that of the next; one without mixtures is none. */
    private static boolean falls(double[] product, double[] square, int block) {
      return square[block] > 0
          && square[block + 1] > 0
          && product[block] * square[block + 1] > product[block + 1] * square[block];
    }
  }
}
