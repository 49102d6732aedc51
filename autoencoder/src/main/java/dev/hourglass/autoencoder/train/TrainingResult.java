package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.tensor.Precision;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a training came to.
 *
 * @param autoencoder with the best parameters
 * @param course how it went
 * @param stopReason why it ended
 * @param duration of the whole training
 * @param precision products and activations were computed in
 * @param stepTimes where the time went
 */
public record TrainingResult(
    Autoencoder autoencoder,
    Course course,
    StopReason stopReason,
    Duration duration,
    Precision precision,
    StepTimes stepTimes) {

  /**
   * How a training went.
   *
   * @param history an entry per epoch
   * @param bestEpoch 1-based; the epoch whose parameters were kept, 0 for those of the start
   * @param changes that keep it from being repeated by blueprint, training and data alone, in words
   */
  public record Course(List<EpochRecord> history, int bestEpoch, List<String> changes) {
    public Course {
      history = List.copyOf(history);
      changes = List.copyOf(changes);
    }
  }

  /** An entry per epoch. */
  public List<EpochRecord> history() {
    return course.history();
  }

  /** 1-based; the epoch whose parameters were kept, 0 for those of the start. */
  public int bestEpoch() {
    return course.bestEpoch();
  }

  /**
   * Where the model comes from, with the samples it was trained on; looks at all of them, unless
   * they are what the training broke off for want of.
   */
  public Provenance provenance(Dataset samples, Optional<Provenance.Reading> reading) {
    double loss =
        bestEpoch() == 0 ? startLoss(samples) : history().get(bestEpoch() - 1).monitored();
    return new Provenance(
        Version.current(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        lookAt(samples, DataIdentity::of).orElseGet(() -> DataIdentity.unseen(samples)),
        reading,
        new Provenance.Outcome(history().size(), bestEpoch(), loss, Optional.of(stopReason.text())),
        new Provenance.Computation(
            precision.name().toLowerCase(Locale.ROOT),
            autoencoder.kernels().name(),
            duration.toMillis() / 1e3),
        course.changes());
  }

  /** A start is the best only where it is PCA's solution, whose loss is the squared error. */
  private double startLoss(Dataset samples) {
    return samples.features()
        * Arrays.stream(autoencoder.reconstructionErrors(samples)).average().orElse(Double.NaN);
  }

  /**
   * What there is to keep of the training in a file.
   *
   * @param preparation that made the samples of raw ones
   * @param training as it was asked for
   * @param samples it was trained on
   */
  public ModelFile.Model model(Preparation preparation, Training training, Dataset samples) {
    return model(preparation, training, samples, Optional.empty());
  }

  /**
   * What there is to keep of the training in a file, so that it can be trained again.
   *
   * @param preparation that made the samples of raw ones
   * @param training as it was asked for
   * @param samples it was trained on
   * @param reading how they came of their file
   */
  public ModelFile.Model model(
      Preparation preparation, Training training, Dataset samples, Provenance.Reading reading) {
    return model(preparation, training, samples, Optional.of(reading));
  }

  private ModelFile.Model model(
      Preparation preparation,
      Training training,
      Dataset samples,
      Optional<Provenance.Reading> reading) {
    ModelFile.Model model =
        new ModelFile.Model(autoencoder, preparation, training, provenance(samples, reading));
    return lookAt(samples, TrainingRange::of)
        .map(range -> model.withSection(TrainingRange.SECTION, range))
        .orElse(model);
  }

  /** Empty where the samples can no longer be read, and that is why the training ended. */
  private <T> Optional<T> lookAt(Dataset samples, Function<Dataset, T> look) {
    try {
      return Optional.of(look.apply(samples));
    } catch (InternalError e) {
      if (stopReason != StopReason.BROKEN_OFF) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Why a training ended. */
  public enum StopReason {
    /** All epochs are done. */
    COMPLETED("all epochs done"),
    /** As many epochs are done as served the samples best that a trial had held aside. */
    SERVED_BEST("as many as the trial found best"),
    /** Early stopping's patience ran out. */
    NO_IMPROVEMENT("no improvement"),
    /** The time limit passed. */
    TIME_LIMIT("time limit reached"),
    /** The listener asked to stop, or the calling thread was interrupted. */
    INTERRUPTED("interrupted"),
    /** The loss ceased to be a number; the last good parameters were kept. */
    DIVERGED("diverged"),
    /** Memory, samples or a place to write were gone; the best parameters until then were kept. */
    BROKEN_OFF("broken off");

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
