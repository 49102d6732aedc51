package dev.hourglass.autoencoder.train;

/**
 * Something that training needs was taken from it: memory, the file of its samples, room for its
 * checkpoint. The best parameters until then are kept.
 */
public final class BrokenOffException extends RuntimeException implements EndedEarly {
  private static final long serialVersionUID = 1;

  private final transient TrainingResult lastGood;

  BrokenOffException(Throwable cause, int epoch, String source, TrainingResult lastGood) {
    super(
        "training broke off in epoch %d: %s. Kept: the parameters of %s."
            .formatted(
                epoch,
                reason(cause, source),
                lastGood.bestEpoch() == 0 ? "the start" : "epoch " + lastGood.bestEpoch()),
        cause);
    this.lastGood = lastGood;
  }

  private static String reason(Throwable cause, String source) {
    return switch (cause) {
      // The JVM's answer to a page of a mapped file that is no longer there.
      case InternalError _ ->
          "%s can no longer be read: its file was cut short, or its disk is gone; restore it"
              .formatted(source);
      case OutOfMemoryError e ->
          "memory ended (%s); give Java more, or train with smaller batches or fewer workers"
              .formatted(e.getMessage());
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }

  @Override
  public TrainingResult lastGood() {
    return lastGood;
  }
}
