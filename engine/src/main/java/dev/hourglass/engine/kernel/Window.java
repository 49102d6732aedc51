package dev.hourglass.engine.kernel;

/**
 * How a window slides along one side of a plane: output o sees the inputs {@code o · stride −
 * before + tap · dilation} for every tap from 0 to size − 1, where those lie inside.
 *
 * @param size taps; at least 1
 * @param stride inputs from one output to the next; at least 1
 * @param dilation inputs from one tap to the next; at least 1
 * @param before zeros imagined in front of the inputs; 0 or more
 * @param after zeros imagined behind them; 0 or more
 */
public record Window(int size, int stride, int dilation, int before, int after) {
  /** Refuses a size, stride or dilation below 1 and less than no padding. */
  public Window {
    if (size < 1 || stride < 1 || dilation < 1) {
      throw new IllegalArgumentException(
          "a window's size, stride and dilation are 1 or more, but were %d, %d and %d"
              .formatted(size, stride, dilation));
    }
    if (before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "padding is 0 or more, but was %d and %d".formatted(before, after));
    }
  }

  /** Only where the window lies inside as a whole. */
  public static Window valid(int size, int stride, int dilation) {
    return new Window(size, stride, dilation, 0, 0);
  }

  /** As many outputs as strides begin within the inputs; where padding is odd, one more behind. */
  public static Window same(int size, int stride, int dilation, int inputs) {
    int outputs = Math.ceilDiv(inputs, stride);
    int padding = Math.max(0, (outputs - 1) * stride + reach(size, dilation) - inputs);
    return new Window(size, stride, dilation, padding / 2, padding - padding / 2);
  }

  /** Inputs from the first tap to the last. */
  public int reach() {
    return reach(size, dilation);
  }

  private static int reach(int size, int dilation) {
    return (size - 1) * dilation + 1;
  }

  /**
   * Outputs along a side of that many inputs.
   *
   * @throws IllegalArgumentException with the arithmetic, where the window does not fit once
   */
  public int outputs(int inputs) {
    int room = before + inputs + after - reach();
    if (room < 0) {
      throw new IllegalArgumentException(
          "a window that reaches over %d does not fit into %d + %d + %d"
              .formatted(reach(), before, inputs, after));
    }
    return room / stride + 1;
  }
}
