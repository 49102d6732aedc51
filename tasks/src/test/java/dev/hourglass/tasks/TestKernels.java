package dev.hourglass.tasks;

import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;

/** What the tests compute with. */
public final class TestKernels {
  /** The best that this machine has. */
  public static final Kernels BEST = KernelLadder.climb(KernelChoice.AUTO);

  private TestKernels() {}
}
