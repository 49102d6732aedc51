package dev.hourglass.engine.network;

import dev.hourglass.base.NearestName;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How weights start; biases start at zero. Fan-in and fan-out are a layer's inputs and outputs. */
public enum Initializer {
  /** U(−a, a) with a = √(6 / (in + out)) (Glorot and Bengio 2010, equation 16). */
  XAVIER_UNIFORM,
  /** N(0, 2 / (in + out)) (Glorot and Bengio 2010). */
  XAVIER_NORMAL,
  /** U(−a, a) with a = √(6 / in) (He et al. 2015, equation 10). */
  HE_UNIFORM,
  /** N(0, 2 / in) (He et al. 2015, equation 10). */
  HE_NORMAL,
  /** U(−a, a) with a = √(3 / in) (LeCun et al. 1998, section 4.6). */
  LECUN_UNIFORM,
  /** N(0, 1 / in) (LeCun et al. 1998, section 4.6). */
  LECUN_NORMAL;

  /** What suits layers with that activation: He for the rectifiers, Xavier for the rest. */
  public static Initializer forActivation(Activation activation) {
    return switch (activation) {
      case RELU, LEAKY_RELU, ELU, SILU, GELU -> HE_UNIFORM;
      case IDENTITY, SIGMOID, TANH, SOFTPLUS, CLIP -> XAVIER_UNIFORM;
    };
  }

  /** The variance of a weight. */
  public double variance(int fanIn, int fanOut) {
    return switch (this) {
      case XAVIER_UNIFORM, XAVIER_NORMAL -> 2.0 / (fanIn + fanOut);
      case HE_UNIFORM, HE_NORMAL -> 2.0 / fanIn;
      case LECUN_UNIFORM, LECUN_NORMAL -> 1.0 / fanIn;
    };
  }

  /**
   * Overwrites {@code weights}, {@code [fanIn, fanOut]}, with draws that depend on the key alone.
   */
  public void fill(Tensor weights, long key) {
    fill(weights, weights.rows(), weights.columns(), key);
  }

  /** The same for a weight whose fans are not its sides. */
  public void fill(Tensor weights, int fanIn, int fanOut, long key) {
    double deviation = Math.sqrt(variance(fanIn, fanOut));
    boolean uniform = this == XAVIER_UNIFORM || this == HE_UNIFORM || this == LECUN_UNIFORM;
    for (int i = 0; i < weights.size(); i++) {
      double draw = uniform ? (2 * Noise.uniform(key, i) - 1) * Math.sqrt(3) : Noise.normal(key, i);
      weights.set(i, deviation * draw);
    }
  }

  /** The name users write: {@code he-uniform}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The initialiser of that name.
   *
   * @throws IllegalArgumentException naming the nearest known name when there is none
   */
  public static Initializer named(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(values())
        .filter(i -> i.label().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown initialiser '%s': did you mean '%s'? Known: %s"
                        .formatted(
                            name,
                            NearestName.to(wanted, Arrays.stream(values()).map(Initializer::label)),
                            Arrays.stream(values())
                                .map(Initializer::label)
                                .collect(Collectors.joining(", ")))));
  }
}
