package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.FLOATS;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorLanes.padded;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.none;

import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The second half of a transposed convolution whose first is a product: what every place of a row
 * gives to each of its taps is added up where the taps lie. Everything is float32.
 *
 * <p>With many channels, a place's gifts to a line of taps lie beside each other and go where they
 * lie beside each other, too. With few, vectors would be nearly empty; there the gifts of a line's
 * places to one tap lie beside each other, and go to a line of the output that has only every
 * stride's place, of one channel; those lines are interleaved at the end.
 */
public final class VectorScatter {
  private final ConvolutionShape shape;
  private final FeatureMap wide;
  private final FeatureMap narrow;

  /** Numbers of a line that lie in front of its first place, where gifts go that go nowhere. */
  private final int margin;

  /** From one line to the next. */
  private final int stride;

  /** By channel, place within a stride, and line. */
  private final MemorySegment lines;

  /**
   * Bound to a shape.
   *
   * @param shape of the convolution that is transposed; without dilation
   */
  public VectorScatter(ConvolutionShape shape) {
    this.shape = shape;
    this.wide = shape.in();
    this.narrow = shape.out();
    Window window = shape.horizontal();
    margin = padded(window.before() + window.size());
    int reach =
        Math.max(narrow.width() + window.size(), Math.ceilDiv(wide.width(), window.stride()));
    stride = margin + padded(reach) + LANES;
    long numbers = (long) wide.channels() * window.stride() * wide.height() * stride;
    lines = Arena.ofAuto().allocate(Float.BYTES * numbers, Tensor.ALIGNMENT);
  }

  /**
   * out = bias + what a row's places give.
   *
   * @param given {@code [places, taps · channels]}
   * @param bias a number for each channel
   * @param out {@code [1, shape.in().size()]}
   */
  public void addPlaces(Tensor given, Tensor bias, Tensor out) {
    int channels = wide.channels();
    requireSize(given, (long) narrow.places() * shape.taps() * channels);
    requireSize(bias, channels);
    requireSize(out, wide.size());
    long from = VectorLanes.address(given.segment(), 0, Float.BYTES * given.size());
    long to = VectorLanes.address(out.segment(), 0, Float.BYTES * out.size());
    VectorLanes.copy(
        VectorLanes.address(bias.segment(), 0, Float.BYTES * bias.size()), to, channels);
    for (int done = channels; done < wide.size(); done += done) {
      VectorLanes.copy(to, to + 4L * done, Math.min(done, wide.size() - done));
    }
    Window vertical = shape.vertical();
    int taps = shape.horizontal().size() * channels;
    for (int y = 0; y < narrow.height(); y++) {
      for (int i = 0; i < vertical.size(); i++) {
        int line = y * vertical.stride() - vertical.before() + i;
        if (line >= 0 && line < wide.height()) {
          Loops.addLine(
              shape.horizontal(),
              from + 4L * (y * narrow.width() * vertical.size() + i) * taps,
              4L * vertical.size() * taps,
              narrow.width(),
              to + 4L * line * wide.width() * channels,
              wide.width(),
              channels);
        }
      }
    }
    Reference.reachabilityFence(given);
    Reference.reachabilityFence(bias);
    Reference.reachabilityFence(out);
  }

  /**
   * The same of gifts that lie the other way round.
   *
   * @param given {@code [taps · channels, rows · places]}, followed by a vector's room
   * @param row which of the rows
   */
  public void addTaps(Tensor given, int row, Tensor bias, Tensor out) {
    int channels = wide.channels();
    int phases = shape.horizontal().stride();
    requireSize(given, (long) shape.taps() * channels * given.columns());
    requireSize(bias, channels);
    requireSize(out, wide.size());
    long from =
        VectorLanes.address(
                given.segment(), 0, Float.BYTES * given.size() + Float.BYTES * (LANES - 1L))
            + 4L * row * narrow.places();
    long phaseBytes = 4L * wide.height() * stride;
    long to = lines.address() + 4L * margin;
    for (int c = 0; c < channels; c++) {
      Loops.fill(
          lines.address() + c * phases * phaseBytes,
          (int) (phases * phaseBytes / Float.BYTES),
          (float) bias.get(c));
    }
    Window v = shape.vertical();
    Window h = shape.horizontal();
    for (int i = 0; i < v.size(); i++) {
      int first = Math.max(0, Math.ceilDiv(v.before() - i, v.stride()));
      int end = Math.min(narrow.height(), Math.ceilDiv(wide.height() + v.before() - i, v.stride()));
      int line = first * v.stride() - v.before() + i;
      for (int j = 0; j < h.size(); j++) {
        int phase = Math.floorMod(j - h.before(), phases);
        int shift = Math.floorDiv(j - h.before(), phases);
        for (int c = 0; c < channels; c++) {
          int tap = (i * h.size() + j) * channels + c;
          Loops.addLines(
              from + 4L * tap * given.columns() + 4L * first * narrow.width(),
              narrow.width(),
              to + (c * phases + phase) * phaseBytes + 4L * ((long) line * stride + shift),
              4L * v.stride() * stride,
              end - first);
        }
      }
    }
    Loops.interleave(
        to,
        stride,
        phaseBytes,
        phases,
        wide,
        VectorLanes.address(out.segment(), 0, Float.BYTES * out.size()));
    Reference.reachabilityFence(given);
    Reference.reachabilityFence(out);
    Reference.reachabilityFence(this);
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {

    private Loops() {}

    /** What the places of a line give to one line of taps, which lie beside each other. */
    static void addLine(
        Window window, long from, long stride, int places, long to, int width, int channels) {
      for (int x = 0; x < places; x++) {
        int left = x * window.stride() - window.before();
        int first = Math.max(0, left);
        int end = Math.min(width, left + window.size());
        int n = (end - first) * channels;
        long source = from + x * stride + 4L * (first - left) * channels;
        long target = to + 4L * first * channels;
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
          long here = target + 4L * i;
          VectorLanes.store(VectorLanes.load(here).add(VectorLanes.load(source + 4L * i)), here);
        }
        for (int i = whole; i < n; i++) {
          long here = target + 4L * i;
          VectorLanes.set(here, VectorLanes.get(here) + VectorLanes.get(source + 4L * i));
        }
      }
    }

    static void fill(long to, int count, float value) {
      FloatVector values = constant(value);
      for (int i = 0; i < count; i += LANES) {
        VectorLanes.store(values, to + 4L * i);
      }
    }

    /** Adds lines of {@code width} numbers that follow each other to lines that lie apart. */
    static void addLines(long from, int width, long to, long stride, int count) {
      int whole = width & -LANES;
      VectorMask<Float> beyond = FLOATS.indexInRange(0, width - whole).not();
      for (int line = 0; line < count; line++) {
        long source = from + 4L * line * width;
        long target = to + line * stride;
        for (int i = 0; i < whole; i += LANES) {
          long here = target + 4L * i;
          VectorLanes.store(VectorLanes.load(here).add(VectorLanes.load(source + 4L * i)), here);
        }
        if (whole < width) {
          long here = target + 4L * whole;
          FloatVector rest = VectorLanes.load(source + 4L * whole).blend(none(), beyond);
          VectorLanes.store(VectorLanes.load(here).add(rest), here);
        }
      }
    }

    /** Brings the lines of every channel and phase together in rows with channels last. */
    static void interleave(
        long from, int stride, long phaseBytes, int phases, FeatureMap map, long to) {
      int channels = map.channels();
      int width = map.width();
      for (int c = 0; c < channels; c++) {
        for (int phase = 0; phase < phases; phase++) {
          long lines = from + (c * phases + phase) * phaseBytes;
          int count = Math.ceilDiv(width - phase, phases);
          for (int y = 0; y < map.height(); y++) {
            long source = lines + 4L * y * stride;
            long target = to + 4L * ((y * width + phase) * channels + c);
            long step = 4L * phases * channels;
            for (int x = 0; x < count; x++) {
              VectorLanes.set(target + x * step, VectorLanes.get(source + 4L * x));
            }
          }
        }
      }
    }
  }
}
