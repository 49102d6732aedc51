package dev.hourglass.bench.nearest;

import dev.hourglass.engine.tensor.Tensor;

/** Something that finds the nearest of many codes by cosine. */
interface Contestant extends AutoCloseable {
  /** What it is. */
  String name();

  /** Takes the codes in. */
  void build(Tensor codes);

  /**
   * The numbers of the nearest codes, nearest first.
   *
   * @param candidates that the walk keeps
   */
  int[] nearest(float[] code, int count, int candidates);

  @Override
  void close();
}
