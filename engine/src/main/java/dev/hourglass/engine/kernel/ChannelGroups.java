package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.FeatureMap;

/**
 * The channels of a plane in groups of neighbours, whose numbers share a mean and a variance.
 *
 * @param map the plane
 * @param count groups; a divisor of its channels
 */
public record ChannelGroups(FeatureMap map, int count) {

  /** Refuses a count that leaves groups of different sizes. */
  public ChannelGroups {
    if (count < 1 || map.channels() % count != 0) {
      throw new IllegalArgumentException(
          "%d channels do not make %d groups of the same size".formatted(map.channels(), count));
    }
  }

  /** Channels of a group. */
  public int channels() {
    return map.channels() / count;
  }

  /** Numbers of a row that are in a group. */
  public int size() {
    return map.places() * channels();
  }
}
