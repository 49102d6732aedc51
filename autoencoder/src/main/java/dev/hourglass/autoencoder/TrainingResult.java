package dev.hourglass.autoencoder;

import dev.hourglass.engine.Precision;
import java.time.Duration;
import java.util.List;

/**
 * What a training came to.
 *
 * @param autoencoder with the best parameters
 * @param history an entry per epoch
 * @param bestEpoch 1-based; the epoch whose parameters were kept
 * @param stopReason why it ended
 * @param duration of the whole training
 * @param precision products and activations were computed in
 * @param stepTimes where the time went
 */
public record TrainingResult(
    Autoencoder autoencoder,
    List<EpochRecord> history,
    int bestEpoch,
    StopReason stopReason,
    Duration duration,
    Precision precision,
    StepTimes stepTimes) {
  public TrainingResult {
    history = List.copyOf(history);
  }

  /** Why a training ended. */
  public enum StopReason {
    /** All epochs are done. */
    COMPLETED("all epochs done"),
    /** Early stopping's patience ran out. */
    NO_IMPROVEMENT("no improvement"),
    /** The time limit passed. */
    TIME_LIMIT("time limit reached"),
    /** The listener asked to stop. */
    INTERRUPTED("interrupted"),
    /** The loss ceased to be a number; the last good parameters were kept. */
    DIVERGED("diverged");

    private final String text;

    StopReason(String text) {
      this.text = text;
    }

    /** A few words for people. */
    public String text() {
      return text;
    }
  }
}
