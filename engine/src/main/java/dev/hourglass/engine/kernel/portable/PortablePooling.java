package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.OperandSizes.requireSize;
import static dev.hourglass.engine.kernel.portable.PortableScratch.loadRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRow;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeRowFlushed;

import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;

/** Maxima and averages of windows, number by number. */
final class PortablePooling {

  private PortablePooling() {}

  /** out = the largest or the mean of what a window sees. */
  static void pool(PoolingShape shape, Tensor in, Tensor out) {
    FeatureMap to = shape.out();
    requireSize(in, (long) out.rows() * shape.in().size());
    requireSize(out, (long) out.rows() * to.size());
    PortableScratch scratch = PortableScratch.ofThread();
    double[] x = scratch.run(0, shape.in().size());
    double[] y = scratch.run(1, to.size());
    for (int r = 0; r < out.rows(); r++) {
      PortableScratch.load(in, (long) r * shape.in().size(), shape.in().size(), x);
      for (int i = 0; i < to.size(); i++) {
        int channel = i % to.channels();
        int column = i / to.channels() % to.width();
        int line = i / to.channels() / to.width();
        y[i] =
            switch (shape.kind()) {
              case MAXIMUM -> largest(shape, x, line, column, channel);
              case AVERAGE -> mean(shape, x, line, column, channel);
            };
      }
      storeRow(y, out, r);
    }
  }

  /** ∂in: an average's shares, or all to the first of the largest. */
  static void poolGradient(PoolingShape shape, Tensor in, Tensor outGradient, Tensor inGradient) {
    FeatureMap from = shape.in();
    FeatureMap to = shape.out();
    requireSize(in, (long) outGradient.rows() * from.size());
    requireSameSize(in, inGradient);
    requireSize(outGradient, (long) outGradient.rows() * to.size());
    PortableScratch scratch = PortableScratch.ofThread();
    double[] x = scratch.run(0, from.size());
    double[] slope = scratch.run(1, to.size());
    for (int r = 0; r < outGradient.rows(); r++) {
      PortableScratch.load(in, (long) r * from.size(), from.size(), x);
      loadRow(outGradient, r, slope);
      double[] into = scratch.zeros(2, from.size());
      for (int i = 0; i < to.size(); i++) {
        int channel = i % to.channels();
        int column = i / to.channels() % to.width();
        int line = i / to.channels() / to.width();
        switch (shape.kind()) {
          case MAXIMUM -> giveFirst(shape, x, line, column, channel, slope[i], into);
          case AVERAGE -> giveShares(shape, line, column, channel, slope[i], into);
        }
      }
      storeRowFlushed(into, inGradient, r);
    }
  }

  private static double largest(PoolingShape shape, double[] x, int line, int column, int channel) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = shape.top(line); i < shape.bottom(line); i++) {
      for (int j = shape.left(column); j < shape.right(column); j++) {
        largest = Math.max(largest, x[at(shape, i, j, channel)]);
      }
    }
    return largest;
  }

  private static double mean(PoolingShape shape, double[] x, int line, int column, int channel) {
    double sum = 0;
    for (int i = shape.top(line); i < shape.bottom(line); i++) {
      for (int j = shape.left(column); j < shape.right(column); j++) {
        sum += x[at(shape, i, j, channel)];
      }
    }
    return sum / seen(shape, line, column);
  }

  private static void giveFirst(
      PoolingShape shape,
      double[] x,
      int line,
      int column,
      int channel,
      double slope,
      double[] into) {
    double largest = largest(shape, x, line, column, channel);
    for (int i = shape.top(line); i < shape.bottom(line); i++) {
      for (int j = shape.left(column); j < shape.right(column); j++) {
        int at = at(shape, i, j, channel);
        if (x[at] == largest) {
          into[at] += slope;
          return;
        }
      }
    }
  }

  private static void giveShares(
      PoolingShape shape, int line, int column, int channel, double slope, double[] into) {
    double share = slope / seen(shape, line, column);
    for (int i = shape.top(line); i < shape.bottom(line); i++) {
      for (int j = shape.left(column); j < shape.right(column); j++) {
        into[at(shape, i, j, channel)] += share;
      }
    }
  }

  private static int seen(PoolingShape shape, int line, int column) {
    return (shape.bottom(line) - shape.top(line)) * (shape.right(column) - shape.left(column));
  }

  private static int at(PoolingShape shape, int line, int column, int channel) {
    return (line * shape.in().width() + column) * shape.in().channels() + channel;
  }
}
