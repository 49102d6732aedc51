package dev.hourglass.autoencoder.file;

import dev.hourglass.data.read.ReadOptions;
import java.util.List;
import java.util.Optional;

/**
 * Where a model comes from: with blueprint, training and preparation all it takes to train it
 * again.
 *
 * @param version of Hourglass that trained it
 * @param created when, ISO 8601 in UTC
 * @param data it was trained on
 * @param reading how that data came to be, where that is known
 * @param outcome what the training came to
 * @param computation what computed it
 * @param changes that keep it from being repeated by blueprint, training and data alone, in words,
 *     oldest first: where it began, what changed on resuming
 */
public record Provenance(
    String version,
    String created,
    DataIdentity data,
    Optional<Reading> reading,
    Outcome outcome,
    Computation computation,
    List<String> changes) {
  public Provenance {
    changes = List.copyOf(changes);
  }

  /**
   * How training samples came of a file.
   *
   * @param options of the reader
   * @param validation what was watched while training
   */
  public record Reading(ReadOptions options, Validation validation) {}

  /** The samples that were watched while training. */
  public sealed interface Validation {
    /** None were. */
    record None() implements Validation {}

    /**
     * A share of the data, drawn with the training's seed and not trained on.
     *
     * @param fraction in (0, 1)
     */
    record Share(double fraction) implements Validation {
      public Share {
        if (!(fraction > 0 && fraction < 1)) {
          throw new IllegalArgumentException(
              "a share of the data for validation lies in (0, 1), but was " + fraction);
        }
      }
    }

    /** Data of their own. */
    record Other(DataIdentity data) implements Validation {}
  }

  /**
   * What a training came to.
   *
   * @param epochs that were done
   * @param bestEpoch whose parameters these are
   * @param loss of that epoch: the validation samples' where there were some
   * @param stopped why it ended, in words, where that is known
   */
  public record Outcome(int epochs, int bestEpoch, double loss, Optional<String> stopped) {}

  /**
   * What computed a training.
   *
   * @param precision of products and activations
   * @param kernels by name
   * @param seconds the training took
   */
  public record Computation(String precision, String kernels, double seconds) {}
}
