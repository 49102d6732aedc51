package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.ContractiveWork;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;

/**
 * How many rows go through a model at once: as many as fit a budget of bytes, so that wide samples
 * cost no more memory than narrow ones.
 */
public final class RowBudget {
  /**
   * Bytes that the buffers of one worker take while training, at most, unless one row takes more.
   */
  public static final long TRAINING_BYTES = 256L << 20;

  /** Bytes that the buffers of one thread take afterwards, at most, unless one row takes more. */
  public static final long INFERENCE_BYTES = 64L << 20;

  /**
   * Validation samples that a worker takes through the model at once, at most: more are no faster.
   */
  public static final int VALIDATION_ROWS = 256;

  private RowBudget() {}

  /** Rows that a worker takes through the model and back at once; at least 1. */
  public static int trainingRows(Blueprint blueprint, Networks networks, Precision precision) {
    return rows(TRAINING_BYTES, trainingBytesPerRow(blueprint, networks, precision));
  }

  /** Rows that a thread takes through the model at once; at least 1. */
  public static int inferenceRows(Blueprint blueprint, Networks networks, Precision precision) {
    return rows(INFERENCE_BYTES, inferenceBytesPerRow(blueprint, networks, precision));
  }

  /**
   * The same of sparse samples, of which nothing is as wide as they are but the outputs.
   *
   * @param mostEntries of a sample
   */
  static int sparseInferenceRows(
      Blueprint blueprint, Networks networks, Precision precision, int mostEntries) {
    long numbers =
        outputs(networks.encoder()) + outputs(networks.decoder()) + 2L * blueprint.codeSize();
    long entries = (long) mostEntries * (Integer.BYTES + Float.BYTES);
    return rows(INFERENCE_BYTES, numbers * precision.master().bytes() + entries);
  }

  private static int rows(long budget, long bytesPerRow) {
    return Math.clamp(budget / bytesPerRow, 1, Integer.MAX_VALUE);
  }

  /** Bytes of a worker's buffers for each row, as if nothing were shared among them. */
  public static long trainingBytesPerRow(
      Blueprint blueprint, Networks networks, Precision precision) {
    long master = precision.master().bytes();
    long compute = precision.compute().bytes();
    long samples =
        blueprint.features() * (Format.FLOAT32.bytes() + master + compute)
            + blueprint.targetFeatures() * (Format.FLOAT32.bytes() + master);
    long activations = 2 * compute * (outputs(networks.encoder()) + outputs(networks.decoder()));
    return samples
        + activations
        + 4 * master * blueprint.codeSize()
        + (ContractiveWork.takesDifferences(blueprint) ? differences(blueprint, networks) : 0)
            * master;
  }

  /** Numbers that the encoder takes of a row to be looked at from both sides of it. */
  private static long differences(Blueprint blueprint, Networks networks) {
    return 5L * blueprint.features() + 4 * outputs(networks.encoder()) + blueprint.codeSize();
  }

  /** Bytes of a thread's buffers for each row, as if nothing were shared among them. */
  public static long inferenceBytesPerRow(
      Blueprint blueprint, Networks networks, Precision precision) {
    long master = precision.master().bytes();
    long samples =
        blueprint.features() * (Format.FLOAT32.bytes() + precision.compute().bytes())
            + blueprint.targetFeatures() * (2L * Format.FLOAT32.bytes() + master);
    long activations = master * (outputs(networks.encoder()) + 2 * outputs(networks.decoder()));
    return samples + activations + 2 * master * blueprint.codeSize();
  }

  private static long outputs(Network network) {
    return network.layers().stream().mapToLong(Layer::outputs).sum();
  }
}
