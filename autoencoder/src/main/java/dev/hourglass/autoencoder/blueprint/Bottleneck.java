package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Tensor;

/** What happens to the code between encoder and decoder. */
public sealed interface Bottleneck {
  /** The code is the encoder's output. */
  record Deterministic() implements Bottleneck {}

  /**
   * The encoder puts out a mean and a log-variance, and the code is drawn from that normal
   * distribution while training (reparameterisation, Kingma and Welling 2014); the mean is the code
   * otherwise, unless a draw is asked for.
   */
  record Gaussian() implements Bottleneck {}

  /**
   * Only the k largest units of each sample's code are kept, the others are zero (k-sparse
   * autoencoder, Makhzani and Frey 2014).
   *
   * @param k units kept; at least 1
   */
  record TopK(int k) implements Bottleneck {
    public TopK {
      if (k < 1) {
        throw new IllegalArgumentException("k must be at least 1, but was " + k);
      }
    }
  }

  /**
   * The code is made to be rounded to whole steps and kept in few bits, as compression does: while
   * training, noise even over one step takes the place of rounding, z̃ = z + Δ u with u in [−½, ½),
   * and the objective gets what the code would take, Δ²/6 · Σⱼ ½ log(1 + (zⱼ/Δ)²), mean over the
   * batch (Ballé, Laparra and Simoncelli 2017, with a prior that is fixed). Δ²/6 is what a nat is
   * worth where a step of a unit moves the reconstruction by Δ: there −∂/∂Δ of Δ²/12, the squared
   * error of rounding, is what a finer step costs. So units settle on that scale and one step suits
   * all. A code that is asked for is not rounded.
   *
   * @param step Δ, on the scale of the prepared features; above 0
   */
  record Rounded(double step) implements Bottleneck {
    public Rounded {
      if (!(step > 0 && step < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a code's step must be above 0, but was " + step);
      }
    }

    /**
     * Adds noise in place of rounding.
     *
     * @param key of the draws
     * @param firstRow the number of the first row within the batch
     * @param codes {@code [rows, code]}
     * @param noisy {@code [rows, code]}, overwritten
     */
    public void disturb(long key, int firstRow, Tensor codes, Tensor noisy) {
      int first = firstRow * codes.columns();
      for (int i = 0; i < codes.size(); i++) {
        noisy.set(i, codes.get(i) + step * (Noise.uniform(key, first + i) - 0.5));
      }
    }

    /**
     * Adds the gradient of what codes take.
     *
     * @param codes {@code [rows, code]}, undisturbed
     * @param scale 1 / batch size
     * @param gradient {@code [rows, code]}
     * @return what they take, weighted, summed over the rows
     */
    public double addRate(Tensor codes, double scale, Tensor gradient) {
      double worth = step * step / 6;
      double sum = 0;
      for (long i = 0; i < codes.size(); i++) {
        double value = codes.get(i);
        double steps = value / step;
        sum += Math.log1p(steps * steps);
        double slope = value / (step * step + value * value);
        gradient.set(i, gradient.get(i) + worth * scale * slope);
      }
      return worth / 2 * sum;
    }
  }

  /**
   * The code is made of entries of a codebook: what the encoder puts out is cut into groups of
   * {@code width} units, and each group becomes the nearest of the {@code entries} vectors that its
   * codebook has (VQ-VAE, van den Oord, Vinyals and Kavukcuoglu 2017; several groups are a product
   * quantiser, Jégou, Douze and Schmid 2011). Where the code keeps height and width, all places
   * share the codebooks; otherwise each group has one of its own.
   *
   * <p>With z a group and e its entry, the objective gets ‖sg z − e‖² + β ‖z − sg e‖², sg being
   * what has no gradient: the first moves entries to what they stand for, the second keeps the
   * encoder near them. The decoder's gradient by e goes on to z as it is (straight-through).
   *
   * @param entries of a codebook; 2 to {@value #MOST_ENTRIES}
   * @param width units of a group; at least 1, and the code's units, or its channels at each place,
   *     are a multiple of it
   * @param commitment β; 0 or more
   */
  record VectorQuantized(int entries, int width, double commitment) implements Bottleneck {
    /** Indices of more would not fit in two bytes. */
    public static final int MOST_ENTRIES = 1 << 16;

    public VectorQuantized {
      if (entries < 2 || entries > MOST_ENTRIES) {
        throw new IllegalArgumentException(
            "a codebook has 2 to %,d entries, option 'codebook', but was %d"
                .formatted(MOST_ENTRIES, entries));
      }
      if (width < 1) {
        throw new IllegalArgumentException(
            "a group of a quantised code has 1 or more units, option 'codebook-width', but was "
                + width);
      }
      if (!(commitment >= 0 && commitment < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "option 'commitment' is 0 or more, but was " + commitment);
      }
    }
  }
}
