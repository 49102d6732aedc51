package dev.hourglass.autoencoder.blueprint;

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
}
