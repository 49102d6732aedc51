package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hourglass.engine.cases.Arrangement;
import dev.hourglass.engine.cases.KernelCase;
import dev.hourglass.engine.cases.KernelCases;
import dev.hourglass.engine.cases.Operands;
import dev.hourglass.engine.cases.Size;
import dev.hourglass.engine.kernel.portable.PortableKernels;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every implementation against the portable kernels in double precision, case by case, over
 * sizes with odd tails. Another seed: {@code -Dhourglass.seed=N}.
 */
class KernelsAgreeTest {
  private static final long SEED = Long.getLong("hourglass.seed", 20261124);

  /** What a float32 result may be off by, relative to it or to the typical number beside it. */
  private static final double FLOAT32_TOLERANCE = 1e-5;

  /** Half the distance between neighbours: the error of rounding once. */
  private static final double BFLOAT16_TOLERANCE = 0x1p-8;

  /** Operands are of size 1: errors of their last place are forgiven where the result is tiny. */
  private static final double SMALLEST_SCALE = 0.01;

  private static final List<Arrangement> ARRANGEMENTS =
      List.of(Arrangement.FLOAT32, Arrangement.BFLOAT16, Arrangement.MIXED, Arrangement.IN_PLACE);

  static Stream<Arguments> everyCaseInEveryImplementation() {
    return AvailableKernels.all().stream()
        .flatMap(
            kernels ->
                KernelCases.all().stream()
                    .map(one -> Arguments.argumentSet(kernels.name() + ": " + one, kernels, one)));
  }

  static Stream<Arguments> everyImplementation() {
    return AvailableKernels.all().stream()
        .map(kernels -> Arguments.argumentSet(kernels.name(), kernels));
  }

  @ParameterizedTest
  @MethodSource("everyCaseInEveryImplementation")
  void a_result_differs_from_the_exact_one_by_its_rounding_only(Kernels kernels, KernelCase one) {
    Worst worst = new Worst();
    for (Arrangement arrangement : ARRANGEMENTS) {
      for (Size size : KernelCases.sizes()) {
        compare(kernels, one, arrangement, size, worst);
      }
    }
    System.out.printf("%-30s %-45s %s%n", kernels.name(), one.name(), worst.summary());
    assertThat(worst.share())
        .as("%s in %s, seed %d: %s", one.name(), kernels.name(), SEED, worst.story())
        .isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("everyImplementation")
  void threads_that_run_at_once_get_the_bits_that_one_alone_gets(Kernels kernels) throws Exception {
    try (Arena arena = Arena.ofShared();
        ExecutorService team = Executors.newFixedThreadPool(4)) {
      List<Ran> alone = runAll(kernels, arena);
      List<Future<List<Ran>>> together = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        together.add(team.submit(() -> runAll(kernels, arena)));
      }
      for (Future<List<Ran>> thread : together) {
        for (int i = 0; i < alone.size(); i++) {
          thread.get().get(i).assertSameBits(alone.get(i));
        }
      }
    }
  }

  private static List<Ran> runAll(Kernels kernels, Arena arena) {
    Size size = new Size(17, 33, 31);
    List<Ran> all = new ArrayList<>();
    for (KernelCase one : KernelCases.all()) {
      Operands operands = new Operands(arena, Arrangement.MIXED, size, false, SEED);
      double returned = one.operation().bind(kernels, operands).run().getAsDouble();
      all.add(new Ran(one.name(), operands, returned));
    }
    return all;
  }

  /** A case after it has run. */
  private record Ran(String name, Operands operands, double returned) {
    void assertSameBits(Ran other) {
      assertThat(returned).as("what '%s' returns", name).isEqualTo(other.returned);
      Map<String, Tensor> expected = other.operands.all();
      for (Map.Entry<String, Tensor> operand : operands.all().entrySet()) {
        MemorySegment bits = operand.getValue().segment();
        assertThat(bits.mismatch(expected.get(operand.getKey()).segment()))
            .as("first differing byte of '%s' after '%s'", operand.getKey(), name)
            .isEqualTo(-1);
      }
    }
  }

  private static void compare(
      Kernels kernels, KernelCase one, Arrangement arrangement, Size size, Worst worst) {
    String where = arrangement + " " + size;
    try (Arena arena = Arena.ofConfined()) {
      Operands exact = new Operands(arena, arrangement, size, true, SEED);
      Operands operands = new Operands(arena, arrangement, size, false, SEED);
      double expected = one.operation().bind(new PortableKernels(), exact).run().getAsDouble();
      double returned = one.operation().bind(kernels, operands).run().getAsDouble();
      if (!operands.guardsAreIntact()) {
        fail(
            "'%s' in %s wrote beside its operands, at %s, seed %d"
                .formatted(one.name(), kernels.name(), where, SEED));
      }
      double tolerance = FLOAT32_TOLERANCE * Math.abs(expected);
      worst.add(Format.FLOAT32, expected, returned, tolerance, "returned", 0, where);
      for (Map.Entry<String, Tensor> operand : operands.all().entrySet()) {
        Tensor reference = exact.all().get(operand.getKey());
        compare(reference, operand.getValue(), operand.getKey(), where, worst);
      }
    }
  }

  private static void compare(
      Tensor expected, Tensor found, String name, String where, Worst worst) {
    double typical = Math.max(SMALLEST_SCALE, typical(expected));
    for (int i = 0; i < expected.size(); i++) {
      double x = expected.get(i);
      double tolerance = FLOAT32_TOLERANCE * Math.max(typical, Math.abs(x));
      if (found.format() == Format.BFLOAT16) {
        tolerance += BFLOAT16_TOLERANCE * Math.abs(x);
      }
      worst.add(found.format(), x, found.get(i), tolerance, name, i, where);
    }
  }

  /** The root mean square of the numbers that are numbers. */
  private static double typical(Tensor tensor) {
    double squares = 0;
    int numbers = 0;
    for (int i = 0; i < tensor.size(); i++) {
      double x = tensor.get(i);
      if (!Double.isNaN(x)) {
        squares += x * x;
        numbers++;
      }
    }
    return Math.sqrt(squares / Math.max(1, numbers));
  }

  /** The largest difference seen in each format, as a share of what is tolerated there. */
  private static final class Worst {
    private final Map<Format, Double> shares = new EnumMap<>(Format.class);
    private final Map<Format, String> stories = new EnumMap<>(Format.class);

    void add(
        Format format,
        double expected,
        double found,
        double tolerance,
        String name,
        int index,
        String where) {
      if (found == expected || (Double.isNaN(found) && Double.isNaN(expected))) {
        return;
      }
      double share = Math.abs(found - expected) / tolerance;
      // NaN compares as false with everything: a difference that is none is the worst of all.
      if (!(share <= share(format))) {
        shares.put(format, Double.isNaN(share) ? Double.POSITIVE_INFINITY : share);
        stories.put(
            format,
            "%.9g instead of %.9g in %s[%d], %s".formatted(found, expected, name, index, where));
      }
    }

    double share(Format format) {
      return shares.getOrDefault(format, 0.0);
    }

    double share() {
      return Math.max(share(Format.FLOAT32), share(Format.BFLOAT16));
    }

    String story() {
      return String.join("; ", stories.values());
    }

    String summary() {
      return "largest difference, of what is tolerated: float32 %5.1f%%, bfloat16 %5.1f%%"
          .formatted(100 * share(Format.FLOAT32), 100 * share(Format.BFLOAT16));
    }
  }
}
