package dev.hourglass.cli.flags;

import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Penalty;

/** One value of {@code --sparsity}. */
public sealed interface Sparsity {
  /** None, not even the preset's. */
  record None() implements Sparsity {}

  /** By a penalty on the code. */
  record Penalized(Penalty penalty) implements Sparsity {}

  /** By keeping the k largest units. */
  record Kept(Bottleneck.TopK units) implements Sparsity {}

  /**
   * Reads {@code l1:WEIGHT}, {@code kl:RHO:WEIGHT}, {@code topk:K} or {@code none}.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  static Sparsity parse(String text) {
    Parts parts = new Parts(text, "l1:WEIGHT", "kl:RHO:WEIGHT", "topk:K", "none");
    return switch (parts.name()) {
      case "none" -> parts.finish(new None());
      case "l1" -> parts.finish(new Penalized(new Penalty.L1(parts.number())));
      case "kl" ->
          parts.finish(new Penalized(new Penalty.KlSparsity(parts.number(), parts.number())));
      case "topk" -> parts.finish(new Kept(new Bottleneck.TopK(parts.integer())));
      default -> throw parts.unknown();
    };
  }
}
