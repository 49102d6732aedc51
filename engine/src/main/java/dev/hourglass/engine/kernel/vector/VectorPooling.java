package dev.hourglass.engine.kernel.vector;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.vector.VectorLanes.LANES;
import static dev.hourglass.engine.kernel.vector.VectorMath.constant;
import static dev.hourglass.engine.kernel.vector.VectorMath.flush;
import static dev.hourglass.engine.kernel.vector.VectorMath.none;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Pooling;
import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Maxima and averages of windows, a vector of channels at a time and the odd channels singly. */
public final class VectorPooling {

  private VectorPooling() {}

  /** out = the largest or the mean of what a window sees. */
  public static void pool(PoolingShape shape, Tensor in, Tensor out) {
    FeatureMap from = shape.in();
    FeatureMap to = shape.out();
    requireSize(in, (long) out.rows() * from.size());
    requireSize(out, (long) out.rows() * to.size());
    VectorStrip[] strips = VectorStrip.ofThread();
    for (int r = 0; r < out.rows(); r++) {
      VectorStrip x = strips[0].read(in, (long) r * from.size(), from.size());
      VectorStrip y = strips[1].write(out, (long) r * to.size(), to.size());
      for (int line = 0; line < to.height(); line++) {
        if (shape.kind() == Pooling.MAXIMUM) {
          Loops.maxima(shape, x, y, line, to.width());
        } else {
          Loops.averages(shape, x, y, line, to.width());
        }
      }
      y.finish();
    }
  }

  /** ∂in: an average's shares, or all to the first of the largest. */
  public static void poolGradient(
      PoolingShape shape, Tensor in, Tensor outGradient, Tensor inGradient) {
    FeatureMap from = shape.in();
    FeatureMap to = shape.out();
    requireSize(in, (long) outGradient.rows() * from.size());
    requireSameSize(in, inGradient);
    requireSize(outGradient, (long) outGradient.rows() * to.size());
    VectorStrip[] strips = VectorStrip.ofThread();
    for (int r = 0; r < outGradient.rows(); r++) {
      VectorStrip slope = strips[1].read(outGradient, (long) r * to.size(), to.size());
      VectorStrip into = strips[2].write(inGradient, (long) r * from.size(), from.size());
      into.clear();
      if (shape.kind() == Pooling.MAXIMUM) {
        VectorStrip x = strips[0].read(in, (long) r * from.size(), from.size());
        for (int line = 0; line < to.height(); line++) {
          Loops.giveFirst(shape, x, slope, into, line, to.width());
        }
      } else {
        for (int line = 0; line < to.height(); line++) {
          Loops.giveShares(shape, slope, into, line, to.width());
        }
      }
      into.finish();
    }
  }

  private static float share(PoolingShape shape, int top, int bottom, int place) {
    return 1f / ((bottom - top) * (shape.right(place) - shape.left(place)));
  }

  /** Each compiled on its own: see {@link VectorCompilation}. */
  private static final class Loops {

    private Loops() {}

    static void maxima(PoolingShape shape, VectorStrip x, VectorStrip out, int line, int places) {
      int channels = shape.in().channels();
      int whole = channels & -LANES;
      int top = shape.top(line);
      int bottom = shape.bottom(line);
      int stride = shape.in().width() * channels;
      for (int place = 0; place < places; place++) {
        int left = shape.left(place) * channels;
        int right = shape.right(place) * channels;
        int at = (line * places + place) * channels;
        for (int c = 0; c < whole; c += LANES) {
          FloatVector largest = x.load(top * stride + left + c);
          for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j += channels) {
              largest = largest.max(x.load(i * stride + j + c));
            }
          }
          out.store(at + c, largest);
        }
        for (int c = whole; c < channels; c++) {
          out.set(at + c, largest(x, top, bottom, stride, left + c, right, channels));
        }
      }
    }

    private static float largest(
        VectorStrip x, int top, int bottom, int stride, int left, int right, int channels) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int i = top; i < bottom; i++) {
        for (int j = left; j < right; j += channels) {
          largest = Math.max(largest, x.get(i * stride + j));
        }
      }
      return largest;
    }

    static void averages(PoolingShape shape, VectorStrip x, VectorStrip out, int line, int places) {
      int channels = shape.in().channels();
      int whole = channels & -LANES;
      int top = shape.top(line);
      int bottom = shape.bottom(line);
      int stride = shape.in().width() * channels;
      for (int place = 0; place < places; place++) {
        int left = shape.left(place) * channels;
        int right = shape.right(place) * channels;
        int at = (line * places + place) * channels;
        float share = share(shape, top, bottom, place);
        FloatVector shares = constant(share);
        for (int c = 0; c < whole; c += LANES) {
          FloatVector sum = none();
          for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j += channels) {
              sum = sum.add(x.load(i * stride + j + c));
            }
          }
          out.store(at + c, sum.mul(shares));
        }
        for (int c = whole; c < channels; c++) {
          float sum = 0;
          for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j += channels) {
              sum += x.get(i * stride + j + c);
            }
          }
          out.set(at + c, sum * share);
        }
      }
    }

    static void giveFirst(
        PoolingShape shape,
        VectorStrip x,
        VectorStrip slope,
        VectorStrip into,
        int line,
        int places) {
      int channels = shape.in().channels();
      int whole = channels & -LANES;
      int top = shape.top(line);
      int bottom = shape.bottom(line);
      int stride = shape.in().width() * channels;
      for (int place = 0; place < places; place++) {
        int left = shape.left(place) * channels;
        int right = shape.right(place) * channels;
        int at = (line * places + place) * channels;
        for (int c = 0; c < whole; c += LANES) {
          FloatVector largest = x.load(top * stride + left + c);
          for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j += channels) {
              largest = largest.max(x.load(i * stride + j + c));
            }
          }
          FloatVector rest = slope.load(at + c);
          for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j += channels) {
              int here = i * stride + j + c;
              VectorMask<Float> first = x.load(here).compare(VectorOperators.EQ, largest);
              into.store(here, into.load(here).add(rest, first));
              rest = rest.blend(none(), first);
            }
          }
        }
        for (int c = whole; c < channels; c++) {
          float largest = largest(x, top, bottom, stride, left + c, right, channels);
          float rest = slope.get(at + c);
          for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j += channels) {
              int here = i * stride + j + c;
              if (x.get(here) == largest) {
                into.set(here, into.get(here) + rest);
                rest = 0;
              }
            }
          }
        }
      }
    }

    static void giveShares(
        PoolingShape shape, VectorStrip slope, VectorStrip into, int line, int places) {
      int channels = shape.in().channels();
      int whole = channels & -LANES;
      int top = shape.top(line);
      int bottom = shape.bottom(line);
      int stride = shape.in().width() * channels;
      for (int place = 0; place < places; place++) {
        int left = shape.left(place) * channels;
        int right = shape.right(place) * channels;
        int at = (line * places + place) * channels;
        float share = share(shape, top, bottom, place);
        FloatVector shares = constant(share);
        for (int c = 0; c < whole; c += LANES) {
          FloatVector given = flush(slope.load(at + c).mul(shares));
          for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j += channels) {
              int here = i * stride + j + c;
              into.store(here, into.load(here).add(given));
            }
          }
        }
        for (int c = whole; c < channels; c++) {
          float given = slope.get(at + c) * share;
          given = Math.abs(given) < Kernels.FLUSH ? 0 : given;
          for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j += channels) {
              int here = i * stride + j + c;
              into.set(here, into.get(here) + given);
            }
          }
        }
      }
    }
  }
}
