package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Precision;
import java.util.Locale;

/** The precision a training asks for. */
public enum PrecisionChoice {
  /** Single precision. */
  FLOAT32,
  /** Mixed: products and activations in bfloat16, sums and parameters in single precision. */
  BFLOAT16,
  /** bfloat16 where the processor multiplies it in hardware, else float32. */
  AUTO,
  /** Double precision by the portable kernels; for checking gradients, not offered to users. */
  FLOAT64;

  /** What it comes to on a machine. */
  public Precision on(Kernels kernels) {
    return switch (this) {
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
      case AUTO -> kernels.multipliesBfloat16InHardware() ? Precision.BFLOAT16 : Precision.FLOAT32;
      case FLOAT64 -> Precision.FLOAT64;
    };
  }

  /** The name users write. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The choice of that name.
   *
   * @throws IllegalArgumentException when it is none of float32, bfloat16, auto
   */
  public static PrecisionChoice named(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "float32" -> FLOAT32;
      case "bfloat16" -> BFLOAT16;
      case "auto" -> AUTO;
      default ->
          throw new IllegalArgumentException(
              "unknown precision '" + name + "': expected float32, bfloat16 or auto");
    };
  }
}
