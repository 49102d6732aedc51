package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Activation;

/** One step that narrows or widens samples on their way between input, code and output. */
public sealed interface Stage {
  /**
   * A dense layer, what normalises it, its activation and what drops its units, in this order.
   *
   * @param units it puts out; at least 1
   * @param activation of its units
   * @param dropout the fraction of its units dropped while training; in [0, 1)
   * @param normalized whether it is layer-normalised before its activation
   */
  record Dense(int units, Activation activation, double dropout, boolean normalized)
      implements Stage {
    public Dense {
      if (units < 1) {
        throw new IllegalArgumentException(
            "a hidden layer has at least 1 unit, but the size was " + units);
      }
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException("dropout must lie in [0, 1), but was " + dropout);
      }
    }

    /** ReLU, without dropout or normalisation. */
    public Dense(int units) {
      this(units, Activation.RELU, 0, false);
    }

    /** The same with another number of units. */
    public Dense withUnits(int units) {
      return new Dense(units, activation, dropout, normalized);
    }
  }

  /** Whether some of its units are left out while training. */
  default boolean dropsUnits() {
    return switch (this) {
      case Dense dense -> dense.dropout() > 0;
    };
  }

  /** Numbers per sample that it puts out. */
  default int outputs() {
    return switch (this) {
      case Dense dense -> dense.units;
    };
  }
}
