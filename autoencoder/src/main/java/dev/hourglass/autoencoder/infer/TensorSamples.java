package dev.hourglass.autoencoder.infer;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;

/** The rows of a tensor read as samples, without copying, and samples copied to rows. */
public final class TensorSamples {
  private TensorSamples() {}

  /**
   * Rows as vectors.
   *
   * @param rows {@code [samples, features]}, float32
   * @throws IllegalArgumentException if it has another format
   */
  public static Dataset of(Tensor rows) {
    return of(rows, SampleShape.vector(rows.columns()));
  }

  /**
   * Rows as samples of a shape.
   *
   * @param rows {@code [samples, features]}, float32
   * @throws IllegalArgumentException if it has another format, or rows of another width
   */
  public static Dataset of(Tensor rows, SampleShape shape) {
    if (rows.format() != Format.FLOAT32 || rows.columns() != shape.features()) {
      throw new IllegalArgumentException(
          "samples of %s need a float32 tensor of %d columns, but it was %s"
              .formatted(shape, shape.features(), rows));
    }
    return Dataset.over(rows.segment().asSlice(0, rows.size() * Format.FLOAT32.bytes()), shape);
  }

  /** A copy of all samples as rows, {@code [samples, features]}, float32. */
  public static Tensor copyOf(Dataset samples) {
    Tensor rows = Tensor.allocate(samples.size(), samples.features());
    samples.gather(RowOrder.all(samples.size()), 0, samples.size(), rows.segment());
    return rows;
  }
}
