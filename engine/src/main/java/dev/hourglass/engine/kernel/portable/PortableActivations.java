package dev.hourglass.engine.kernel.portable;

import static dev.hourglass.engine.kernel.OperandSizes.requireSameSize;
import static dev.hourglass.engine.kernel.portable.PortableScratch.BLOCK;
import static dev.hourglass.engine.kernel.portable.PortableScratch.block;
import static dev.hourglass.engine.kernel.portable.PortableScratch.load;
import static dev.hourglass.engine.kernel.portable.PortableScratch.storeFlushed;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Tensor;

/**
 * Activations and their derivatives over whole tensors.
 *
 * <p>The piecewise linear ones are written without a branch: on numbers of random sign a branch
 * costs ten times what the arithmetic does.
 */
final class PortableActivations {
  private PortableActivations() {}

  static void activate(Activation f, Tensor in, Tensor out) {
    requireSameSize(in, out);
    double[] a = PortableScratch.ofThread().run(0, BLOCK);
    for (long at = 0; at < out.size(); at += BLOCK) {
      int count = block(at, out.size());
      load(in, at, count, a);
      apply(f, a, count);
      storeFlushed(a, count, out, at);
    }
  }

  static void activationGradient(Activation f, Tensor value, Tensor gradient) {
    requireSameSize(value, gradient);
    PortableScratch scratch = PortableScratch.ofThread();
    double[] a = scratch.run(0, BLOCK);
    double[] g = scratch.run(1, BLOCK);
    for (long at = 0; at < gradient.size(); at += BLOCK) {
      int count = block(at, gradient.size());
      load(value, at, count, a);
      load(gradient, at, count, g);
      slope(f, a, count);
      for (int i = 0; i < count; i++) {
        g[i] *= a[i];
      }
      storeFlushed(g, count, gradient, at);
    }
  }

  static void slopes(Activation f, Tensor value, Tensor first, Tensor second) {
    requireSameSize(value, first);
    requireSameSize(value, second);
    PortableScratch scratch = PortableScratch.ofThread();
    double[] a = scratch.run(0, BLOCK);
    double[] b = scratch.run(1, BLOCK);
    for (long at = 0; at < value.size(); at += BLOCK) {
      int count = block(at, value.size());
      load(value, at, count, a);
      for (int i = 0; i < count; i++) {
        b[i] = f.curvature(a[i]);
      }
      slope(f, a, count);
      storeFlushed(a, count, first, at);
      storeFlushed(b, count, second, at);
    }
  }

  /** numbers = f(numbers), as {@link Activation#apply}. */
  static void apply(Activation f, double[] numbers, int count) {
    switch (f) {
      case IDENTITY -> {}
      case RELU -> {
        for (int i = 0; i < count; i++) {
          numbers[i] = Math.max(0, numbers[i]);
        }
      }
      case LEAKY_RELU -> {
        for (int i = 0; i < count; i++) {
          numbers[i] = Math.max(Activation.LEAK * numbers[i], numbers[i]);
        }
      }
      case ELU, SILU, GELU, SIGMOID, TANH, SOFTPLUS, CLIP -> {
        for (int i = 0; i < count; i++) {
          numbers[i] = f.apply(numbers[i]);
        }
      }
    }
  }

  /** values = f′ told from the values, as {@link Activation#slope}. */
  static void slope(Activation f, double[] values, int count) {
    switch (f) {
      case IDENTITY -> {
        for (int i = 0; i < count; i++) {
          values[i] = 1;
        }
      }
      case RELU -> {
        for (int i = 0; i < count; i++) {
          values[i] = Math.signum(Math.max(0, values[i]));
        }
      }
      case LEAKY_RELU -> {
        for (int i = 0; i < count; i++) {
          double positive = Math.signum(Math.max(0, values[i]));
          values[i] = Activation.LEAK + (1 - Activation.LEAK) * positive;
        }
      }
      case ELU -> {
        for (int i = 0; i < count; i++) {
          values[i] = Math.min(1, values[i] + 1);
        }
      }
      case SILU, GELU, SIGMOID, TANH, SOFTPLUS, CLIP -> {
        for (int i = 0; i < count; i++) {
          values[i] = f.slope(values[i]);
        }
      }
    }
  }
}
