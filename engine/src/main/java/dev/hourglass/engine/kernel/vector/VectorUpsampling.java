package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;

import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/**
 * Wider planes: first a line between two lines, then places between its places. The gradient goes
 * the other way.
 */
public final class VectorUpsampling {

  private VectorUpsampling() {}

  /** out = the four places around, by their weights. */
  public static void upsample(UpsamplingShape shape, Tensor in, Tensor out) {
    FeatureMap from = shape.in();
    FeatureMap to = shape.out();
    requireSize(in, (long) out.rows() * from.size());
    requireSize(out, (long) out.rows() * to.size());
    VectorStrip[] strips = VectorStrip.ofThread();
    int stride = from.width() * from.channels();
    int wide = to.width() * to.channels();
    VectorStrip line = strips[2].free(stride);
    for (int r = 0; r < out.rows(); r++) {
      VectorStrip x = strips[0].read(in, (long) r * from.size(), from.size());
      VectorStrip y = strips[1].write(out, (long) r * to.size(), to.size());
      for (int i = 0; i < to.height(); i++) {
        int q = i / shape.vertical();
        int phase = i % shape.vertical();
        int lower = shape.lower(q, phase, shape.vertical()) * stride;
        int upper = shape.upper(q, phase, shape.vertical(), from.height()) * stride;
        Loops.between(x, lower, upper, (float) shape.weight(phase, shape.vertical()), line, stride);
        for (int p = 0; p < shape.horizontal(); p++) {
          Loops.spread(shape, line, p, y, i * wide);
        }
      }
      y.finish();
    }
  }

  /** ∂in = the transpose of {@link #upsample}. */
  public static void upsampleGradient(
      UpsamplingShape shape, Tensor outGradient, Tensor inGradient) {
    FeatureMap from = shape.in();
    FeatureMap to = shape.out();
    requireSize(inGradient, (long) outGradient.rows() * from.size());
    requireSize(outGradient, (long) outGradient.rows() * to.size());
    VectorStrip[] strips = VectorStrip.ofThread();
    int stride = from.width() * from.channels();
    int wide = to.width() * to.channels();
    VectorStrip line = strips[2].free(stride);
    for (int r = 0; r < outGradient.rows(); r++) {
      VectorStrip slope = strips[1].read(outGradient, (long) r * to.size(), to.size());
      VectorStrip into = strips[0].write(inGradient, (long) r * from.size(), from.size());
      into.clear();
      for (int i = 0; i < to.height(); i++) {
        line.clear();
        for (int p = 0; p < shape.horizontal(); p++) {
          Loops.gather(shape, slope, i * wide, p, line);
        }
        int q = i / shape.vertical();
        int phase = i % shape.vertical();
        float weight = (float) shape.weight(phase, shape.vertical());
        int lower = shape.lower(q, phase, shape.vertical()) * stride;
        int upper = shape.upper(q, phase, shape.vertical(), from.height()) * stride;
        Loops.addScaled(line, 1 - weight, into, lower, stride);
        if (weight != 0) {
          Loops.addScaled(line, weight, into, upper, stride);
        }
      }
      Loops.flushAll(into, from.size());
      into.finish();
    }
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {

    private Loops() {}

    /** out = what lies between two runs of x. */
    static void between(VectorStrip x, int lower, int upper, float weight, VectorStrip out, int n) {
      FloatVector share = constant(weight);
      int whole = n & -LANES;
      for (int i = 0; i < whole; i += LANES) {
        FloatVector base = x.load(lower + i);
        out.store(i, x.load(upper + i).sub(base).fma(share, base));
      }
      for (int i = whole; i < n; i++) {
        float base = x.get(lower + i);
        out.set(i, base + weight * (x.get(upper + i) - base));
      }
    }

    /** The places of one phase in a line of the wider plane, which starts at {@code at}. */
    static void spread(
        UpsamplingShape shape, VectorStrip line, int phase, VectorStrip out, int at) {
      int channels = shape.in().channels();
      int whole = channels & -LANES;
      int factor = shape.horizontal();
      int places = shape.in().width();
      float weight = (float) shape.weight(phase, factor);
      FloatVector share = constant(weight);
      for (int q = 0; q < places; q++) {
        int lower = shape.lower(q, phase, factor) * channels;
        int upper = shape.upper(q, phase, factor, places) * channels;
        int to = at + (q * factor + phase) * channels;
        for (int c = 0; c < whole; c += LANES) {
          FloatVector base = line.load(lower + c);
          out.store(to + c, line.load(upper + c).sub(base).fma(share, base));
        }
        for (int c = whole; c < channels; c++) {
          float base = line.get(lower + c);
          out.set(to + c, base + weight * (line.get(upper + c) - base));
        }
      }
    }

    /** The transpose of {@link #spread}, added to {@code line}. */
    static void gather(
        UpsamplingShape shape, VectorStrip slope, int at, int phase, VectorStrip line) {
      int channels = shape.in().channels();
      int whole = channels & -LANES;
      int factor = shape.horizontal();
      int places = shape.in().width();
      float weight = (float) shape.weight(phase, factor);
      FloatVector share = constant(weight);
      FloatVector rest = constant(1 - weight);
      for (int q = 0; q < places; q++) {
        int lower = shape.lower(q, phase, factor) * channels;
        int upper = shape.upper(q, phase, factor, places) * channels;
        int from = at + (q * factor + phase) * channels;
        for (int c = 0; c < whole; c += LANES) {
          FloatVector given = slope.load(from + c);
          line.store(lower + c, given.fma(rest, line.load(lower + c)));
          line.store(upper + c, given.fma(share, line.load(upper + c)));
        }
        for (int c = whole; c < channels; c++) {
          float given = slope.get(from + c);
          line.set(lower + c, line.get(lower + c) + (1 - weight) * given);
          line.set(upper + c, line.get(upper + c) + weight * given);
        }
      }
    }

    static void addScaled(VectorStrip x, float scale, VectorStrip into, int at, int n) {
      FloatVector factor = constant(scale);
      int whole = n & -LANES;
      for (int i = 0; i < whole; i += LANES) {
        into.store(at + i, x.load(i).fma(factor, into.load(at + i)));
      }
      for (int i = whole; i < n; i++) {
        into.set(at + i, into.get(at + i) + scale * x.get(i));
      }
    }

    static void flushAll(VectorStrip x, int n) {
      for (int i = 0; i < n; i += LANES) {
        x.store(i, flush(x.load(i)));
      }
    }
  }
}
