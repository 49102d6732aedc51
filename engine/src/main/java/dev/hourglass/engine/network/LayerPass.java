package dev.hourglass.engine.network;

/** A {@link Layer} bound to buffers: {@code forward} and {@code backward} stand side by side. */
public sealed interface LayerPass
    permits DensePass,
        ConvolvePass,
        ShiftPass,
        ActivatePass,
        DropoutPass,
        NormalizePass,
        GroupNormalizePass,
        PoolPass,
        UpsamplePass,
        AddPass,
        ConcatenatePass {
  /** Fixes the random draws of the coming passes; most layers draw nothing. */
  default void draw(long key, int firstRow) {}

  /** Computes the output from the input. */
  void forward();

  /** Computes parameter and input gradients from the output's gradient. */
  void backward();
}
