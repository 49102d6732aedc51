package dev.hourglass.engine.kernel;

import dev.hourglass.base.NearestName;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A function applied to every number of a layer's output.
 *
 * <p>Each knows its first and second derivative, the second for the contractive penalty. Where the
 * derivatives can be told from the output alone, the pre-activation need not be kept and the
 * function can be fused into the product that feeds it.
 */
public enum Activation {
  /** a. */
  IDENTITY(true),
  /** max(0, a). */
  RELU(true),
  /** a for a &gt; 0, else 0.01 a (Maas et al. 2013). */
  LEAKY_RELU(true),
  /** a for a &gt; 0, else e^a − 1 (Clevert et al. 2016). */
  ELU(true),
  /** a · sigmoid(a), also called swish (Elfwing et al. 2018). */
  SILU(false),
  /** a · Φ(a), in the tanh approximation (Hendrycks and Gimpel 2016, section 2). */
  GELU(false),
  /** 1 / (1 + e^−a). */
  SIGMOID(true),
  /** tanh(a). */
  TANH(true),
  /** log(1 + e^a). */
  SOFTPLUS(true),
  /** a clipped to [0, 1]. */
  CLIP(true);

  /** The slope of {@link #LEAKY_RELU} below zero. */
  public static final double LEAK = 0.01;

  /** √(2/π), of the tanh approximation of {@link #GELU}. */
  public static final double GELU_SCALE = 0.7978845608028654;

  /** The cubic coefficient of the tanh approximation of {@link #GELU}. */
  public static final double GELU_CUBIC = 0.044715;

  private final boolean derivativeFromOutput;

  Activation(boolean derivativeFromOutput) {
    this.derivativeFromOutput = derivativeFromOutput;
  }

  /** Whether derivatives are functions of the output; otherwise of the pre-activation. */
  public boolean derivativeFromOutput() {
    return derivativeFromOutput;
  }

  /** The function itself. */
  public double apply(double a) {
    return switch (this) {
      case IDENTITY -> a;
      case RELU -> Math.max(0, a);
      case LEAKY_RELU -> a > 0 ? a : LEAK * a;
      case ELU -> a > 0 ? a : StrictMath.expm1(a);
      case SILU -> a * sigmoid(a);
      case GELU -> 0.5 * a * (1 + StrictMath.tanh(geluInner(a)));
      case SIGMOID -> sigmoid(a);
      case TANH -> StrictMath.tanh(a);
      case SOFTPLUS -> Math.max(a, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(a)));
      case CLIP -> Math.clamp(a, 0, 1);
    };
  }

  /**
   * The first derivative.
   *
   * @param value the output where {@link #derivativeFromOutput()}, else the pre-activation
   */
  public double slope(double value) {
    return switch (this) {
      case IDENTITY -> 1;
      case RELU -> value > 0 ? 1 : 0;
      case LEAKY_RELU -> value > 0 ? 1 : LEAK;
      case ELU -> value > 0 ? 1 : value + 1;
      case SILU -> {
        double s = sigmoid(value);
        yield s * (1 + value * (1 - s));
      }
      case GELU -> {
        double t = Math.tanh(geluInner(value));
        yield 0.5 * (1 + t) + 0.5 * value * (1 - t * t) * geluInnerSlope(value);
      }
      case SIGMOID -> value * (1 - value);
      case TANH -> 1 - value * value;
      case SOFTPLUS -> -Math.expm1(-value);
      case CLIP -> value > 0 && value < 1 ? 1 : 0;
    };
  }

  /**
   * The second derivative.
   *
   * @param value the output where {@link #derivativeFromOutput()}, else the pre-activation
   */
  public double curvature(double value) {
    return switch (this) {
      case IDENTITY, RELU, LEAKY_RELU, CLIP -> 0;
      case ELU -> value > 0 ? 0 : value + 1;
      case SILU -> {
        double s = sigmoid(value);
        yield s * (1 - s) * (2 + value * (1 - 2 * s));
      }
      case GELU -> {
        double t = Math.tanh(geluInner(value));
        double u = geluInnerSlope(value);
        double bend = 6 * GELU_SCALE * GELU_CUBIC * value;
        yield (1 - t * t) * (u + 0.5 * value * (bend - 2 * t * u * u));
      }
      case SIGMOID -> value * (1 - value) * (1 - 2 * value);
      case TANH -> -2 * value * (1 - value * value);
      case SOFTPLUS -> Math.exp(-value) * -Math.expm1(-value);
    };
  }

  private static double sigmoid(double a) {
    return 1 / (1 + StrictMath.exp(-a));
  }

  private static double geluInner(double a) {
    return GELU_SCALE * (a + GELU_CUBIC * a * a * a);
  }

  private static double geluInnerSlope(double a) {
    return GELU_SCALE * (1 + 3 * GELU_CUBIC * a * a);
  }

  /** The name users write: {@code relu}, {@code leaky-relu}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The activation of that name; {@code linear} is taken for identity.
   *
   * @throws IllegalArgumentException naming the nearest known name when there is none
   */
  public static Activation named(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    return switch (wanted) {
      case "linear", "none" -> IDENTITY;
      case "swish" -> SILU;
      case "leakyrelu" -> LEAKY_RELU;
      default ->
          Arrays.stream(values())
              .filter(a -> a.label().equals(wanted))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "unknown activation '%s': did you mean '%s'? Known: %s"
                              .formatted(
                                  name,
                                  NearestName.to(
                                      wanted, Arrays.stream(values()).map(Activation::label)),
                                  Arrays.stream(values())
                                      .map(Activation::label)
                                      .collect(Collectors.joining(", ")))));
    };
  }
}
