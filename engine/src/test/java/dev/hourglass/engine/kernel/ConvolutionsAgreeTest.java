package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.kernel.portable.PortableKernels;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Convolutions of shapes drawn at random, of which several ways lead through the fast kernels, in
 * every implementation against double precision. Another seed: {@code -Dhourglass.seed=N}.
 */
class ConvolutionsAgreeTest {

  private static final long SEED = Long.getLong("hourglass.seed", 20261127);
  private static final int SHAPES = 60;
  private static final int[] CHANNELS = {1, 2, 3, 4, 5, 16, 33};
  private static final Activation[] TAILS = {
    Activation.IDENTITY, Activation.RELU, Activation.SIGMOID, Activation.SOFTPLUS
  };

  private final SplittableRandom random = new SplittableRandom(SEED);

  static Stream<Kernels> everyImplementation() {
    return AvailableKernels.all().stream();
  }

  private int channels() {
    return CHANNELS[random.nextInt(CHANNELS.length)];
  }

  private Window window(int side) {
    int size = 1 + random.nextInt(4);
    int dilation = 1 + random.nextInt(4) / 3;
    int reach = (size - 1) * dilation + 1;
    int missing = Math.max(0, reach - side);
    int before = missing + random.nextInt(3);
    return new Window(size, 1 + random.nextInt(3), dilation, before, random.nextInt(3));
  }

  private ConvolutionShape shape() {
    FeatureMap in = new FeatureMap(1 + random.nextInt(9), 1 + random.nextInt(20), channels());
    return new ConvolutionShape(in, window(in.height()), window(in.width()), channels());
  }

  /** The same draws in both formats, the exact ones rounded as the others are. */
  private record Pair(Tensor exact, Tensor fast) {}

  private Pair draws(Arena arena, int rows, int columns, Format format) {
    Shape shape = new Shape(rows, columns);
    Tensor exact = Tensor.allocate(arena, shape, Format.FLOAT64);
    Tensor fast = Tensor.allocate(arena, shape, format);
    for (int i = 0; i < fast.size(); i++) {
      fast.set(i, random.nextGaussian());
      exact.set(i, fast.get(i));
    }
    return new Pair(exact, fast);
  }

  @ParameterizedTest
  @MethodSource("everyImplementation")
  void any_shape_gives_what_double_precision_gives(Kernels kernels) {
    for (int n = 0; n < SHAPES; n++) {
      ConvolutionShape shape = shape();
      int rows = 1 + random.nextInt(3);
      Activation tail = TAILS[random.nextInt(TAILS.length)];
      for (Format format : List.of(Format.FLOAT32, Format.BFLOAT16)) {
        try (Arena arena = Arena.ofConfined()) {
          Pair in = draws(arena, rows, shape.in().size(), format);
          Pair out = draws(arena, rows, shape.out().size(), format);
          Pair weight = draws(arena, shape.weight().rows(), shape.filters(), format);
          Pair filters = draws(arena, 1, shape.filters(), Format.FLOAT32);
          Pair channels = draws(arena, 1, shape.in().channels(), Format.FLOAT32);
          Pair forward = draws(arena, rows, shape.out().size(), Format.FLOAT32);
          Pair back = draws(arena, rows, shape.in().size(), Format.FLOAT32);
          Pair gradient = draws(arena, shape.weight().rows(), shape.filters(), Format.FLOAT32);
          boolean accumulate = random.nextBoolean();
          boolean bare = random.nextBoolean();
          Activation last = bare ? Activation.IDENTITY : tail;
          List<Function<Function<Pair, Tensor>, ConvolutionPlan>> plans =
              List.of(
                  of ->
                      new ConvolutionPlan.Applied(
                          shape,
                          false,
                          of.apply(in),
                          of.apply(weight),
                          bare ? Optional.empty() : Optional.of(of.apply(filters)),
                          last,
                          of.apply(forward)),
                  of ->
                      new ConvolutionPlan.Applied(
                          shape,
                          true,
                          of.apply(out),
                          of.apply(weight),
                          bare ? Optional.empty() : Optional.of(of.apply(channels)),
                          last,
                          of.apply(back)),
                  of ->
                      new ConvolutionPlan.WeightGradient(
                          shape, of.apply(in), of.apply(out), accumulate, of.apply(gradient)));
          for (Function<Function<Pair, Tensor>, ConvolutionPlan> plan : plans) {
            ConvolutionPlan exact = plan.apply(Pair::exact);
            new PortableKernels().prepareConvolution(exact).run();
            Product fast = kernels.prepareConvolution(plan.apply(Pair::fast));
            fast.run();
            assertClose(plan.apply(Pair::fast).out(), exact.out(), shape + ", " + fast);
          }
        }
      }
    }
  }

  private static void assertClose(Tensor found, Tensor expected, String what) {
    for (int i = 0; i < expected.size(); i++) {
      double x = expected.get(i);
      assertThat(found.get(i))
          .as("%s, number %d, seed %d", what, i, SEED)
          .isCloseTo(x, within(1e-4 * Math.max(1, Math.abs(x))));
    }
  }
}
