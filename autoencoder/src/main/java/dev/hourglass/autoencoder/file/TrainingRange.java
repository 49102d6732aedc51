package dev.hourglass.autoencoder.file;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.sparse.SparseSamples;
import java.lang.foreign.MemorySegment;

/**
 * The range that the training samples' features lay in, as the network saw them; kept in a section,
 * so that what is said of other samples does not depend on their outliers.
 *
 * @param least of all features
 * @param most of all features
 */
public record TrainingRange(double least, double most) {
  /** How it is kept in a model file. */
  public static final SectionCodec<TrainingRange> SECTION = new Codec();

  /** Looks at all samples; of sparse ones at what is there, and at the zeros between. */
  public static TrainingRange of(Dataset samples) {
    return samples instanceof SparseSamples sparse ? ofSparse(sparse) : ofDense(samples);
  }

  private static TrainingRange ofSparse(SparseSamples samples) {
    boolean full = samples.entries() == (long) samples.size() * samples.features();
    float[] ends = {full ? Float.POSITIVE_INFINITY : 0, full ? Float.NEGATIVE_INFINITY : 0};
    for (int row = 0; row < samples.size(); row++) {
      samples.visit(
          row,
          (_, value) -> {
            ends[0] = Math.min(ends[0], value);
            ends[1] = Math.max(ends[1], value);
          });
    }
    return new TrainingRange(ends[0], ends[1]);
  }

  private static TrainingRange ofDense(Dataset samples) {
    float[] row = new float[samples.features()];
    MemorySegment segment = MemorySegment.ofArray(row);
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < samples.size(); i++) {
      RowSamples.copyRow(samples, i, segment, 0);
      for (float value : row) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    return new TrainingRange(least, most);
  }

  /** That of these samples and others together. */
  public TrainingRange with(TrainingRange other) {
    return new TrainingRange(Math.min(least, other.least), Math.max(most, other.most));
  }

  /** The largest difference there is between two values: 1 where they lie within 0 and 1. */
  public double peak() {
    return least >= 0 && most <= 1 ? 1 : most - least;
  }

  private static final class Codec implements SectionCodec<TrainingRange> {
    @Override
    public String name() {
      return "training-range";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Section write(TrainingRange range) {
      return Section.of(1, BlueprintMap.ordered("least", range.least, "most", range.most));
    }

    @Override
    public TrainingRange read(Section section) {
      StrictMap map = new StrictMap(name(), section.content());
      return map.finish(new TrainingRange(map.finite("least"), map.finite("most")));
    }

    @Override
    public Section migrate(Section section) {
      throw new IllegalArgumentException("there is no older version");
    }
  }
}
