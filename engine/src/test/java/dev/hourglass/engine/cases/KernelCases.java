package dev.hourglass.engine.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one list of operation cases. It serves three ends: the value against the portable kernels,
 * the gradient against finite differences, and the speed in the bench.
 *
 * <p>An operation that is added to {@link dev.hourglass.engine.kernel.Kernels} gets its case here,
 * and is thereby tested in every implementation and timed.
 */
public final class KernelCases {
  /** The size to time: a batch of MNIST's images against a first hidden layer. */
  public static final Size TIMED = new Size(128, 784, 128);

  /** Small sizes for central differences, which run the operation twice per number. */
  public static final List<Size> FOR_GRADIENTS =
      List.of(new Size(1, 1, 1), new Size(3, 5, 4), new Size(2, 17, 3), new Size(5, 8, 9));

  /** One above, one below and exactly a register, and odd ones; the last is wide as an image. */
  private static final int[] SIDES = {1, 2, 3, 7, 15, 16, 17, 31, 33, 64, 100, 784};

  private KernelCases() {}

  /** Every case, in the order of the methods of {@link dev.hourglass.engine.kernel.Kernels}. */
  public static List<KernelCase> all() {
    return Stream.of(
            ProductCases.all(),
            ConvolutionCases.all(),
            SparseCases.all(),
            ElementwiseCases.all(),
            ActivationCases.all(),
            GroupCases.all(),
            NormalizationCases.all(),
            GroupNormalizationCases.all(),
            PlaneCases.all(),
            NoiseCases.all(),
            BottleneckCases.all(),
            LossCases.all(),
            OptimizerCases.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Sizes with odd tails: each length appears as a number of rows, of columns and inside. */
  public static List<Size> sizes() {
    List<Size> sizes = new ArrayList<>();
    int n = SIDES.length;
    for (int i = 0; i < n; i++) {
      // 5 and 7 have no factor in common with 12, so that each column goes through all lengths; 6
      // lets the long ones meet short ones, as drawing the operands is what takes the time.
      sizes.add(new Size(SIDES[i], SIDES[(5 * i + 6) % n], SIDES[(7 * i + 3) % n]));
    }
    sizes.add(new Size(1, 33, 784));
    return sizes;
  }
}
