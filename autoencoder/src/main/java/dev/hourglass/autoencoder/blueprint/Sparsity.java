package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.Decimal;
import dev.hourglass.base.Spelling;
import dev.hourglass.engine.kernel.Activation;
import java.util.ArrayList;
import java.util.List;

/** A way to have few units of a code active; several may be combined. */
public sealed interface Sparsity {
  /** None, not even the preset's. */
  record None() implements Sparsity {}

  /**
   * By a penalty on the code.
   *
   * @param penalty L1 or KL sparsity
   */
  record Penalized(Penalty penalty) implements Sparsity {
    public Penalized {
      if (!isSparsity(penalty)) {
        throw new IllegalArgumentException(
            "sparsity comes from an L1 or KL penalty, but the penalty was " + penalty);
      }
    }
  }

  /** By keeping the k largest units. */
  record Kept(Bottleneck.TopK units) implements Sparsity {}

  /** As people write it: {@code l1:0.1}, {@code kl:0.05:1}, {@code topk:3} or {@code none}. */
  default String text() {
    return switch (this) {
      case None _ -> "none";
      case Kept kept -> "topk:" + kept.units.k();
      case Penalized(Penalty.L1 l1) -> "l1:" + Decimal.text(l1.weight());
      case Penalized(Penalty.KlSparsity kl) ->
          "kl:" + Decimal.text(kl.rho()) + ":" + Decimal.text(kl.weight());
      case Penalized other -> throw new IllegalStateException(other.toString());
    };
  }

  /**
   * The inverse of {@link #text}.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  static Sparsity parse(String text) {
    Spelling spelling =
        Spelling.of("sparsity", text, "l1:WEIGHT", "kl:RHO:WEIGHT", "topk:K", "none");
    return switch (spelling.name()) {
      case "none" -> spelling.finish(new None());
      case "l1" -> spelling.finish(new Penalized(new Penalty.L1(spelling.number())));
      case "kl" ->
          spelling.finish(
              new Penalized(new Penalty.KlSparsity(spelling.number(), spelling.number())));
      case "topk" -> spelling.finish(new Kept(new Bottleneck.TopK(spelling.integer())));
      default -> throw spelling.unknown();
    };
  }

  /** What makes a blueprint's code sparse; {@link None} alone where nothing does. */
  static List<Sparsity> of(Blueprint blueprint) {
    List<Sparsity> found = new ArrayList<>();
    blueprint.penalty(Penalty.L1.class).ifPresent(l1 -> found.add(new Penalized(l1)));
    blueprint.penalty(Penalty.KlSparsity.class).ifPresent(kl -> found.add(new Penalized(kl)));
    if (blueprint.bottleneck() instanceof Bottleneck.TopK topK) {
      found.add(new Kept(topK));
    }
    return found.isEmpty() ? List.of(new None()) : found;
  }

  /** Whether a penalty is there for few active units. */
  static boolean isSparsity(Penalty penalty) {
    return switch (penalty) {
      case Penalty.L1 _, Penalty.KlSparsity _ -> true;
      case Penalty.Contractive _,
          Penalty.WeightDecay _,
          Penalty.KlToPrior _,
          Penalty.MeanDiscrepancy _ ->
          false;
    };
  }

  /**
   * The activation that suits a code with such a bottleneck and such penalties: none for random
   * codes and where the largest units are kept, a sigmoid where means are held to a target, a ReLU,
   * whose units can be exactly zero, under L1.
   */
  static Activation codeActivation(Bottleneck bottleneck, List<Penalty> penalties) {
    if (bottleneck instanceof Bottleneck.Gaussian) {
      return Activation.IDENTITY;
    }
    if (penalties.stream().anyMatch(Penalty.KlSparsity.class::isInstance)) {
      return Activation.SIGMOID;
    }
    boolean l1 = penalties.stream().anyMatch(Penalty.L1.class::isInstance);
    return l1 && !(bottleneck instanceof Bottleneck.TopK) ? Activation.RELU : Activation.IDENTITY;
  }
}
