package dev.hourglass.engine.kernel;

import com.sun.management.ThreadMXBean;
import dev.hourglass.engine.cases.Arrangement;
import dev.hourglass.engine.cases.KernelCase;
import dev.hourglass.engine.cases.KernelCases;
import dev.hourglass.engine.cases.Operands;
import dev.hourglass.engine.cases.Size;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * A program that runs every kernel case until it is compiled and prints, for each, the bytes that a
 * run then takes from the heap. Apart from the test that reads it, because what the compiler does
 * depends on what else a process has run.
 */
public final class AllocationProbe {
  static final Size SIZE = new Size(16, 784, 24);

  /** A run may make a few objects a row, but none for each of a row's 49 vectors. */
  public static final long ALLOWED = 64L * SIZE.rows();

  private static final int RUNS = 20;
  private static final long DEADLINE_NANOS = 20_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationProbe() {}

  /** Prints lines of bytes, arrangement and case. */
  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.NATIVE);
    for (KernelCase one : KernelCases.all()) {
      for (Arrangement arrangement : List.of(Arrangement.FLOAT32, Arrangement.BFLOAT16)) {
        System.out.printf(
            "%d %s %s%n", settledBytes(kernels, one, arrangement), arrangement, one.name());
      }
    }
  }

  private static long settledBytes(Kernels kernels, KernelCase one, Arrangement arrangement) {
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = new Operands(arena, arrangement, SIZE, false, 4);
      DoubleSupplier run = one.operation().bind(kernels, operands).run();
      long deadline = System.nanoTime() + DEADLINE_NANOS;
      long bytes;
      do {
        bytes = bytesPerRun(run);
      } while (bytes > ALLOWED && System.nanoTime() < deadline);
      return bytes;
    }
  }

  private static long bytesPerRun(DoubleSupplier run) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    double kept = 0;
    for (int i = 0; i < RUNS; i++) {
      kept += run.getAsDouble();
    }
    // Read, so that nothing counts as done in vain.
    if (kept == Double.MIN_VALUE) {
      System.err.println(kept);
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / RUNS;
  }
}
