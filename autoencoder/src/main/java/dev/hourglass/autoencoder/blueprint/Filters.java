package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.tensor.FeatureMap;

/**
 * The filters of a convolution.
 *
 * @param count channels it puts out, or takes where it is transposed; at least 1
 * @param kernel taps along either side, cut to a plane that is narrower; at least 1
 * @param stride places from one to the next; at least 1
 * @param dilation places from one tap to the next; at least 1
 * @param padded whether zeros are imagined around the plane, so that only the stride makes it
 *     smaller
 */
public record Filters(int count, int kernel, int stride, int dilation, boolean padded) {
  /** Taps along a side where nobody asks for others. */
  public static final int DEFAULT_KERNEL = 3;

  /** Refuses numbers below 1. */
  public Filters {
    if (count < 1 || kernel < 1 || stride < 1 || dilation < 1) {
      throw new IllegalArgumentException(
          "a convolution's filters, kernel, stride and dilation are at least 1, but were %d, %d, %d and %d"
              .formatted(count, kernel, stride, dilation));
    }
  }

  /** Three taps a side, padded. */
  public Filters(int count, int stride) {
    this(count, DEFAULT_KERNEL, stride, 1, true);
  }

  /** The same with another number of filters. */
  Filters withCount(int count) {
    return new Filters(count, kernel, stride, dilation, padded);
  }

  /**
   * The convolution of a plane. Along a side of one place there is one tap and no stride, so that a
   * signal of height 1 is convolved along its width.
   *
   * @throws IllegalArgumentException with the arithmetic, where the plane is too small
   */
  ConvolutionShape over(FeatureMap in) {
    return new ConvolutionShape(in, window(in.height()), window(in.width()), count);
  }

  private Window window(int side) {
    if (side == 1) {
      return Window.valid(1, 1, 1);
    }
    return padded
        ? Window.same(kernel, stride, dilation, side)
        : Window.valid(kernel, stride, dilation);
  }

  /** The side that the transpose makes of a side, where nobody asks for another. */
  int widened(int side, boolean otherSideWidens) {
    if (side == 1 && otherSideWidens) {
      return 1;
    }
    return padded ? side * stride : (side - 1) * stride + (kernel - 1) * dilation + 1;
  }
}
