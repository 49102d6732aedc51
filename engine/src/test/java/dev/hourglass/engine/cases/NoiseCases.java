package dev.hourglass.engine.cases;

import dev.hourglass.engine.cases.KernelCase.Bound;
import dev.hourglass.engine.cases.KernelCase.Slope;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.StrengthRange;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** Dropout and the corruptions, in the middle of an epoch. */
final class NoiseCases {
  private static final long KEY = Noise.key(1, NoisePurpose.ENCODER_DROPOUT, 3, 4);
  private static final int FIRST_ROW = 1_000_003;

  private NoiseCases() {}

  static List<KernelCase> all() {
    return List.of(
        dropout(),
        KernelCase.of(
            "normal draws",
            (kernels, o) -> {
              Tensor out = o.compute("out", Values.GARBAGE);
              return Bound.of(() -> kernels.normal(KEY, FIRST_ROW, out));
            }),
        KernelCase.of(
            "Gaussian noise",
            (kernels, o) -> {
              Tensor in = o.compute("in", Values.GREY);
              Tensor out = o.outputOf("out", in);
              return Bound.of(() -> kernels.gaussianNoise(KEY, FIRST_ROW, 0.5, in, out));
            }),
        KernelCase.of(
            "Gaussian noise of each row's own strength",
            (kernels, o) -> {
              Tensor in = o.compute("in", Values.GREY);
              Tensor out = o.outputOf("out", in);
              StrengthRange sigmas = new StrengthRange(0.1, 0.9);
              return Bound.of(() -> kernels.gaussianNoiseByRow(KEY, FIRST_ROW, sigmas, in, out));
            }),
        KernelCase.of(
            "salt and pepper",
            (kernels, o) -> {
              Tensor in = o.compute("in", Values.GREY);
              Tensor out = o.outputOf("out", in);
              return Bound.of(() -> kernels.saltAndPepper(KEY, FIRST_ROW, 0.3, in, out));
            }),
        KernelCase.of(
            "mask",
            (kernels, o) -> {
              Tensor in = o.compute("in", Values.GREY);
              Tensor out = o.outputOf("out", in);
              return Bound.of(() -> kernels.mask(KEY, FIRST_ROW, 0.5, in, out));
            }));
  }

  /** Dropout is its own gradient. */
  private static KernelCase dropout() {
    return KernelCase.of(
            "dropout",
            (kernels, o) -> {
              Tensor in = o.compute("in", Values.NORMAL);
              Tensor out = o.outputOf("out", in);
              return Bound.of(() -> kernels.dropout(KEY, FIRST_ROW, 0.3, in, out));
            })
        .withGradient(
            (kernels, o) -> {
              Tensor in = o.compute("in", Values.NORMAL);
              Tensor out = o.compute("out", Values.GARBAGE);
              Tensor w = o.compute("w", Values.NORMAL);
              Tensor gradient = o.compute("in gradient", Values.GARBAGE);
              return new Slope(
                  () -> {
                    kernels.dropout(KEY, FIRST_ROW, 0.3, in, out);
                    return KernelCase.dot(w, out);
                  },
                  () -> kernels.dropout(KEY, FIRST_ROW, 0.3, w, gradient),
                  List.of(new Slope.Part("in", in, gradient)));
            });
  }
}
