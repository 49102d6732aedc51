package dev.hourglass.engine.kernel;

import java.util.List;

/** Every implementation that runs on this machine: all rungs that hold, the portable one first. */
public final class AvailableKernels {
  private static final List<Kernels> ALL = KernelLadder.available().reversed();

  private AvailableKernels() {}

  public static List<Kernels> all() {
    return ALL;
  }
}
