package dev.hourglass.autoencoder.file;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.Dataset;
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

  /** Looks at all samples. */
  public static TrainingRange of(Dataset samples) {
    float[] row = new float[samples.features()];
    MemorySegment segment = MemorySegment.ofArray(row);
    int[] one = new int[1];
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < samples.size(); i++) {
      one[0] = i;
      samples.gather(one, 0, 1, segment);
      for (float value : row) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    return new TrainingRange(least, most);
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
