package dev.hourglass.engine.kernel;

/** What a window keeps of the numbers it sees, channel by channel. */
public enum Pooling {
  /** The largest. */
  MAXIMUM,
  /** Their mean; imagined numbers do not count. */
  AVERAGE
}
