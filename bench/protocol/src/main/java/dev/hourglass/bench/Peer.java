package dev.hourglass.bench;

import java.util.Map;

/**
 * One library doing the work of one {@link Line}, as an honest program written with it would: its
 * own trainer, its own optimiser, its own way to pick rows, nothing around it that such a program
 * would not have.
 *
 * <p>Life: {@link #prepare} once, then the method of the line's kind any number of times, then
 * {@link #close}. One thread calls it.
 */
public interface Peer extends AutoCloseable {

  /** Returns library and version, for the table. */
  String name();

  /**
   * Builds the network and brings the images into the form that serves the library best.
   *
   * @param line the work to come
   * @param images the samples; not kept alive for the peer's sake afterwards
   * @param threads threads that the library may compute with
   */
  void prepare(Line line, Images images, int threads) throws Exception;

  /**
   * Training steps that were timed.
   *
   * @param samples that went through
   * @param seconds from the start of the first step to the end of the last, shuffling included;
   *     what a library sets up once per training excluded
   */
  record Trained(long samples, double seconds) {}

  /** Takes so many training steps, shuffling anew whenever the images run out. */
  Trained train(int steps) throws Exception;

  /**
   * Returns whether every {@link #train} is a training of its own, with parameters drawn anew: the
   * reconstruction error is then that of the last one alone.
   */
  default boolean startsAnew() {
    return false;
  }

  /** Encodes all images, in order, code after code. */
  void encodeAll(float[] codes) throws Exception;

  /** Encodes one sample. */
  void encodeOne(float[] sample, float[] code) throws Exception;

  /**
   * Returns the mean squared error per feature over the first thousand images: evidence that what
   * was timed did learn.
   */
  double reconstructionError() throws Exception;

  /** Returns where a step's time went, µs by phase of the last training; empty if unknown. */
  default Map<String, Double> phases() {
    return Map.of();
  }

  @Override
  void close() throws Exception;
}
