package dev.hourglass.data.dataset;

import java.util.List;
import java.util.Optional;

/**
 * A dataset over another one: whatever it does not say otherwise is the other's. A view whose rows
 * do not depend on their numbers makes its {@link #subset} of the other's subset, so that row
 * numbers are looked up once, next to the stored samples.
 */
public interface DatasetView extends Dataset {

  /** The dataset beneath. */
  Dataset samples();

  @Override
  default int size() {
    return samples().size();
  }

  @Override
  default SampleShape shape() {
    return samples().shape();
  }

  @Override
  default Optional<Labels> labels() {
    return samples().labels();
  }

  @Override
  default List<String> featureNames() {
    return samples().featureNames();
  }

  @Override
  default FeatureGroups featureGroups() {
    return samples().featureGroups();
  }

  @Override
  default List<String> sampleNames() {
    return samples().sampleNames();
  }

  @Override
  default int groupSize() {
    return samples().groupSize();
  }

  @Override
  default String source() {
    return samples().source();
  }
}
