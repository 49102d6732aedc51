package dev.hourglass.data.dataset;

/**
 * Samples and what a model is to make of each: the same sample for a plain autoencoder, the clean
 * one for a denoiser, another half, a mask or a class for other uses.
 *
 * @param inputs what the encoder reads
 * @param targets what the output is compared with; as many as inputs
 */
public record Pairs(Dataset inputs, Dataset targets) {
  /** Refuses inputs and targets that are not equally many. */
  public Pairs {
    if (inputs.size() != targets.size()) {
      throw new IllegalArgumentException(
          "every input has a target, but there are %d inputs in %s and %d targets in %s"
              .formatted(inputs.size(), inputs.source(), targets.size(), targets.source()));
    }
  }

  /** Every sample is its own target. */
  public static Pairs same(Dataset samples) {
    return new Pairs(samples, samples);
  }

  /** How many there are. */
  public int size() {
    return inputs.size();
  }

  /** Whether every sample is its own target. */
  public boolean isSame() {
    return inputs == targets;
  }

  /** As an epoch of training sees them ({@link Dataset#drawnIn}). */
  public Pairs drawnIn(int epoch) {
    Dataset drawn = inputs.drawnIn(epoch);
    return isSame() ? same(drawn) : new Pairs(drawn, targets.drawnIn(epoch));
  }

  /** Those of the given rows, in that order. */
  public Pairs subset(int[] rows) {
    Dataset some = inputs.subset(rows);
    return isSame() ? same(some) : new Pairs(some, targets.subset(rows));
  }
}
