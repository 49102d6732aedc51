package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pooling, upsampling and group normalisation: small ones by hand, and what holds for all shapes.
 * Another seed: {@code -Dhourglass.seed=N}.
 */
class PlanesTest {

  private static final long SEED = Long.getLong("hourglass.seed", 20261127);
  private static final int SHAPES = 60;
  private static final int ROWS = 2;

  private final SplittableRandom random = new SplittableRandom(SEED);

  static Stream<Kernels> everyImplementation() {
    return AvailableKernels.all().stream();
  }

  // ---- by hand ----

  /** 1 to 9 in a square of one channel. */
  private static final FeatureMap SQUARE = new FeatureMap(3, 3, 1);

  private static Tensor square() {
    return Tensor.copyOf(new float[][] {{1, 2, 3, 4, 5, 6, 7, 8, 9}});
  }

  private static PoolingShape sameByTwo(Pooling kind, FeatureMap in) {
    return new PoolingShape(
        kind, in, Window.same(3, 2, 1, in.height()), Window.same(3, 2, 1, in.width()));
  }

  @ParameterizedTest
  @MethodSource("everyImplementation")
  void pooling_by_hand(Kernels kernels) {
    Tensor out = Tensor.allocate(1, 4);
    kernels.pool(sameByTwo(Pooling.MAXIMUM, SQUARE), square(), out);
    assertThat(out.row(0)).containsExactly(5, 6, 8, 9);
    kernels.pool(sameByTwo(Pooling.AVERAGE, SQUARE), square(), out);
    assertThat(out.row(0)).containsExactly(3, 4, 6, 7);
    Tensor one = Tensor.allocate(1, 1);
    kernels.pool(PoolingShape.global(Pooling.AVERAGE, SQUARE), square(), one);
    assertThat(one.get(0)).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("everyImplementation")
  void of_equals_the_first_gets_the_gradient(Kernels kernels) {
    Tensor in = Tensor.copyOf(new float[][] {{7, 7, 1, 7, 7, 1, 1, 1, 1}});
    Tensor slope = Tensor.copyOf(new float[][] {{1, 10, 100, 1000}});
    Tensor gradient = Tensor.allocate(1, 9);
    kernels.poolGradient(sameByTwo(Pooling.MAXIMUM, SQUARE), in, slope, gradient);
    // The windows begin at places 0, 1, 3 and 4.
    assertThat(gradient.row(0)).containsExactly(1, 10, 0, 100, 1000, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @MethodSource("everyImplementation")
  void upsampling_by_hand(Kernels kernels) {
    FeatureMap line = new FeatureMap(1, 3, 1);
    Tensor in = Tensor.copyOf(new float[][] {{0, 4, 8}});
    Tensor out = Tensor.allocate(1, 6);
    kernels.upsample(new UpsamplingShape(Upsampling.BILINEAR, line, 1, 2), in, out);
    assertThat(out.row(0)).containsExactly(0, 1, 3, 5, 7, 8);
    kernels.upsample(new UpsamplingShape(Upsampling.NEAREST, line, 1, 2), in, out);
    assertThat(out.row(0)).containsExactly(0, 0, 4, 4, 8, 8);
  }

  @ParameterizedTest
  @MethodSource("everyImplementation")
  void group_normalisation_by_hand(Kernels kernels) {
    // Two places of four channels; the groups hold 1, 3, 1, 3 and 5, 5, 5, 5.
    ChannelGroups groups = new ChannelGroups(new FeatureMap(1, 2, 4), 2);
    Tensor in = Tensor.copyOf(new float[][] {{1, 3, 5, 5, 1, 3, 5, 5}});
    Tensor gain = Tensor.copyOf(new float[][] {{1, 2, 1, 1}});
    Tensor bias = Tensor.copyOf(new float[][] {{0, 0, 0, 9}});
    Tensor out = Tensor.allocate(1, 8);
    Tensor statistics = Tensor.allocate(1, 4);
    kernels.normalizeGroups(groups, in, gain, bias, out, statistics);
    double inverse = 1 / Math.sqrt(1 + Kernels.NORMALIZATION_EPSILON);
    double[] expected = {-inverse, 2 * inverse, 0, 9, -inverse, 2 * inverse, 0, 9};
    for (int i = 0; i < expected.length; i++) {
      assertThat(out.get(i)).isCloseTo(expected[i], within(1e-6));
    }
    assertThat(statistics.get(0)).isEqualTo(2);
    assertThat(statistics.get(2)).isEqualTo(5);
  }

  @Test
  void shapes_that_do_not_fit_are_refused() {
    assertThatThrownBy(() -> new ChannelGroups(new FeatureMap(2, 2, 6), 4))
        .hasMessage("6 channels do not make 4 groups of the same size");
    assertThatThrownBy(
            () ->
                new PoolingShape(
                    Pooling.AVERAGE, SQUARE, new Window(2, 1, 1, 2, 0), Window.valid(1, 1, 1)))
        .hasMessage("a window of 2 with padding of 2 and 0 would see nothing but padding");
    assertThatThrownBy(
            () ->
                new PoolingShape(
                    Pooling.MAXIMUM, SQUARE, Window.valid(2, 1, 2), Window.valid(1, 1, 1)))
        .hasMessage("a pooling's window has no gaps, but its dilation was 2");
    assertThatThrownBy(() -> new UpsamplingShape(Upsampling.NEAREST, SQUARE, 1, 0))
        .hasMessage("upsampling is by 1 or more, but was by 1 and 0");
  }

  // ---- what holds for all shapes ----

  private FeatureMap anyMap() {
    return new FeatureMap(1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(40));
  }

  private Window anyWindow(int side) {
    int size = 1 + random.nextInt(Math.min(4, side));
    return new Window(size, 1 + random.nextInt(3), 1, random.nextInt(size), random.nextInt(size));
  }

  private Tensor draws(FeatureMap map) {
    Tensor tensor = Tensor.allocate(ROWS, map.size());
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  private static double dot(Tensor x, Tensor y) {
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      sum += x.get(i) * y.get(i);
    }
    return sum;
  }

  private static double sum(Tensor x) {
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      sum += x.get(i);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("everyImplementation")
  void an_average_and_its_gradient_are_transposes_and_no_maximum_is_below(Kernels kernels) {
    for (int n = 0; n < SHAPES; n++) {
      FeatureMap map = anyMap();
      Window vertical = anyWindow(map.height());
      Window horizontal = anyWindow(map.width());
      PoolingShape mean = new PoolingShape(Pooling.AVERAGE, map, vertical, horizontal);
      PoolingShape largest = new PoolingShape(Pooling.MAXIMUM, map, vertical, horizontal);
      Tensor in = draws(map);
      Tensor slope = draws(mean.out());
      Tensor means = Tensor.allocate(ROWS, mean.out().size());
      Tensor maxima = Tensor.allocate(ROWS, mean.out().size());
      Tensor gradient = Tensor.allocate(ROWS, map.size());
      kernels.pool(mean, in, means);
      kernels.pool(largest, in, maxima);
      for (int i = 0; i < means.size(); i++) {
        assertThat(maxima.get(i)).as("%s", mean).isGreaterThanOrEqualTo(means.get(i) - 1e-6);
      }
      kernels.poolGradient(mean, in, slope, gradient);
      assertThat(dot(gradient, in)).as("%s", mean).isCloseTo(dot(slope, means), within(1e-3));
      kernels.poolGradient(largest, in, slope, gradient);
      assertThat(sum(gradient)).as("%s", largest).isCloseTo(sum(slope), within(1e-3));
      assertThat(dot(gradient, in)).as("%s", largest).isCloseTo(dot(slope, maxima), within(1e-3));
    }
  }

  @ParameterizedTest
  @MethodSource("everyImplementation")
  void upsampling_and_its_gradient_are_transposes_and_an_average_undoes_the_nearest(
      Kernels kernels) {
    for (int n = 0; n < SHAPES; n++) {
      FeatureMap map = anyMap();
      int vertical = 1 + random.nextInt(4);
      int horizontal = 1 + random.nextInt(4);
      for (Upsampling kind : Upsampling.values()) {
        UpsamplingShape shape = new UpsamplingShape(kind, map, vertical, horizontal);
        Tensor in = draws(map);
        Tensor out = Tensor.allocate(ROWS, shape.out().size());
        kernels.upsample(shape, in, out);
        Tensor slope = draws(shape.out());
        Tensor gradient = Tensor.allocate(ROWS, map.size());
        kernels.upsampleGradient(shape, slope, gradient);
        assertThat(dot(gradient, in)).as("%s", shape).isCloseTo(dot(slope, out), within(1e-3));
        if (kind == Upsampling.NEAREST) {
          PoolingShape back =
              new PoolingShape(
                  Pooling.AVERAGE,
                  shape.out(),
                  Window.valid(vertical, vertical, 1),
                  Window.valid(horizontal, horizontal, 1));
          Tensor again = Tensor.allocate(ROWS, map.size());
          kernels.pool(back, out, again);
          for (int i = 0; i < in.size(); i++) {
            assertThat(again.get(i)).as("%s", shape).isCloseTo(in.get(i), within(1e-5));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyImplementation")
  void normalised_groups_have_mean_0_and_variance_1_wherever_they_were(Kernels kernels) {
    for (int n = 0; n < SHAPES; n++) {
      FeatureMap plane = anyMap();
      int count = 1 + random.nextInt(4);
      ChannelGroups groups =
          new ChannelGroups(plane.withChannels(count * (1 + random.nextInt(12))), count);
      if (groups.size() < 8) {
        continue;
      }
      Tensor in = draws(groups.map());
      double shift = 100 * random.nextGaussian();
      for (int i = 0; i < in.size(); i++) {
        in.set(i, 3 * in.get(i) + shift);
      }
      int channels = groups.map().channels();
      Tensor gain = Tensor.allocate(1, channels);
      for (int c = 0; c < channels; c++) {
        gain.set(c, 1);
      }
      Tensor out = Tensor.allocate(ROWS, groups.map().size());
      kernels.normalizeGroups(
          groups, in, gain, Tensor.allocate(1, channels), out, Tensor.allocate(ROWS, 2 * count));
      for (int r = 0; r < ROWS; r++) {
        for (int g = 0; g < count; g++) {
          double sum = 0;
          double squares = 0;
          for (int i = 0; i < groups.map().size(); i++) {
            if (i % channels / groups.channels() == g) {
              sum += out.get(r, i);
              squares += out.get(r, i) * out.get(r, i);
            }
          }
          assertThat(sum / groups.size()).as("%s", groups).isCloseTo(0, within(1e-5));
          assertThat(squares / groups.size()).as("%s", groups).isCloseTo(1, within(1e-4));
        }
      }
    }
  }
}
