package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.train.TrainingListener;
import java.util.List;

/** Watches a comparison: progress bars, logs. Called on the comparison's own thread. */
public interface ComparisonListener {
  /** Does nothing. */
  ComparisonListener SILENT = new ComparisonListener() {};

  /** It is about to start with these models, in this order. */
  default void started(List<String> models) {}

  /**
   * A model's turn has come.
   *
   * @param number 1-based
   */
  default void modelStarted(String model, int number) {}

  /** What watches the training of an autoencoder; may stop it early, which keeps its best epoch. */
  default TrainingListener training(String model) {
    return TrainingListener.SILENT;
  }

  /** A model is about to be measured: a few words say what. */
  default void measuring(String model, String what) {}

  /** A model is done. */
  default void modelEnded(ModelResult result) {}

  /** A model could not be trained; the others go on. */
  default void modelFailed(String model, String reason) {}

  /** Asked between models; when true the comparison ends with those it has. */
  default boolean shouldStop() {
    return false;
  }
}
