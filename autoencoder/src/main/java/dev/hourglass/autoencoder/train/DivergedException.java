package dev.hourglass.autoencoder.train;

/** The objective ceased to be a finite number; the last good parameters are kept. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient TrainingResult lastGood;

  DivergedException(
      int epoch, int step, double loss, double learningRate, TrainingResult lastGood) {
    super(
        ("training diverged: the loss was %s at epoch %d, step %d. Lower the learning rate (it was"
             + " %s; a third is a good next try), clip gradients with option 'gradient-norm' = 1,"
             + " or scale the data (option 'scaling' = standardize). Kept: the parameters of %s.")
            .formatted(
                loss,
                epoch,
                step,
                learningRate,
                lastGood.bestEpoch() == 0 ? "the start" : "epoch " + lastGood.bestEpoch()));
    this.lastGood = lastGood;
  }

  /** The model as it was after the best epoch, or at the start when there was none. */
  public TrainingResult lastGood() {
    return lastGood;
  }
}
