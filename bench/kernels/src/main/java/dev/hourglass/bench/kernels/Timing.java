package dev.hourglass.bench.kernels;

import dev.hourglass.engine.cases.Arrangement;
import dev.hourglass.engine.cases.KernelCase;
import dev.hourglass.engine.cases.Operands;
import dev.hourglass.engine.cases.Size;
import dev.hourglass.engine.kernel.Kernels;
import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * How long one run of an operation takes.
 *
 * @param best seconds, of the fastest round: what the machine can do when left alone
 * @param median seconds, of the middle round
 * @param flops multiplications and additions of a run; 0 where memory traffic is what counts
 * @param bytes that a run reads and writes, each operand once
 */
record Timing(double best, double median, double flops, long bytes) {

  private static final long SEED = 4;

  /** The Vector API is a hundred times slower until it is compiled, and time alone is no sign. */
  private static final int WARM_RUNS = 500;

  /** Warming up takes at most so many times as long as ordered. */
  private static final double WARMING_FACTOR = 20;

  /**
   * How long a measurement takes.
   *
   * @param warmSeconds of runs before, at least
   * @param rounds how often
   * @param roundSeconds how long each
   */
  record Pace(double warmSeconds, int rounds, double roundSeconds) {
    static final Pace FULL = new Pace(0.25, 15, 0.015);
    static final Pace QUICK = new Pace(0.1, 5, 0.005);
  }

  /** Times an operation by itself on one thread. */
  static Timing of(Kernels kernels, KernelCase one, Arrangement arrangement, Size size, Pace pace) {
    try (Arena arena = Arena.ofConfined()) {
      Operands operands = new Operands(arena, arrangement, size, false, SEED);
      KernelCase.Bound bound = one.operation().bind(kernels, operands);
      double kept = 0;
      int runs = 0;
      long start = System.nanoTime();
      double passed;
      do {
        kept += bound.run().getAsDouble();
        runs++;
        passed = (System.nanoTime() - start) / 1e9;
      } while (passed < pace.warmSeconds()
          || (runs < WARM_RUNS && passed < WARMING_FACTOR * pace.warmSeconds()));
      // The first runs, not compiled yet, tell nothing of the speed.
      long begunLast = System.nanoTime();
      kept += bound.run().getAsDouble();
      double last = (System.nanoTime() - begunLast) / 1e9;
      int perRound = (int) Math.clamp(pace.roundSeconds() / last, 1, 100_000);
      double[] rounds = new double[pace.rounds()];
      for (int round = 0; round < rounds.length; round++) {
        long begun = System.nanoTime();
        for (int i = 0; i < perRound; i++) {
          kept += bound.run().getAsDouble();
        }
        rounds[round] = (System.nanoTime() - begun) / 1e9 / perRound;
      }
      // Read, so that nothing counts as done in vain.
      if (kept == Double.MIN_VALUE) {
        System.err.println(kept);
      }
      Arrays.sort(rounds);
      return new Timing(rounds[0], rounds[rounds.length / 2], bound.flops(), operands.bytes());
    }
  }

  /** Whether {@link #rate} counts computing and not memory traffic. */
  boolean isCompute() {
    return flops > 0;
  }

  /** GFLOP/s or GB/s, of the fastest round. */
  double rate() {
    return (isCompute() ? flops : bytes) / best / 1e9;
  }
}
