package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.SparseRows;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Products of sparse rows {@code [rows, inner]} and weights {@code [inner, columns]}. */
final class SparseCases {
  private SparseCases() {}

  static List<KernelCase> all() {
    List<KernelCase> cases = new ArrayList<>();
    Arrays.stream(Activation.values())
        .filter(Activation::derivativeFromOutput)
        .map(SparseCases::product)
        .forEach(cases::add);
    cases.add(weightGradient(false));
    cases.add(weightGradient(true));
    return cases;
  }

  private static KernelCase product(Activation f) {
    return KernelCase.of(
            "sparse product, bias and " + f.label(),
            (kernels, o) -> {
              SparseRows x = o.sparse(o.rows(), o.size().inner());
              Tensor weight = weight(o);
              Tensor bias = o.master("bias", 1, o.columns(), Values.EXTREME);
              Tensor out = o.compute("out", Values.GARBAGE);
              return bound(() -> kernels.sparseProduct(x, weight, bias, f, out), x, o);
            })
        .withGradient(
            (kernels, o) -> {
              SparseRows x = o.sparse(o.rows(), o.size().inner());
              Tensor weight = weight(o);
              Tensor bias = o.master("bias", 1, o.columns(), Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor gradient = o.compute("gradient", Values.GARBAGE);
              Tensor toWeight =
                  o.master("weight gradient", o.size().inner(), o.columns(), Values.GARBAGE);
              Tensor toBias = o.master("bias gradient", 1, o.columns(), Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.sparseProduct(x, weight, bias, f, out);
                    return KernelCase.dot(w, out);
                  },
                  () -> {
                    kernels.sparseProduct(x, weight, bias, f, out);
                    kernels.convert(w, gradient);
                    kernels.activationGradient(f, out, gradient);
                    kernels.columnSums(gradient, false, toBias);
                    kernels.sparseWeightGradient(x, gradient, false, toWeight);
                  },
                  List.of(
                      new Slope.Part("weight", weight, toWeight),
                      new Slope.Part("bias", bias, toBias)));
            });
  }

  /** Scaled as weights are: see {@link ProductCases}. */
  private static Tensor weight(Operands o) {
    int inner = o.size().inner();
    Tensor weight = o.compute("weight", inner, o.columns(), Values.NORMAL);
    for (long i = 0; i < weight.size(); i++) {
      o.set(weight, i, weight.get(i) / Math.sqrt(inner));
    }
    return weight;
  }

  private static KernelCase weightGradient(boolean accumulate) {
    return KernelCase.of(
        "sparse weight gradient" + (accumulate ? ", accumulating" : ""),
        (kernels, o) -> {
          SparseRows x = o.sparse(o.rows(), o.size().inner());
          Tensor outGradient = o.compute("out gradient", Values.NORMAL);
          Tensor weightGradient =
              o.master(
                  "weight gradient",
                  o.size().inner(),
                  o.columns(),
                  accumulate ? Values.NORMAL : Values.GARBAGE);
          return bound(
              () -> kernels.sparseWeightGradient(x, outGradient, accumulate, weightGradient), x, o);
        });
  }

  private static Bound bound(Runnable run, SparseRows x, Operands o) {
    return new Bound(
        () -> {
          run.run();
          return 0;
        },
        2.0 * x.entries() * o.columns());
  }
}
