package dev.hourglass.tasks.compress;

/** Is told how far compressing or decompressing is. */
public interface CompressionListener {
  /** Tells nobody. */
  CompressionListener SILENT = new CompressionListener() {};

  /**
   * A stage begins.
   *
   * @param stage a word or two
   * @param items samples that it goes through
   */
  default void began(String stage, int items) {}

  /** So many samples of the stage are done. */
  default void done(int items) {}
}
