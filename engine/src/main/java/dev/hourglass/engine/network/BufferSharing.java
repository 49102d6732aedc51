package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Activation;

/** Which layers of a network share memory with their neighbours, and which need their own. */
record BufferSharing(Network network) {

  /** Whether layer {@code i} is done by the product before it, into one buffer. */
  boolean isFused(int i) {
    return i > 0
        && network.layers().get(i) instanceof Layer.Activate activate
        && activate.function().derivativeFromOutput()
        && isProduct(i - 1)
        && !isAddedLater(i - 1);
  }

  /** What is fused into product {@code i}. */
  Activation fusedInto(int i) {
    return isFusedWithNext(i)
        ? ((Layer.Activate) network.layers().get(i + 1)).function()
        : Activation.IDENTITY;
  }

  /** Whether layer {@code i} and the next have one output, the next one's. */
  boolean isFusedWithNext(int i) {
    return i + 1 < network.layers().size() && isFused(i + 1);
  }

  /** Whether layer {@code i} has a buffer of its own for its output's gradient. */
  boolean ownsGradient(int i) {
    return i == 0 || mixes(i);
  }

  /** Whether layer {@code i} mixes its inputs, so that it cannot work in place. */
  boolean mixes(int i) {
    return switch (network.layers().get(i)) {
      case Layer.Dense _, Layer.Convolve _, Layer.Pool _, Layer.Upsample _, Layer.Concatenate _ ->
          true;
      case Layer.Shift _,
          Layer.Activate _,
          Layer.Dropout _,
          Layer.Normalize _,
          Layer.GroupNormalize _,
          Layer.Add _ ->
          false;
    };
  }

  /** Whether there are only shifts that do not learn before layer {@code i}. */
  boolean nobodyLearnsBefore(int i) {
    return network.layers().subList(0, i).stream().allMatch(BufferSharing::isFixedShift);
  }

  /**
   * Whether before layer {@code i} there are only shifts that do not learn and what other networks
   * hand over.
   */
  boolean onlyGathersBefore(int i) {
    return network.layers().subList(0, i).stream()
        .allMatch(layer -> isFixedShift(layer) || layer instanceof Layer.Concatenate);
  }

  private static boolean isFixedShift(Layer layer) {
    return layer instanceof Layer.Shift shift && !shift.trained();
  }

  /** Whether what layer {@code i} puts out is what the network puts out. */
  boolean endsAt(int i) {
    int last = network.layers().size() - 1;
    return i == last || (i == last - 1 && isFused(last));
  }

  private boolean isProduct(int i) {
    Layer layer = network.layers().get(i);
    return layer instanceof Layer.Dense || layer instanceof Layer.Convolve;
  }

  private boolean isAddedLater(int i) {
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.Add add && add.from() == i) {
        return true;
      }
    }
    return false;
  }
}
