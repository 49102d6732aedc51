package dev.hourglass.cli.flags;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Code;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stage;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a blueprint of a preset and the flags that change it. A flag replaces what the preset says
 * of the same matter and touches nothing else.
 *
 * @param architecture the layers
 * @param objective what is learned
 */
public record Composition(ArchitectureFlags architecture, ObjectiveFlags objective) {
  /**
   * The blueprint for samples of a shape.
   *
   * @throws Mistake if the flags do not go together
   */
  public Blueprint blueprint(Preset preset, SampleShape shape) {
    try {
      return compose(preset, shape);
    } catch (IllegalArgumentException e) {
      throw new Mistake(e.getMessage());
    }
  }

  private Blueprint compose(Preset preset, SampleShape shape) {
    Blueprint blueprint =
        preset.blueprint(
            shape, encoder(preset.activation(shape)), architecture.codeOrDefault(shape.features()));
    if (architecture.decoderHidden != null) {
      blueprint =
          blueprint.withDecoder(blueprint.encoder().withSizes(architecture.decoderHidden.sizes()));
    }
    blueprint = withSparsity(blueprint);
    if (objective.corruption != null) {
      blueprint = blueprint.withCorruption(objective.corruption);
    }
    blueprint = withPenalties(blueprint);
    if (objective.likelihood != null || architecture.outputActivation != null) {
      blueprint =
          blueprint.withLikelihood(
              objective.likelihood == null ? blueprint.likelihood() : objective.likelihood,
              architecture.outputActivation == null
                  ? blueprint.outputActivation()
                  : architecture.outputActivation);
    }
    if (architecture.tied != null) {
      blueprint = blueprint.withTied(architecture.tied);
    }
    return architecture.initializer == null
        ? blueprint
        : blueprint.withInitializer(architecture.initializer);
  }

  private Stages encoder(Activation suitable) {
    return Stages.of(
        new Stage.Dense(
            1,
            architecture.activation == null ? suitable : architecture.activation,
            architecture.dropout == null ? 0 : architecture.dropout,
            architecture.normalize != null && architecture.normalize),
        architecture.hiddenOrDefault().sizes());
  }

  /**
   * Replaces the preset's sparsity by that asked for. Bottleneck, penalties and code activation
   * change in one step, for the blueprints between would be refused.
   */
  private Blueprint withSparsity(Blueprint preset) {
    Bottleneck bottleneck = preset.bottleneck();
    List<Penalty> penalties = new ArrayList<>(preset.penalties());
    Activation activation = preset.codeActivation();
    if (objective.sparsity != null) {
      penalties.removeIf(p -> p instanceof Penalty.L1 || p instanceof Penalty.KlSparsity);
      activation = Activation.IDENTITY;
      for (Sparsity sparsity : objective.sparsity) {
        switch (sparsity) {
          case Sparsity.None _ -> {
            if (objective.sparsity.size() > 1) {
              throw new Mistake("--sparsity none cannot be combined with another sparsity");
            }
          }
          case Sparsity.Penalized penalized -> penalties.add(penalized.penalty());
          case Sparsity.Kept kept -> {
            if (bottleneck instanceof Bottleneck.Gaussian) {
              throw new Mistake(
                  "--sparsity topk keeps units of a code that is not random: it cannot be combined"
                      + " with --variant variational or stochastic; use l1 there");
            }
            bottleneck = kept.units();
          }
        }
      }
      activation = codeActivation(bottleneck, penalties);
    }
    if (architecture.codeActivation != null) {
      activation = architecture.codeActivation;
    }
    return new Blueprint(
        preset.shape(),
        preset.encoder(),
        new Code(preset.codeSize(), activation, bottleneck),
        preset.decoder(),
        preset.corruption(),
        preset.objective().withPenalties(penalties),
        preset.weights());
  }

  /** What a code's sparsity wants its activation to be. */
  private static Activation codeActivation(Bottleneck bottleneck, List<Penalty> penalties) {
    if (bottleneck instanceof Bottleneck.Gaussian) {
      return Activation.IDENTITY;
    }
    if (penalties.stream().anyMatch(Penalty.KlSparsity.class::isInstance)) {
      return Activation.SIGMOID;
    }
    boolean l1 = penalties.stream().anyMatch(Penalty.L1.class::isInstance);
    return l1 && !(bottleneck instanceof Bottleneck.TopK) ? Activation.RELU : Activation.IDENTITY;
  }

  private Blueprint withPenalties(Blueprint blueprint) {
    Blueprint changed = blueprint;
    if (objective.contractive != null || objective.contractiveProbes != null) {
      double weight =
          objective.contractive != null
              ? objective.contractive
              : blueprint
                  .penalty(Penalty.Contractive.class)
                  .map(Penalty.Contractive::weight)
                  .orElse(0.0);
      if (weight == 0 && objective.contractiveProbes != null && objective.contractiveProbes > 0) {
        throw new Mistake(
            "--contractive-probes estimates the contractive penalty, but there is none; give"
                + " --contractive WEIGHT too");
      }
      int probes = objective.contractiveProbes == null ? 0 : objective.contractiveProbes;
      changed =
          weight == 0
              ? without(changed, Penalty.Contractive.class)
              : changed.withPenalty(new Penalty.Contractive(weight, probes));
    }
    if (objective.beta != null) {
      changed =
          objective.beta == 0
              ? without(changed, Penalty.KlToPrior.class)
              : changed.withPenalty(new Penalty.KlToPrior(objective.beta));
    }
    if (objective.weightDecay != null) {
      changed =
          objective.weightDecay == 0
              ? without(changed, Penalty.WeightDecay.class)
              : changed.withPenalty(new Penalty.WeightDecay(objective.weightDecay));
    }
    return changed;
  }

  private static Blueprint without(Blueprint blueprint, Class<? extends Penalty> kind) {
    return blueprint.withPenalties(
        blueprint.penalties().stream().filter(p -> !kind.isInstance(p)).toList());
  }
}
