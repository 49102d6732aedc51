package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.kernel.NormalizationGradients;
import dev.hourglass.engine.kernel.portable.PortableKernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** Layer normalisation and its gradient. */
final class NormalizationCases {
  private NormalizationCases() {}

  static List<KernelCase> all() {
    return List.of(forward(), backward(false), backward(true));
  }

  private static KernelCase forward() {
    return KernelCase.of(
        "normalize",
        (kernels, o) -> {
          Tensor in = o.compute("in", Values.NORMAL);
          Tensor gain = o.master("gain", 1, o.columns(), Values.NORMAL);
          Tensor bias = o.master("bias", 1, o.columns(), Values.NORMAL);
          Tensor statistics = o.master("statistics", o.rows(), 2, Values.GARBAGE);
          Tensor out = o.outputOf("out", in);
          return Bound.of(() -> kernels.normalize(in, gain, bias, out, statistics));
        });
  }

  private static KernelCase backward(boolean accumulate) {
    return KernelCase.of(
            "normalize gradient" + (accumulate ? ", accumulating" : ""),
            (kernels, o) -> {
              Values before = accumulate ? Values.NORMAL : Values.GARBAGE;
              Tensor in = o.compute("in", Values.NORMAL);
              Tensor gain = o.master("gain", 1, o.columns(), Values.NORMAL);
              Tensor bias = o.master("bias", 1, o.columns(), Values.NORMAL);
              Tensor statistics = o.master("statistics", o.rows(), 2, Values.GARBAGE);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor outGradient = o.compute("out gradient", Values.NORMAL);
              Tensor inGradient = o.outputOf("in gradient", outGradient);
              Tensor toGain = o.master("gain gradient", 1, o.columns(), before);
              Tensor toBias = o.master("bias gradient", 1, o.columns(), before);
              // All implementations are to start from the same statistics, rounded as they are
              // kept:
              // where two numbers are nearly equal, the last digit of their mean is a large share.
              new PortableKernels().normalize(in, gain, bias, out, statistics);
              for (long i = 0; i < statistics.size(); i++) {
                o.set(statistics, i, statistics.get(i));
              }
              NormalizationGradients to =
                  new NormalizationGradients(inGradient, toGain, toBias, accumulate);
              return Bound.of(
                  () -> kernels.normalizeGradient(in, gain, statistics, outGradient, to));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor in = o.compute("in", Values.NORMAL);
              Tensor gain = o.master("gain", 1, o.columns(), Values.NORMAL);
              Tensor bias = o.master("bias", 1, o.columns(), Values.NORMAL);
              Tensor statistics = o.master("statistics", o.rows(), 2, Values.GARBAGE);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor inGradient = o.compute("in gradient", Values.GARBAGE);
              Tensor toGain = o.master("gain gradient", 1, o.columns(), Values.GARBAGE);
              Tensor toBias = o.master("bias gradient", 1, o.columns(), Values.GARBAGE);
              NormalizationGradients to =
                  new NormalizationGradients(inGradient, toGain, toBias, accumulate);
              return new Slope(
                  () -> {
                    kernels.normalize(in, gain, bias, out, statistics);
                    return KernelCase.dot(w, out);
                  },
                  () -> {
                    toGain.clear();
                    toBias.clear();
                    kernels.normalize(in, gain, bias, out, statistics);
                    kernels.normalizeGradient(in, gain, statistics, w, to);
                  },
                  List.of(
                      new Slope.Part("in", in, inGradient),
                      new Slope.Part("gain", gain, toGain),
                      new Slope.Part("bias", bias, toBias)));
            });
  }
}
