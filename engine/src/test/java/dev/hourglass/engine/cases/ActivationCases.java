package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Each activation, its gradient, and its two derivatives. */
final class ActivationCases {
  private ActivationCases() {}

  static List<KernelCase> all() {
    return Arrays.stream(Activation.values())
        .flatMap(f -> Stream.of(value(f), gradient(f), slopes(f)))
        .toList();
  }

  private static KernelCase value(Activation f) {
    return KernelCase.of(
        f.label(),
        (kernels, o) -> {
          Tensor in = o.compute("in", Values.EXTREME);
          Tensor out = o.outputOf("out", in);
          return Bound.of(() -> kernels.activate(f, in, out));
        });
  }

  private static KernelCase gradient(Activation f) {
    return KernelCase.of(
            f.label() + " gradient",
            (kernels, o) -> {
              Tensor value = told(f, o);
              Tensor gradient = o.compute("gradient", Values.NORMAL);
              return Bound.of(() -> kernels.activationGradient(f, value, gradient));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor in = o.compute("in", Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor gradient = o.compute("gradient", Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.activate(f, in, out);
                    return KernelCase.dot(w, out);
                  },
                  () -> {
                    kernels.activate(f, in, out);
                    kernels.convert(w, gradient);
                    kernels.activationGradient(f, f.derivativeFromOutput() ? out : in, gradient);
                  },
                  List.of(new Slope.Part("in", in, gradient)));
            });
  }

  /** The objective is Σ w ∘ f′, so that its derivative is w ∘ f″. */
  private static KernelCase slopes(Activation f) {
    return KernelCase.of(
            f.label() + " slopes",
            (kernels, o) -> {
              Tensor value = told(f, o);
              Tensor first = o.outputOf("first", value);
              Tensor second = o.compute("second", Values.GARBAGE);
              return Bound.of(() -> kernels.slopes(f, value, first, second));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor in = o.compute("in", Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor value = f.derivativeFromOutput() ? out : in;
              Tensor first = o.compute("first", Values.GARBAGE);
              Tensor second = o.compute("second", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor gradient = o.compute("gradient", Values.GARBAGE);
              Runnable forward =
                  () -> {
                    kernels.activate(f, in, out);
                    kernels.slopes(f, value, first, second);
                  };
              return new Slope(
                  () -> {
                    forward.run();
                    return KernelCase.dot(w, first);
                  },
                  () -> {
                    forward.run();
                    kernels.multiply(second, w, gradient);
                  },
                  List.of(new Slope.Part("in", in, gradient)));
            });
  }

  /** What f's derivatives are told from: its output where that is enough, else its input. */
  private static Tensor told(Activation f, Operands o) {
    Tensor value = o.compute("value", Values.EXTREME);
    if (f.derivativeFromOutput()) {
      for (long i = 0; i < value.size(); i++) {
        o.set(value, i, f.apply(value.get(i)));
      }
    }
    return value;
  }
}
