package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.engine.cases.Arrangement;
import dev.hourglass.engine.cases.KernelCase;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.cases.KernelCases;
import dev.hourglass.engine.cases.Operands;
import dev.hourglass.engine.cases.Size;
import dev.hourglass.engine.kernel.portable.PortableKernels;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the gradient of every case that has one against central differences, on the portable
 * kernels in double precision. Another seed: {@code -Dhourglass.seed=N}.
 */
class KernelGradientsTest {
  private static final long SEED = Long.getLong("hourglass.seed", 20261124);

  /** h of (f(x + h) − f(x − h)) / 2h: h² and 10⁻¹⁶ / h, its two errors, are alike in size. */
  private static final double STEP = 1e-5;

  /** Relative to the derivative or to the typical one beside it. */
  private static final double TOLERANCE = 1e-6;

  static Stream<KernelCase> everyCaseWithAGradient() {
    return KernelCases.all().stream().filter(one -> one.gradient().isPresent());
  }

  @ParameterizedTest
  @MethodSource("everyCaseWithAGradient")
  void a_gradient_is_what_central_differences_say(KernelCase one) {
    double largest = 0;
    for (Size size : KernelCases.FOR_GRADIENTS) {
      try (Arena arena = Arena.ofConfined()) {
        Operands operands = new Operands(arena, Arrangement.FLOAT64, size, false, SEED);
        Slope slope = one.gradient().orElseThrow().bind(new PortableKernels(), operands);
        slope.backward().run();
        List<double[]> gradients =
            slope.parts().stream().map(part -> numbers(part.gradient())).toList();
        for (int i = 0; i < gradients.size(); i++) {
          Slope.Part part = slope.parts().get(i);
          double[] estimate = centralDifferences(part.input(), slope.objective());
          double difference = largestDifference(gradients.get(i), estimate);
          largest = Math.max(largest, difference);
          assertThat(difference)
              .as("gradient by %s at %s, seed %d", part.name(), size, SEED)
              .isLessThanOrEqualTo(TOLERANCE);
        }
      }
    }
    System.out.printf("%-40s differs by %.1e at most%n", one.name(), largest);
  }

  private static double[] centralDifferences(Tensor input, DoubleSupplier objective) {
    double[] differences = new double[(int) input.size()];
    for (int i = 0; i < differences.length; i++) {
      double x = input.get(i);
      input.set(i, x + STEP);
      double above = objective.getAsDouble();
      input.set(i, x - STEP);
      double below = objective.getAsDouble();
      input.set(i, x);
      differences[i] = (above - below) / (2 * STEP);
    }
    return differences;
  }

  private static double largestDifference(double[] gradient, double[] estimate) {
    double squares = 0;
    for (double g : estimate) {
      squares += g * g;
    }
    double typical = Math.sqrt(squares / estimate.length);
    double largest = 0;
    for (int i = 0; i < gradient.length; i++) {
      double error = Math.abs(gradient[i] - estimate[i]);
      if (error != 0) {
        largest =
            Math.max(largest, error / Math.max(1e-3, Math.max(typical, Math.abs(gradient[i]))));
      }
      if (Double.isNaN(error)) {
        return Double.NaN;
      }
    }
    return largest;
  }

  private static double[] numbers(Tensor tensor) {
    double[] numbers = new double[(int) tensor.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = tensor.get(i);
    }
    return numbers;
  }
}
