package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What training makes small: how the output is compared with the target, and what is added to that.
 *
 * @param likelihood how the output is compared with the target
 * @param outputActivation of the output where the likelihood leaves a choice: identity or sigmoid
 * @param penalties added to the reconstruction error; at most one of each kind
 * @param target shape of the targets where they are not the samples themselves
 */
public record Objective(
    Likelihood likelihood,
    Activation outputActivation,
    List<Penalty> penalties,
    Optional<SampleShape> target) {
  public Objective {
    penalties = List.copyOf(penalties);
  }

  /** Rebuilds the samples themselves, without penalties. */
  public Objective(Likelihood likelihood, Activation outputActivation) {
    this(likelihood, outputActivation, List.of(), Optional.empty());
  }

  /** The same with other penalties. */
  public Objective withPenalties(List<Penalty> penalties) {
    return new Objective(likelihood, outputActivation, penalties, target);
  }

  /** The same with {@code penalty} in place of any of its kind. */
  public Objective withPenalty(Penalty penalty) {
    List<Penalty> others = new ArrayList<>(penalties);
    others.removeIf(p -> p.getClass() == penalty.getClass());
    others.add(penalty);
    return withPenalties(others);
  }

  /** The same with another likelihood. */
  public Objective withLikelihood(Likelihood likelihood, Activation outputActivation) {
    return new Objective(likelihood, outputActivation, penalties, target);
  }

  /** The same for targets of a shape of their own. */
  public Objective withTarget(SampleShape target) {
    return new Objective(likelihood, outputActivation, penalties, Optional.of(target));
  }
}
