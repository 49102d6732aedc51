package dev.hourglass.autoencoder.train;

import java.util.Locale;

/**
 * The objective ceased to be a finite number, or stayed a hundred times as large as it began; the
 * last good parameters are kept.
 */
public final class DivergedException extends RuntimeException implements EndedEarly {
  private static final long serialVersionUID = 1;

  private final transient TrainingResult lastGood;

  DivergedException(
      int epoch, int step, double loss, double learningRate, TrainingResult lastGood) {
    super(
        ("training diverged: the loss was %s at epoch %d, step %d. Lower the learning rate (it was"
             + " %s; a third is a good next try), clip gradients with option 'gradient-norm' = 1,"
             + " or scale the data (option 'scaling' = standardize). Kept: the parameters of %s.")
            .formatted(
                text(loss),
                epoch,
                step,
                learningRate,
                lastGood.bestEpoch() == 0 ? "the start" : "epoch " + lastGood.bestEpoch()));
    this.lastGood = lastGood;
  }

  private static String text(double loss) {
    return Double.isFinite(loss)
        ? String.format(Locale.ROOT, "%.3g (over %.0f times its beginning)", loss, Explosion.FACTOR)
        : Double.toString(loss);
  }

  @Override
  public TrainingResult lastGood() {
    return lastGood;
  }
}
