package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** What happens to a code. */
final class BottleneckCases {
  /** The weight of the KL divergence and of the L1 penalty. */
  private static final double WEIGHT = 0.25;

  private BottleneckCases() {}

  static List<KernelCase> all() {
    return List.of(topK(), keepWhereActive(), sample(), sampleGradient(), absoluteSum());
  }

  private static KernelCase topK() {
    return KernelCase.of(
        "top k",
        (kernels, o) -> {
          int k = o.size().count(o.columns());
          Tensor in = o.compute("in", Values.EXTREME);
          Tensor out = o.outputOf("out", in);
          return Bound.of(() -> kernels.topK(k, in, out));
        });
  }

  private static KernelCase keepWhereActive() {
    return KernelCase.of(
            "keep where active",
            (kernels, o) -> {
              Tensor kept = o.compute("kept", Values.COUNT);
              Tensor gradient = o.compute("gradient", Values.NORMAL);
              return Bound.of(() -> kernels.keepWhereActive(kept, gradient));
            })
        .withGradient(
            (kernels, o) -> {
              int k = o.size().count(o.columns());
              Tensor in = o.compute("in", Values.NORMAL);
              Tensor kept = o.compute("kept", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor gradient = o.compute("in gradient", Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.topK(k, in, kept);
                    return KernelCase.dot(w, kept);
                  },
                  () -> {
                    kernels.topK(k, in, kept);
                    kernels.convert(w, gradient);
                    kernels.keepWhereActive(kept, gradient);
                  },
                  List.of(new Slope.Part("in", in, gradient)));
            });
  }

  private static KernelCase sample() {
    return KernelCase.of(
        "reparameterize",
        (kernels, o) -> {
          Tensor heads = o.compute("heads", o.rows(), 2 * o.columns(), Values.WIDE);
          Tensor epsilon = o.compute("epsilon", Values.NORMAL);
          Tensor code = o.outputOf("code", epsilon);
          return Bound.of(() -> kernels.reparameterize(heads, epsilon, code));
        });
  }

  /** The objective is Σ w ∘ z + weight · KL. */
  private static KernelCase sampleGradient() {
    return KernelCase.of(
            "reparameterize gradient",
            (kernels, o) -> {
              Tensor heads = o.compute("heads", o.rows(), 2 * o.columns(), Values.WIDE);
              Tensor epsilon = o.compute("epsilon", Values.NORMAL);
              Tensor codeGradient = o.compute("code gradient", Values.NORMAL);
              Tensor headsGradient = o.outputOf("heads gradient", heads);
              Tensor divergence = o.master("divergence", 1, o.rows(), Values.GARBAGE);
              return Bound.returning(
                  () ->
                      kernels.reparameterizeGradient(
                          heads, epsilon, codeGradient, WEIGHT, headsGradient, divergence));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor heads = o.compute("heads", o.rows(), 2 * o.columns(), Values.WIDE);
              Tensor epsilon = o.compute("epsilon", Values.NORMAL);
              Tensor code = o.compute("code", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor gradient =
                  o.compute("heads gradient", o.rows(), 2 * o.columns(), Values.GARBAGE);
              Tensor divergence = o.master("divergence", 1, o.rows(), Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.reparameterize(heads, epsilon, code);
                    return KernelCase.dot(w, code)
                        + WEIGHT
                            * kernels.reparameterizeGradient(
                                heads, epsilon, w, 0, gradient, divergence);
                  },
                  () ->
                      kernels.reparameterizeGradient(
                          heads, epsilon, w, WEIGHT, gradient, divergence),
                  List.of(new Slope.Part("heads", heads, gradient)));
            });
  }

  private static KernelCase absoluteSum() {
    return KernelCase.of(
            "absolute sum",
            (kernels, o) -> {
              Tensor code = o.compute("code", Values.EXTREME);
              Tensor gradient = o.compute("gradient", Values.NORMAL);
              return Bound.returning(() -> kernels.absoluteSum(code, WEIGHT, gradient));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor code = o.compute("code", Values.NORMAL);
              Tensor gradient = o.compute("gradient", Values.GARBAGE);
              return new Slope(
                  () -> WEIGHT * kernels.absoluteSum(code, 0, gradient),
                  () -> {
                    gradient.clear();
                    kernels.absoluteSum(code, WEIGHT, gradient);
                  },
                  List.of(new Slope.Part("code", code, gradient)));
            });
  }
}
