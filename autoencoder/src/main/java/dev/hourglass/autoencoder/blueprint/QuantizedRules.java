package dev.hourglass.autoencoder.blueprint;

/** What a code made of a codebook's entries goes together with. */
final class QuantizedRules {
  private QuantizedRules() {}

  static void check(Bottleneck.VectorQuantized quantized, Code code, Objective objective) {
    int units = code.map().channels();
    if (units % quantized.width() != 0) {
      throw new IllegalArgumentException(
          "a quantised code is cut into groups of %d units, option 'codebook-width', but %d %s are no multiple of it"
              .formatted(
                  quantized.width(),
                  units,
                  code.plane().isPresent() ? "channels at each place" : "units of the code"));
    }
    for (Penalty penalty : objective.penalties()) {
      if (!(penalty instanceof Penalty.WeightDecay)) {
        throw new IllegalArgumentException(
            "a code made of a codebook's entries, option 'codebook', cannot be combined with %s, which looks at a code of numbers"
                .formatted(
                    switch (penalty) {
                      case Penalty.L1 _, Penalty.KlSparsity _ -> "option 'sparsity'";
                      case Penalty.Contractive _ -> "option 'contractive'";
                      case Penalty.KlToPrior _ -> "option 'beta'";
                      case Penalty.MeanDiscrepancy _ -> "option 'mmd'";
                      case Penalty.WeightDecay _ -> "option 'weight-decay'";
                    }));
      }
    }
  }
}
