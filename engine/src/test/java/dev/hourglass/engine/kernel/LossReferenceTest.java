package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses against figures that were not made by this program: NumPy's, in double precision. */
class LossReferenceTest {
  private static final float[][] OUTPUT = {{0.3f, -1.2f, 2.5f}, {-0.4f, 0.8f, 0.1f}};
  private static final float[][] TARGET = {{0.1f, 0.0f, 1.0f}, {0.5f, 0.75f, 0.2f}};
  private static final float[][] COUNTS = {{3, 0, 1}, {0, 2, 5}};

  /** Means beside log-variances, of which one lies beyond the bound of 10. */
  private static final float[][] WITH_VARIANCE = {
    {0.3f, -1.2f, 2.5f, -1.0f, 0.5f, 0.25f}, {-0.4f, 0.8f, 0.1f, 2.0f, -12.0f, 0.0f}
  };

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of(
            new Loss.SquaredError(Activation.IDENTITY),
            OUTPUT,
            TARGET,
            new double[] {3.730000119, 0.8225000122}),
        Arguments.of(
            new Loss.SquaredError(Activation.SIGMOID),
            OUTPUT,
            TARGET,
            new double[] {0.2844309385, 0.1189537877}),
        Arguments.of(
            new Loss.Absolute(Activation.IDENTITY),
            OUTPUT,
            TARGET,
            new double[] {2.900000058, 1.050000019}),
        Arguments.of(
            new Loss.Huber(0.4, Activation.IDENTITY),
            OUTPUT,
            TARGET,
            new double[] {0.9400000212, 0.2862500031}),
        Arguments.of(
            new Loss.Correntropy(0.7, Activation.IDENTITY),
            OUTPUT,
            TARGET,
            new double[] {0.8375371015, 0.2818162649}),
        Arguments.of(
            new Loss.CrossEntropy(), OUTPUT, TARGET, new double[] {1.16652744, 2.008512578}),
        Arguments.of(
            new Loss.Multinomial(), OUTPUT, COUNTS, new double[] {7.108386296, 7.605866118}),
        Arguments.of(
            new Loss.GaussianVariance(Activation.IDENTITY),
            WITH_VARIANCE,
            TARGET,
            new double[] {3.999034233, 26.34972176}));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void every_row_has_the_loss_of_the_reference(
      Loss loss, float[][] outputs, float[][] targets, double[] expected) {
    for (Kernels kernels : AvailableKernels.all()) {
      Tensor output = Tensor.copyOf(outputs);
      Tensor gradient = Tensor.allocate(output.rows(), output.columns());
      Tensor perRow = Tensor.allocate(1, output.rows());
      double sum = kernels.loss(loss, output, Tensor.copyOf(targets), 1, gradient, perRow);
      for (int r = 0; r < expected.length; r++) {
        assertThat(perRow.get(r))
            .as("row %d, %s", r, kernels.name())
            .isCloseTo(expected[r], within(1e-5 * Math.max(1, Math.abs(expected[r]))));
      }
      assertThat(sum)
          .isCloseTo(expected[0] + expected[1], within(1e-4 * (1 + Math.abs(expected[0]))));
    }
  }
}
