package dev.hourglass.autoencoder.train.demands;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.ContractiveWork;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.RowBudget;
import dev.hourglass.base.MachineMemory;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import java.util.StringJoiner;

/**
 * What a training takes from memory, beside its samples, before it takes any: a network that is too
 * wide is refused with what to change, not by the operating system after an hour. All in bytes.
 *
 * @param parameters the parameters, those of the best epoch, and their copy in the compute format
 * @param moments what the optimiser keeps of each
 * @param gradients one of each parameter and worker
 * @param buffers activations of the rows that go through at once, of all workers
 * @param validation the same for validation samples
 * @param result the parameters of the model that comes out, set aside from the start
 */
public record MemoryEstimate(
    long parameters, long moments, long gradients, long buffers, long validation, long result) {

  /** A picture's longer side in the example of a remedy. */
  private static final int SMALL_SIDE = 128;

  /** Narrower samples are not what takes the memory. */
  private static final int WIDE = 10_000;

  /**
   * Estimates a training.
   *
   * @param samples how many there are to learn from
   * @param validation how many there are to watch, 0 or more
   * @throws IllegalArgumentException if the network has more parameters than any may have
   */
  public static MemoryEstimate of(
      Blueprint blueprint, Training training, Kernels kernels, int samples, int validation) {
    Networks networks = Networks.of(blueprint);
    Precision precision = training.precision().on(kernels);
    long master = precision.master().bytes();
    long compute = precision.compute().bytes();
    long size = networks.layout().size();
    long workers = training.workers();
    int moments =
        (training.optimizer().usesFirstMoment() ? 1 : 0)
            + (training.optimizer().usesSecondMoment() ? 1 : 0);
    int mostRows = (int) Math.ceilDiv(Math.min(training.batchSize(), samples), workers);
    int rows = Math.min(mostRows, RowBudget.trainingRows(blueprint, networks, precision));
    long gradients =
        (rows < mostRows ? 2L : 1L) // a chunk's beside their sum
            + (ContractiveWork.takesDifferences(blueprint) ? 2L : 0L); // a side's, and of all
    int watched =
        Math.min(
            Math.min(RowBudget.VALIDATION_ROWS, validation),
            RowBudget.inferenceRows(blueprint, networks, precision));
    return new MemoryEstimate(
        size * (2 * master + (compute == master ? 0 : compute)),
        size * moments * master,
        size * workers * gradients * master,
        workers * rows * RowBudget.trainingBytesPerRow(blueprint, networks, precision),
        workers
            * watched
            * (RowBudget.inferenceBytesPerRow(blueprint, networks, precision)
                + blueprint.features() * master),
        size * Format.FLOAT32.bytes());
  }

  /** All of it. */
  public long total() {
    return parameters + moments + gradients + buffers + validation + result;
  }

  /**
   * {@code 1.2 GB (parameters 345 MB, optimiser …)}, for people; parts that are none are left out.
   */
  public String text() {
    StringJoiner parts = new StringJoiner(", ", " (", ")");
    add(parts, "parameters", parameters);
    add(parts, "optimiser", moments);
    add(parts, "gradients", gradients);
    add(parts, "buffers", buffers);
    add(parts, "validation", validation);
    add(parts, "result", result);
    return MachineMemory.text(total()) + parts;
  }

  private static void add(StringJoiner parts, String name, long bytes) {
    if (bytes > 0) {
      parts.add(name + " " + MachineMemory.text(bytes));
    }
  }

  /**
   * Refuses what does not fit.
   *
   * @throws IllegalStateException if more is needed than there is, with what to change
   */
  public void check(MachineMemory memory, Blueprint blueprint) {
    if (total() <= memory.available()) {
      return;
    }
    SampleShape shape = blueprint.shape();
    StringBuilder remedy = new StringBuilder();
    if (shape.isImage() && shape.features() >= WIDE) {
      double shrink = (double) SMALL_SIDE / Math.max(shape.width(), shape.height());
      remedy.append(
          "bring the images to a smaller size, such as option 'resize' = %dx%d, or "
              .formatted(
                  Math.max(1, Math.round(shape.width() * shrink)),
                  Math.max(1, Math.round(shape.height() * shrink))));
    }
    remedy.append("make the layers smaller (option 'hidden'), or take fewer workers");
    remedy.append(" (option 'workers')");
    throw new IllegalStateException(
        "training on samples of %s takes about %s, but %s lets it have %s; %s"
            .formatted(
                shape, text(), memory.limit(), MachineMemory.text(memory.available()), remedy));
  }
}
