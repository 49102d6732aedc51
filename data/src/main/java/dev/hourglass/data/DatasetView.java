package dev.hourglass.data;

import java.util.List;
import java.util.Optional;

/** A dataset over another one: whatever it does not say otherwise is the other's. */
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
  default String source() {
    return samples().source();
  }
}
