package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;

/** The activation that a primitive applies last. */
final class OneDnnTail {
  /**
   * A sigmoid's input is clipped here: e^−46 is 1.05e-20, just above {@link Kernels#FLUSH}, so that
   * no output is ever denormal, nor its product with a weight.
   */
  private static final float SMALLEST_EXPONENT = -46;

  private OneDnnTail() {}

  static void append(OneDnnCalls calls, long postOps, Activation tail) {
    switch (tail) {
      case RELU -> calls.appendEltwise(postOps, OneDnnCalls.ELTWISE_RELU, 0, 0);
      case LEAKY_RELU ->
          calls.appendEltwise(postOps, OneDnnCalls.ELTWISE_RELU, (float) Activation.LEAK, 0);
      case ELU -> calls.appendEltwise(postOps, OneDnnCalls.ELTWISE_ELU, 1, 0);
      case TANH -> calls.appendEltwise(postOps, OneDnnCalls.ELTWISE_TANH, 0, 0);
      case SIGMOID -> {
        calls.appendEltwise(postOps, OneDnnCalls.ELTWISE_CLIP, SMALLEST_EXPONENT, Float.MAX_VALUE);
        calls.appendEltwise(postOps, OneDnnCalls.ELTWISE_LOGISTIC, 0, 0);
      }
      case CLIP -> calls.appendEltwise(postOps, OneDnnCalls.ELTWISE_CLIP, 0, 1);
      case IDENTITY, SOFTPLUS, SILU, GELU -> {}
    }
  }
}
