package dev.hourglass.autoencoder.train;

/** A training that failed on its way, with what was learned until then. */
public sealed interface EndedEarly permits DivergedException, BrokenOffException {
  /** The model as it was after the best epoch, or at the start when there was none. */
  TrainingResult lastGood();
}
