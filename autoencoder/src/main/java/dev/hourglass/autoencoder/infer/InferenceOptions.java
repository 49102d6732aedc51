package dev.hourglass.autoencoder.infer;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Precision;
import java.util.OptionalInt;

/**
 * How a trained model is run.
 *
 * @param kernels that do the arithmetic
 * @param precision of products
 * @param given the class that every sample and code is taken for; empty where the model is told of
 *     none, or samples say it
 * @param threads that share the work on a dataset, at least 1
 */
record InferenceOptions(Kernels kernels, Precision precision, OptionalInt given, int threads) {
  InferenceOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "a model works on 1 or more threads, but was asked to work on " + threads);
    }
  }

  /** In float32, of no class, on all processors. */
  static InferenceOptions on(Kernels kernels) {
    return new InferenceOptions(
        kernels,
        Precision.FLOAT32,
        OptionalInt.empty(),
        Runtime.getRuntime().availableProcessors());
  }

  InferenceOptions withKernels(Kernels other) {
    return new InferenceOptions(other, precision, given, threads);
  }

  InferenceOptions withPrecision(Precision other) {
    return new InferenceOptions(kernels, other, given, threads);
  }

  InferenceOptions withGiven(OptionalInt other) {
    return new InferenceOptions(kernels, precision, other, threads);
  }

  InferenceOptions withThreads(int other) {
    return new InferenceOptions(kernels, precision, given, other);
  }
}
