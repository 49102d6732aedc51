package dev.hourglass.autoencoder;

import dev.hourglass.data.Dataset;
import dev.hourglass.data.Labels;
import dev.hourglass.data.SampleShape;
import dev.hourglass.engine.Format;
import dev.hourglass.engine.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** The rows of a float32 tensor, seen as samples. */
record TensorSamples(Tensor tensor, SampleShape shape) implements Dataset {
  static TensorSamples of(Tensor tensor, SampleShape expected) {
    if (tensor.format() != Format.FLOAT32) {
      throw new IllegalArgumentException("samples are float32, but were " + tensor);
    }
    return new TensorSamples(
        tensor,
        tensor.columns() == expected.features() ? expected : SampleShape.vector(tensor.columns()));
  }

  @Override
  public int size() {
    return tensor.rows();
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
    return "tensor " + tensor;
  }

  @Override
  public void gather(int[] rows, int from, int count, MemorySegment into) {
    long bytes = 4L * tensor.columns();
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(tensor.segment(), rows[from + i] * bytes, into, i * bytes, bytes);
    }
  }
}
