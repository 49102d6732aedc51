package dev.hourglass.engine.kernel.portable;

import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;

/**
 * Convolutions of any format in double precision, row by row and place by place; the innermost
 * loops run over filters or channels that lie beside each other.
 */
final class PortableConvolution implements Product {
  private static final int WEIGHT = 0;
  private static final int IN = 1;
  private static final int OUT = 2;
  private static final int BIAS = 3;

  private final ConvolutionPlan plan;
  private final FeatureMap in;
  private final FeatureMap out;

  /** For every output line and tap the input line it reads, or −1 where that is imagined. */
  private final int[] lines;

  /** The same of places in a line. */
  private final int[] places;

  PortableConvolution(ConvolutionPlan plan) {
    this.plan = plan;
    ConvolutionShape shape = plan.shape();
    this.in = shape.in();
    this.out = shape.out();
    this.lines = sources(shape.vertical(), out.height(), in.height());
    this.places = sources(shape.horizontal(), out.width(), in.width());
  }

  private static int[] sources(Window window, int outputs, int inputs) {
    int[] sources = new int[outputs * window.size()];
    for (int o = 0; o < outputs; o++) {
      for (int tap = 0; tap < window.size(); tap++) {
        int source = o * window.stride() - window.before() + tap * window.dilation();
        sources[o * window.size() + tap] = source < inputs ? source : -1;
      }
    }
    return sources;
  }

  @Override
  public void run() {
    PortableScratch scratch = PortableScratch.ofThread();
    switch (plan) {
      case ConvolutionPlan.Applied p -> {
        double[] weight = loaded(p.weight(), WEIGHT, scratch);
        double[] bias =
            p.bias().isPresent()
                ? loaded(p.bias().get(), BIAS, scratch)
                : scratch.zeros(BIAS, p.to().channels());
        double[] inRow = scratch.run(IN, in.size());
        double[] outRow = scratch.run(OUT, out.size());
        double[] from = p.transposed() ? outRow : inRow;
        double[] into = p.transposed() ? inRow : outRow;
        Step step = p.transposed() ? Step.TRANSPOSED : Step.FORWARD;
        for (int row = 0; row < p.in().rows(); row++) {
          PortableScratch.loadRow(p.in(), row, from);
          fill(into, bias, p.to());
          walk(step, inRow, weight, outRow);
          PortableProduct.storeRow(into, p.tail(), p.out(), row);
        }
      }
      case ConvolutionPlan.WeightGradient p -> {
        int size = Math.toIntExact(p.out().size());
        double[] gradient =
            p.accumulate() ? loaded(p.out(), WEIGHT, scratch) : scratch.zeros(WEIGHT, size);
        double[] from = scratch.run(IN, in.size());
        double[] slope = scratch.run(OUT, out.size());
        for (int row = 0; row < p.in().rows(); row++) {
          PortableScratch.loadRow(p.in(), row, from);
          PortableScratch.loadRow(p.outGradient(), row, slope);
          walk(Step.WEIGHT_GRADIENT, from, gradient, slope);
        }
        PortableScratch.storeFlushed(gradient, size, p.out(), 0);
      }
    }
  }

  /** What a pair of places and its tap's weights do to each other. */
  private enum Step {
    FORWARD,
    TRANSPOSED,
    WEIGHT_GRADIENT
  }

  /** Takes a step for every output place and every tap that lies inside. */
  private void walk(Step step, double[] inRow, double[] weight, double[] outRow) {
    int height = lines.length / out.height();
    int width = places.length / out.width();
    int block = in.channels() * out.channels();
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        int outAt = (y * out.width() + x) * out.channels();
        for (int i = 0; i < height; i++) {
          int line = lines[y * height + i];
          for (int j = 0; line >= 0 && j < width; j++) {
            int place = places[x * width + j];
            if (place >= 0) {
              int inAt = (line * in.width() + place) * in.channels();
              take(step, inRow, inAt, weight, (i * width + j) * block, outRow, outAt);
            }
          }
        }
      }
    }
  }

  private void take(
      Step step,
      double[] inRow,
      int inAt,
      double[] weight,
      int weightAt,
      double[] outRow,
      int outAt) {
    int filters = out.channels();
    for (int c = 0; c < in.channels(); c++) {
      int at = weightAt + c * filters;
      switch (step) {
        case FORWARD -> addMultiple(inRow[inAt + c], weight, at, outRow, outAt, filters);
        case TRANSPOSED -> inRow[inAt + c] += dot(outRow, outAt, weight, at, filters);
        case WEIGHT_GRADIENT -> addMultiple(inRow[inAt + c], outRow, outAt, weight, at, filters);
      }
    }
  }

  private static void fill(double[] row, double[] channels, FeatureMap map) {
    for (int place = 0; place < map.places(); place++) {
      System.arraycopy(channels, 0, row, place * map.channels(), map.channels());
    }
  }

  private static double[] loaded(Tensor tensor, int index, PortableScratch scratch) {
    int size = Math.toIntExact(tensor.size());
    double[] numbers = scratch.run(index, size);
    PortableScratch.load(tensor, 0, size, numbers);
    return numbers;
  }

  private static void addMultiple(
      double a, double[] x, int xFrom, double[] into, int from, int count) {
    for (int i = 0; i < count; i++) {
      into[from + i] += a * x[xFrom + i];
    }
  }

  private static double dot(double[] x, int xFrom, double[] y, int yFrom, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += x[xFrom + i] * y[yFrom + i];
    }
    return sum;
  }
}
