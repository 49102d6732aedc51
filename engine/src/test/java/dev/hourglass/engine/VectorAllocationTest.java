package dev.hourglass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.engine.cases.Arrangement;
import dev.hourglass.engine.cases.KernelCase;
import dev.hourglass.engine.cases.KernelCases;
import dev.hourglass.engine.cases.Operands;
import dev.hourglass.engine.cases.Size;
import java.lang.foreign.Arena;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/**
 * No vector becomes an object once everything is compiled. One that does is not just garbage: its
 * loop is ten times slower. See {@link VectorLoops} for how that happens.
 */
class VectorAllocationTest {
  private static final Size SIZE = new Size(8, 200, 4);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RUNS = 100;

  /**
   * What one run may still allocate: less than a vector for each of a row's. The measuring itself
   * and, at times, a sum that leaves its loop as an object stay below.
   */
  private static final long TOLERATED_BYTES = 64L * SIZE.rows();

  private record Running(String name, DoubleSupplier run) {}

  @Test
  void no_operation_allocates_in_the_long_run() throws ReflectiveOperationException {
    try (Arena arena = Arena.ofShared()) {
      List<Running> allocating = everything(arena);
      Instant end = Instant.now().plus(PATIENCE);
      do {
        List<Running> still = new ArrayList<>();
        for (Running one : allocating) {
          if (allocatedPerRun(one) > TOLERATED_BYTES) {
            still.add(one);
          }
        }
        allocating = still;
      } while (!allocating.isEmpty() && Instant.now().isBefore(end));
      assertThat(allocating).extracting(Running::name).isEmpty();
    }
  }

  private static List<Running> everything(Arena arena) {
    // No product is run, so that no library is needed.
    Kernels kernels = new NativeKernels(null);
    List<Running> all = new ArrayList<>();
    for (Arrangement arrangement :
        List.of(Arrangement.FLOAT32, Arrangement.BFLOAT16, Arrangement.MIXED)) {
      for (KernelCase one : KernelCases.all()) {
        if (!one.name().contains("product") && !one.name().contains("weight gradient")) {
          Operands operands = new Operands(arena, arrangement, SIZE, false, 1);
          all.add(
              new Running(
                  one.name() + ", " + arrangement, one.operation().bind(kernels, operands).run()));
        }
      }
    }
    return all;
  }

  private static long allocatedPerRun(Running one) throws ReflectiveOperationException {
    double warmUp = runAll(one);
    long before = allocated();
    double measured = runAll(one);
    long bytes = (allocated() - before) / RUNS;
    assertThat(warmUp + measured).as(one.name).isNotInfinite();
    return bytes;
  }

  private static double runAll(Running one) {
    double results = 0;
    for (int i = 0; i < RUNS; i++) {
      results += one.run.getAsDouble();
    }
    return results;
  }

  /** By reflection: the module under test has no use for java.management. */
  private static long allocated() throws ReflectiveOperationException {
    Object threads =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    Method method =
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getCurrentThreadAllocatedBytes");
    return (long) method.invoke(threads);
  }
}
