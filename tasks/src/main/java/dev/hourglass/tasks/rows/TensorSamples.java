package dev.hourglass.tasks.rows;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Labels;
import dev.hourglass.data.SampleShape;
import dev.hourglass.engine.Format;
import dev.hourglass.engine.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rows of a float32 tensor read as a dataset, without copying.
 *
 * @param values {@code [samples, features]}
 * @param shape of a sample
 */
public record TensorSamples(Tensor values, SampleShape shape) implements Dataset {
  public TensorSamples {
    if (values.columns() != shape.features() || values.format() != Format.FLOAT32) {
      throw new IllegalArgumentException(
          "samples of %s need a float32 tensor of %d columns, but it was %s"
              .formatted(shape, shape.features(), values));
    }
  }

  @Override
  public int size() {
    return values.rows();
  }

  @Override
  public Optional<Labels> labels() {
    return Optional.empty();
  }

  @Override
  public List<String> featureNames() {
    return List.of();
  }

  @Override
  public String source() {
    return "memory";
  }

  @Override
  public void gather(int[] rows, int from, int count, MemorySegment into) {
    Objects.checkFromIndexSize(from, count, rows.length);
    long rowBytes = (long) values.columns() * Float.BYTES;
    for (int i = 0; i < count; i++) {
      long row = Objects.checkIndex(rows[from + i], values.rows());
      MemorySegment.copy(values.segment(), row * rowBytes, into, i * rowBytes, rowBytes);
    }
  }
}
