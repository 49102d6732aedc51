package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** Conversions, sums and products of numbers, and sums over rows. */
final class ElementwiseCases {
  private ElementwiseCases() {}

  static List<KernelCase> all() {
    return List.of(
        KernelCase.of(
            "convert",
            (kernels, o) -> {
              Tensor from = o.compute("from", Values.EXTREME);
              Tensor to = o.compute("to", Values.GARBAGE);
              return Bound.of(() -> kernels.convert(from, to));
            }),
        KernelCase.of(
            "convert from the master format",
            (kernels, o) -> {
              Tensor from = o.master("from", o.rows(), o.columns(), Values.EXTREME);
              Tensor to = o.compute("to", Values.GARBAGE);
              return Bound.of(() -> kernels.convert(from, to));
            }),
        KernelCase.of(
            "convert to the master format",
            (kernels, o) -> {
              Tensor from = o.compute("from", Values.EXTREME);
              Tensor to = o.master("to", o.rows(), o.columns(), Values.GARBAGE);
              return Bound.of(() -> kernels.convert(from, to));
            }),
        copyColumns(),
        KernelCase.of(
            "add scaled",
            (kernels, o) -> {
              Tensor x = o.compute("x", Values.NORMAL);
              Tensor into = o.compute("into", Values.NORMAL);
              return Bound.of(() -> kernels.addScaled(0.3, x, into));
            }),
        KernelCase.of(
            "add",
            (kernels, o) -> {
              Tensor x = o.compute("x", Values.EXTREME);
              Tensor y = o.compute("y", Values.NORMAL);
              Tensor out = o.outputOf("out", x);
              return Bound.of(() -> kernels.add(x, y, out));
            }),
        addRow(),
        multiply(),
        columnSums(false),
        columnSums(true),
        sumOfSquares(),
        smallest(Values.NORMAL),
        smallest(Values.EXTREME));
  }

  /** As two planes of channels are put side by side; timed are 32 beside 16 of them. */
  private static KernelCase copyColumns() {
    return KernelCase.of(
        "copy columns",
        (kernels, o) -> {
          boolean timed = o.size().equals(KernelCases.TIMED);
          int rows = timed ? o.rows() * o.columns() : o.rows();
          int count = timed ? 32 : o.columns();
          int from = timed ? 16 : o.size().count(3) - 1;
          int to = timed ? 0 : o.size().count(5) - 1;
          Tensor x = o.compute("x", rows, from + count, Values.EXTREME);
          Tensor out = o.compute("out", rows, to + count + o.size().count(2), Values.NORMAL);
          return Bound.of(() -> kernels.copyColumns(x, from, out, to, count));
        });
  }

  private static KernelCase addRow() {
    return KernelCase.of(
            "add row",
            (kernels, o) -> {
              Tensor row = o.master("row", 1, o.columns(), Values.NORMAL);
              Tensor x = o.master("x", o.rows(), o.columns(), Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              return Bound.of(() -> kernels.addRow(row, x, out));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor row = o.master("row", 1, o.columns(), Values.NORMAL);
              Tensor x = o.compute("x", Values.NORMAL);
              Tensor sum = o.compute("sum", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor gradient = o.master("row gradient", 1, o.columns(), Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.addRow(row, x, sum);
                    return KernelCase.dot(w, sum);
                  },
                  () -> kernels.columnSums(w, false, gradient),
                  List.of(new Slope.Part("row", row, gradient)));
            });
  }

  private static KernelCase multiply() {
    return KernelCase.of(
            "multiply",
            (kernels, o) -> {
              Tensor x = o.compute("x", Values.EXTREME);
              Tensor y = o.compute("y", Values.NORMAL);
              Tensor out = o.outputOf("out", x);
              return Bound.of(() -> kernels.multiply(x, y, out));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor x = o.compute("x", Values.NORMAL);
              Tensor y = o.compute("y", Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor gradient = o.compute("x gradient", Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.multiply(x, y, out);
                    return KernelCase.dot(w, out);
                  },
                  () -> kernels.multiply(w, y, gradient),
                  List.of(new Slope.Part("x", x, gradient)));
            });
  }

  private static KernelCase columnSums(boolean accumulate) {
    return KernelCase.of(
        "column sums" + (accumulate ? ", accumulating" : ""),
        (kernels, o) -> {
          Tensor x = o.compute("x", Values.NORMAL);
          Tensor out = o.master("out", 1, o.columns(), accumulate ? Values.NORMAL : Values.GARBAGE);
          return Bound.of(() -> kernels.columnSums(x, accumulate, out));
        });
  }

  private static KernelCase smallest(Values values) {
    return KernelCase.of(
        "k-th smallest of " + values,
        (kernels, o) -> {
          int k = Math.max(1, o.size().count(o.columns()));
          Tensor in = o.compute("in", values);
          Tensor perRow = o.master("smallest", 1, o.rows(), Values.GARBAGE);
          return Bound.of(() -> kernels.smallest(k, in, perRow));
        });
  }

  private static KernelCase sumOfSquares() {
    return KernelCase.of(
            "sum of squares",
            (kernels, o) -> {
              Tensor x = o.compute("x", Values.NORMAL);
              int size = (int) x.size();
              return Bound.returning(() -> kernels.sumOfSquares(x, size / 5, size - size / 7));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor x = o.compute("x", Values.NORMAL);
              Tensor gradient = o.compute("x gradient", Values.GARBAGE);
              return new Slope(
                  () -> kernels.sumOfSquares(x, 0, (int) x.size()),
                  () -> {
                    gradient.clear();
                    kernels.addScaled(2, x, gradient);
                  },
                  List.of(new Slope.Part("x", x, gradient)));
            });
  }
}
