package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorLanes.padded;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;

import dev.hourglass.engine.kernel.ChannelGroups;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.NormalizationGradients;
import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/**
 * Group normalisation (Wu and He 2018) and its gradient.
 *
 * <p>What belongs to a channel is repeated over a <em>tile</em>, a whole number of vectors and of
 * places, so that loops run over whole vectors whatever the channels. A row is handled in pieces of
 * whole tiles that stay in the first-level cache.
 */
public final class VectorGroupNormalization {

  /** Numbers of a tile, at least: so many vectors that no sum waits for the one before. */
  private static final int LEAST_TILE = 4 * LANES;

  private VectorGroupNormalization() {}

  /** y = gain ∘ x̂ + bias, x̂ = (x − mean) · inverse. */
  public static void normalizeGroups(
      ChannelGroups groups, Tensor in, Tensor gain, Tensor bias, Tensor out, Tensor statistics) {
    int size = groups.map().size();
    int channels = groups.map().channels();
    requireSize(in, (long) in.rows() * size);
    requireSameSize(in, out);
    requireSize(gain, channels);
    requireSize(bias, channels);
    requireSize(statistics, 2L * in.rows() * groups.count());
    int tile = tile(channels);
    int piece = piece(tile);
    VectorStrip[] strips = VectorStrip.ofThread();
    VectorStrip mean = strips[2].free(tile);
    VectorStrip sums = strips[3].free(tile);
    VectorStrip squares = strips[4].free(tile);
    VectorStrip factor = strips[5].free(tile);
    VectorStrip shift = strips[6].free(tile);
    for (int r = 0; r < in.rows(); r++) {
      long row = (long) r * size;
      sums.clear();
      for (int at = 0; at < size; at += piece) {
        int n = Math.min(piece, size - at);
        Loops.add(strips[0].read(in, row + at, n), sums, tile, n);
      }
      for (int g = 0; g < groups.count(); g++) {
        float middle = (float) (sum(sums, groups, g, tile) / groups.size());
        statistics.set(r, 2 * g, middle);
        put(mean, groups, g, middle);
      }
      repeat(mean, channels, tile);
      sums.clear();
      squares.clear();
      for (int at = 0; at < size; at += piece) {
        int n = Math.min(piece, size - at);
        VectorStrip x = strips[0].read(in, row + at, n);
        pad(x, mean, tile, n);
        Loops.addDeviations(x, mean, sums, squares, tile, n);
      }
      for (int g = 0; g < groups.count(); g++) {
        // What the mean lost when it was rounded matters where numbers are nearly equal.
        double lost = sum(sums, groups, g, tile) / groups.size();
        double variance = sum(squares, groups, g, tile) / groups.size() - lost * lost;
        float inverse = (float) (1 / Math.sqrt(variance + Kernels.NORMALIZATION_EPSILON));
        statistics.set(r, 2 * g + 1, inverse);
        int end = (g + 1) * groups.channels();
        for (int c = g * groups.channels(); c < end; c++) {
          double scale = gain.get(c) * inverse;
          factor.set(c, (float) scale);
          shift.set(c, (float) (bias.get(c) - lost * scale));
        }
      }
      repeat(factor, channels, tile);
      repeat(shift, channels, tile);
      for (int at = 0; at < size; at += piece) {
        int n = Math.min(piece, size - at);
        VectorStrip x = strips[0].read(in, row + at, n);
        VectorStrip y = strips[1].write(out, row + at, n);
        Loops.scale(x, mean, factor, shift, y, tile, n);
        y.finish();
      }
    }
  }

  /**
   * With h = gain ∘ ∂y: ∂x = inverse · (h − mean(h) − x̂ · mean(h ∘ x̂)), means over a group; ∂gain
   * = Σ ∂y ∘ x̂, ∂bias = Σ ∂y, over rows and places.
   */
  public static void normalizeGroupsGradient(
      ChannelGroups groups,
      Tensor in,
      Tensor gain,
      Tensor statistics,
      Tensor outGradient,
      NormalizationGradients gradients) {
    int size = groups.map().size();
    int channels = groups.map().channels();
    requireSize(in, (long) in.rows() * size);
    requireSameSize(in, outGradient);
    requireSameSize(in, gradients.input());
    requireSize(gain, channels);
    requireSize(statistics, 2L * in.rows() * groups.count());
    requireSize(gradients.gain(), channels);
    requireSize(gradients.bias(), channels);
    int tile = tile(channels);
    int piece = piece(tile);
    VectorStrip[] strips = VectorStrip.ofThread();
    VectorStrip mean = strips[3].free(tile);
    VectorStrip inverse = strips[4].free(tile);
    VectorStrip weight = strips[5].free(tile);
    VectorStrip gainSums = strips[8].zeros(tile);
    VectorStrip biasSums = strips[9].zeros(tile);
    for (int c = 0; c < channels; c++) {
      weight.set(c, (float) gain.get(c));
    }
    repeat(weight, channels, tile);
    for (int r = 0; r < in.rows(); r++) {
      long row = (long) r * size;
      for (int g = 0; g < groups.count(); g++) {
        put(mean, groups, g, (float) statistics.get(r, 2 * g));
        put(inverse, groups, g, (float) statistics.get(r, 2 * g + 1));
      }
      repeat(mean, channels, tile);
      repeat(inverse, channels, tile);
      VectorStrip slopes = strips[6].zeros(tile);
      VectorStrip products = strips[7].zeros(tile);
      for (int at = 0; at < size; at += piece) {
        int n = Math.min(piece, size - at);
        VectorStrip x = strips[0].read(in, row + at, n);
        VectorStrip slope = strips[1].read(outGradient, row + at, n);
        Loops.addParameterGradients(x, slope, mean, inverse, gainSums, biasSums, tile, n);
        Loops.addSlopes(x, slope, mean, inverse, weight, slopes, products, tile, n);
      }
      for (int g = 0; g < groups.count(); g++) {
        float level = (float) (sum(slopes, groups, g, tile) / groups.size());
        float tilt = (float) (-sum(products, groups, g, tile) / groups.size());
        put(slopes, groups, g, level);
        put(products, groups, g, tilt);
      }
      repeat(slopes, channels, tile);
      repeat(products, channels, tile);
      for (int at = 0; at < size; at += piece) {
        int n = Math.min(piece, size - at);
        VectorStrip x = strips[0].read(in, row + at, n);
        VectorStrip slope = strips[1].read(outGradient, row + at, n);
        VectorStrip to = strips[2].write(gradients.input(), row + at, n);
        Loops.inGradient(x, slope, mean, inverse, weight, slopes, products, to, tile, n);
        to.finish();
      }
    }
    fold(gainSums, channels, tile);
    fold(biasSums, channels, tile);
    VectorReductions.storeSums(gainSums, gradients.accumulate(), gradients.gain());
    VectorReductions.storeSums(biasSums, gradients.accumulate(), gradients.bias());
  }

  /** The least common multiple of channels and lanes, as often as {@link #LEAST_TILE} wants. */
  private static int tile(int channels) {
    int common = LANES;
    while (channels % common != 0) {
      common /= 2;
    }
    int least = Math.multiplyExact(channels, LANES / common);
    return Math.multiplyExact(least, Math.ceilDiv(LEAST_TILE, least));
  }

  /** Whole tiles that are handled at once. */
  private static int piece(int tile) {
    return Math.max(tile, VectorStrip.LENGTH / tile * tile);
  }

  /** The sum of a group's numbers in a tile. */
  private static double sum(VectorStrip tiled, ChannelGroups groups, int group, int tile) {
    int first = group * groups.channels();
    double sum = 0;
    for (int place = 0; place < tile; place += groups.map().channels()) {
      for (int c = first; c < first + groups.channels(); c++) {
        sum += tiled.get(place + c);
      }
    }
    return sum;
  }

  /** Leaves the sum of every channel at the first place of a tile. */
  private static void fold(VectorStrip tiled, int channels, int tile) {
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int i = c; i < tile; i += channels) {
        sum += tiled.get(i);
      }
      tiled.set(c, (float) sum);
    }
  }

  /** Makes the channels of a group {@code value} at the first place of a tile. */
  private static void put(VectorStrip tiled, ChannelGroups groups, int group, float value) {
    int end = (group + 1) * groups.channels();
    for (int c = group * groups.channels(); c < end; c++) {
      tiled.set(c, value);
    }
  }

  /** Brings the first place to all others of a tile. */
  private static void repeat(VectorStrip tiled, int channels, int tile) {
    for (int done = channels; done < tile; done += done) {
      tiled.copyWithin(0, done, Math.min(done, tile - done));
    }
  }

  /** What pads the last vector must not count: it is made equal to the mean. */
  private static void pad(VectorStrip x, VectorStrip mean, int tile, int n) {
    for (int i = n; i < padded(n); i++) {
      x.set(i, mean.get(i % tile));
    }
  }

  /** The place in a tile after {@code j}; begins again at its end. */
  private static int next(int j, int tile) {
    int next = j + LANES;
    return next == tile ? 0 : next;
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {

    private Loops() {}

    static void add(VectorStrip x, VectorStrip sums, int tile, int n) {
      for (int i = 0, j = 0; i < n; i += LANES, j = next(j, tile)) {
        sums.store(j, sums.load(j).add(x.load(i)));
      }
    }

    static void addDeviations(
        VectorStrip x, VectorStrip mean, VectorStrip sums, VectorStrip squares, int tile, int n) {
      for (int i = 0, j = 0; i < n; i += LANES, j = next(j, tile)) {
        FloatVector deviation = x.load(i).sub(mean.load(j));
        sums.store(j, sums.load(j).add(deviation));
        squares.store(j, deviation.fma(deviation, squares.load(j)));
      }
    }

    static void scale(
        VectorStrip x,
        VectorStrip mean,
        VectorStrip factor,
        VectorStrip shift,
        VectorStrip out,
        int tile,
        int n) {
      for (int i = 0, j = 0; i < n; i += LANES, j = next(j, tile)) {
        FloatVector deviation = x.load(i).sub(mean.load(j));
        out.store(i, deviation.fma(factor.load(j), shift.load(j)));
      }
    }

    /** gainSums += ∂y ∘ x̂, biasSums += ∂y. */
    static void addParameterGradients(
        VectorStrip x,
        VectorStrip slope,
        VectorStrip mean,
        VectorStrip inverse,
        VectorStrip gainSums,
        VectorStrip biasSums,
        int tile,
        int n) {
      for (int i = 0, j = 0; i < n; i += LANES, j = next(j, tile)) {
        FloatVector standard = x.load(i).sub(mean.load(j)).mul(inverse.load(j));
        FloatVector here = slope.load(i);
        gainSums.store(j, standard.fma(here, gainSums.load(j)));
        biasSums.store(j, biasSums.load(j).add(here));
      }
    }

    /** With h = gain ∘ ∂y: slopes += h, products += h ∘ x̂. */
    static void addSlopes(
        VectorStrip x,
        VectorStrip slope,
        VectorStrip mean,
        VectorStrip inverse,
        VectorStrip weight,
        VectorStrip slopes,
        VectorStrip products,
        int tile,
        int n) {
      for (int i = 0, j = 0; i < n; i += LANES, j = next(j, tile)) {
        FloatVector standard = x.load(i).sub(mean.load(j)).mul(inverse.load(j));
        FloatVector h = slope.load(i).mul(weight.load(j));
        slopes.store(j, slopes.load(j).add(h));
        products.store(j, standard.fma(h, products.load(j)));
      }
    }

    /** out = inverse · (gain ∘ ∂y − level + x̂ ∘ tilt), flushed. */
    static void inGradient(
        VectorStrip x,
        VectorStrip slope,
        VectorStrip mean,
        VectorStrip inverse,
        VectorStrip weight,
        VectorStrip level,
        VectorStrip tilt,
        VectorStrip out,
        int tile,
        int n) {
      for (int i = 0, j = 0; i < n; i += LANES, j = next(j, tile)) {
        FloatVector factor = inverse.load(j);
        FloatVector standard = x.load(i).sub(mean.load(j)).mul(factor);
        FloatVector h = slope.load(i).mul(weight.load(j)).sub(level.load(j));
        out.store(i, flush(standard.fma(tilt.load(j), h).mul(factor)));
      }
    }
  }
}
