package dev.hourglass.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.function.DoubleSupplier;

/** Draws of a seed, and gradients held against central differences. */
final class NetworkGradient {

  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 2e-6;

  private NetworkGradient() {}

  /** Overwrites every number with a normal draw. */
  static void fill(Tensor tensor, long key) {
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, Noise.normal(key, i));
    }
  }

  /** Initial parameters with some noise, so that none is zero. */
  static Tensor parameters(PassContext context, Network... networks) {
    Tensor parameters = context.parameters();
    for (Network network : networks) {
      network.initialize(Initializer.XAVIER_UNIFORM, 5, parameters);
    }
    for (int i = 0; i < parameters.size(); i++) {
      parameters.set(i, parameters.get(i) + 0.1 * Noise.normal(7, i));
    }
    return parameters;
  }

  /** Σ w ∘ x. */
  static double dot(Tensor w, Tensor x) {
    double sum = 0;
    for (long i = 0; i < w.size(); i++) {
      sum += w.get(i) * x.get(i);
    }
    return sum;
  }

  /** Holds a gradient against central differences of the objective. */
  static void assertSlopes(DoubleSupplier objective, Tensor of, Tensor gradient, String what) {
    assertThat(gradient.shape()).isEqualTo(new Shape(of.rows(), of.columns()));
    for (int i = 0; i < of.size(); i++) {
      double x = of.get(i);
      of.set(i, x + STEP);
      double above = objective.getAsDouble();
      of.set(i, x - STEP);
      double below = objective.getAsDouble();
      of.set(i, x);
      double slope = (above - below) / (2 * STEP);
      assertThat(gradient.get(i))
          .as("%s %d", what, i)
          .isCloseTo(slope, within(TOLERANCE * Math.max(1, Math.abs(slope))));
    }
  }
}
