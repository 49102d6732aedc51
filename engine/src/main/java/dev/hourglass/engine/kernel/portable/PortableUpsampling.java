package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.portable.PortableScratch.load;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRowFlushed;

import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;

/** Wider planes, each place of which is made of four. */
final class PortableUpsampling {

  private PortableUpsampling() {}

  /** out = the four places around, by their weights. */
  static void upsample(UpsamplingShape shape, Tensor in, Tensor out) {
    run(shape, in, out, false);
  }

  /** ∂in = the transpose of {@link #upsample}. */
  static void upsampleGradient(UpsamplingShape shape, Tensor outGradient, Tensor inGradient) {
    run(shape, inGradient, outGradient, true);
  }

  private static void run(UpsamplingShape shape, Tensor narrow, Tensor wide, boolean transposed) {
    FeatureMap in = shape.in();
    FeatureMap out = shape.out();
    requireSize(narrow, (long) wide.rows() * in.size());
    requireSize(wide, (long) wide.rows() * out.size());
    PortableScratch scratch = PortableScratch.ofThread();
    double[] x = scratch.run(0, in.size());
    double[] y = scratch.run(1, out.size());
    for (int r = 0; r < wide.rows(); r++) {
      if (transposed) {
        load(wide, (long) r * out.size(), out.size(), y);
        scratch.zeros(0, in.size());
      } else {
        load(narrow, (long) r * in.size(), in.size(), x);
        scratch.zeros(1, out.size());
      }
      for (int line = 0; line < out.height(); line++) {
        int q = line / shape.vertical();
        int phase = line % shape.vertical();
        int lower = shape.lower(q, phase, shape.vertical());
        int upper = shape.upper(q, phase, shape.vertical(), in.height());
        double weight = shape.weight(phase, shape.vertical());
        line(shape, x, lower, 1 - weight, y, line, transposed);
        line(shape, x, upper, weight, y, line, transposed);
      }
      if (transposed) {
        storeRowFlushed(x, narrow, r);
      } else {
        storeRow(y, wide, r);
      }
    }
  }

  /** What line {@code from} of x and line {@code to} of y do to each other. */
  private static void line(
      UpsamplingShape shape,
      double[] x,
      int from,
      double share,
      double[] y,
      int to,
      boolean transposed) {
    FeatureMap in = shape.in();
    int wide = in.width() * shape.horizontal();
    for (int place = 0; place < wide; place++) {
      int q = place / shape.horizontal();
      int phase = place % shape.horizontal();
      double weight = shape.weight(phase, shape.horizontal());
      int lower = from * in.width() + shape.lower(q, phase, shape.horizontal());
      int upper = from * in.width() + shape.upper(q, phase, shape.horizontal(), in.width());
      for (int c = 0; c < in.channels(); c++) {
        int out = (to * wide + place) * in.channels() + c;
        if (transposed) {
          x[lower * in.channels() + c] += share * (1 - weight) * y[out];
          x[upper * in.channels() + c] += share * weight * y[out];
        } else {
          y[out] +=
              share
                  * ((1 - weight) * x[lower * in.channels() + c]
                      + weight * x[upper * in.channels() + c]);
        }
      }
    }
  }
}
