package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a blueprint of a preset and changes to it. A change replaces what the preset says of the
 * same matter and touches nothing else.
 */
final class PresetComposition {
  private PresetComposition() {}

  static Blueprint compose(Preset preset, SampleShape shape, PresetChanges changes) {
    PresetChanges.LayerChanges layers = changes.layers();
    Stage.Finish finish =
        new Stage.Finish(
            layers.activation().orElse(preset.activation(shape)),
            layers.dropout().orElse(0.0),
            layers.normalized().orElse(false));
    boolean skips = changes.weights().skips().orElse(preset.wantsSkips(shape, changes));
    Stages encoder =
        layers
            .hidden()
            .orElse(skips ? Preset.SKIP_HIDDEN : preset.hidden(shape))
            .withFinish(finish);
    Blueprint blueprint = sized(preset, shape, encoder, changes.code(), skips);
    if (layers.decoderHidden().isPresent()) {
      blueprint = blueprint.withDecoder(layers.decoderHidden().get().withFinish(finish));
    }
    blueprint = withCode(blueprint, changes.code());
    blueprint = withGoal(withPrior(blueprint, changes.prior()), changes.goal());
    if (skips
        && preset == Preset.DENOISING
        && shape.isImage()
        && changes.goal().corruption().isEmpty()) {
      blueprint = blueprint.withCorruption(Preset.BLIND_CORRUPTION);
    }
    return withWeights(preset, blueprint, changes, skips);
  }

  private static Blueprint sized(
      Preset preset,
      SampleShape shape,
      Stages encoder,
      PresetChanges.CodeChanges code,
      boolean skips) {
    int units = code.size().orElse(preset.units(shape.features()));
    Blueprint blueprint = preset.blueprint(shape, encoder, units);
    if (code.channels().isPresent()) {
      if (code.size().isPresent()) {
        throw new IllegalArgumentException(
            "option 'code' = %d counts units and option 'code-channels' = %d channels at each place:"
                    .formatted(units, code.channels().get())
                + " give one");
      }
      return ungrouped(blueprint).withCodeChannels(code.channels().get());
    }
    if (skips && code.size().isEmpty() && encoder.isSpatial()) {
      FeatureMap last = encoder.planes(blueprint.plane()).getLast();
      return last.places() > 1 ? blueprint.withCodeChannels(last.channels()) : blueprint;
    }
    return blueprint;
  }

  /** A dense code's groups need not divide the channels of a place; {@link #withCodebook} does. */
  private static Blueprint ungrouped(Blueprint blueprint) {
    return blueprint.bottleneck() instanceof Bottleneck.VectorQuantized own
        ? blueprint.withBottleneck(
            new Bottleneck.VectorQuantized(own.entries(), 1, own.commitment()))
        : blueprint;
  }

  private static Blueprint withWeights(
      Preset preset, Blueprint plain, PresetChanges changes, boolean skips) {
    PresetChanges.WeightChanges weights = changes.weights();
    Blueprint blueprint = plain;
    if (weights.tied().isPresent()) {
      blueprint = blueprint.withTied(weights.tied().get());
    }
    if (weights.initializer().isPresent()) {
      blueprint = blueprint.withInitializer(weights.initializer().get());
    }
    boolean sigmoid = blueprint.outputActivation() == Activation.SIGMOID;
    boolean sigmoidAsked = sigmoid && changes.goal().outputActivation().isPresent();
    boolean path = weights.linearPath().orElse(preset.wantsLinearPath(blueprint) && !sigmoidAsked);
    if ((path || skips) && sigmoid && !sigmoidAsked) {
      blueprint = blueprint.withLikelihood(blueprint.likelihood(), Activation.CLIP);
    }
    return blueprint.withLinearPath(path).withSkips(skips);
  }

  /**
   * Replaces the preset's sparsity by that asked for. Bottleneck, penalties and code activation
   * change in one step, for the blueprints between would be refused.
   */
  private static Blueprint withCode(Blueprint preset, PresetChanges.CodeChanges changes) {
    Bottleneck bottleneck = preset.bottleneck();
    List<Penalty> penalties = new ArrayList<>(preset.penalties());
    Activation activation = preset.codeActivation();
    if (changes.sparsity().isPresent()) {
      List<Sparsity> wanted = changes.sparsity().get();
      penalties.removeIf(Sparsity::isSparsity);
      for (Sparsity sparsity : wanted) {
        switch (sparsity) {
          case Sparsity.None _ -> {
            if (wanted.size() > 1) {
              throw new IllegalArgumentException(
                  "option 'sparsity' = none cannot be combined with another sparsity");
            }
          }
          case Sparsity.Penalized penalized -> penalties.add(penalized.penalty());
          case Sparsity.Kept kept -> {
            if (bottleneck instanceof Bottleneck.Gaussian) {
              throw new IllegalArgumentException(
                  "option 'sparsity' = topk keeps units of a code that is not random: it cannot be"
                      + " combined with option 'variant' = variational or stochastic; use l1"
                      + " there");
            }
            if (bottleneck instanceof Bottleneck.VectorQuantized) {
              throw new IllegalArgumentException(
                  "option 'sparsity' = topk keeps units of a code of numbers: it cannot be combined"
                      + " with option 'variant' = vector-quantized");
            }
            bottleneck = kept.units();
          }
        }
      }
      activation = Sparsity.codeActivation(bottleneck, penalties);
    }
    if (changes.step().isPresent() && changes.step().get() > 0) {
      if (!(bottleneck instanceof Bottleneck.Deterministic)) {
        throw new IllegalArgumentException(
            "option 'code-step' = %s makes a code that is rounded: it cannot be combined with one"
                    .formatted(changes.step().get())
                + " that is random or of which units are chosen");
      }
      bottleneck = new Bottleneck.Rounded(changes.step().get());
    }
    bottleneck = withCodebook(bottleneck, preset.code(), changes.codebook());
    return new Blueprint(
        preset.shape(),
        preset.encoder(),
        preset
            .code()
            .withBottleneck(bottleneck)
            .withActivation(changes.activation().orElse(activation)),
        preset.decoder(),
        preset.corruption(),
        preset.objective().withPenalties(penalties),
        preset.weights());
  }

  private static Bottleneck withCodebook(
      Bottleneck bottleneck, Code code, PresetChanges.CodebookChanges changes) {
    Optional<Bottleneck.VectorQuantized> own =
        bottleneck instanceof Bottleneck.VectorQuantized quantized
            ? Optional.of(quantized)
            : Optional.empty();
    int entries =
        changes.entries().or(() -> own.map(Bottleneck.VectorQuantized::entries)).orElse(0);
    if (entries == 0) {
      if (changes.width().isPresent() || changes.commitment().isPresent()) {
        throw new IllegalArgumentException(
            "option '%s' is about the entries that a code is made of, but there are none; use option 'variant' = vector-quantized or option 'codebook' = ENTRIES"
                .formatted(changes.width().isPresent() ? "codebook-width" : "commitment"));
      }
      return own.isPresent() ? new Bottleneck.Deterministic() : bottleneck;
    }
    if (own.isEmpty() && !(bottleneck instanceof Bottleneck.Deterministic)) {
      throw new IllegalArgumentException(
          "option 'codebook' = %d makes the code of entries: it cannot be combined with one that is random, rounded or of which units are chosen"
              .formatted(entries));
    }
    return new Bottleneck.VectorQuantized(
        entries,
        changes
            .width()
            .orElseGet(
                () ->
                    code.plane()
                        .map(FeatureMap::channels)
                        .orElseGet(() -> Preset.groupWidth(code.size()))),
        changes
            .commitment()
            .or(() -> own.map(Bottleneck.VectorQuantized::commitment))
            .orElse(Preset.DEFAULT_COMMITMENT));
  }

  private static Blueprint withGoal(Blueprint preset, PresetChanges.GoalChanges changes) {
    Blueprint blueprint = preset;
    if (changes.corruption().isPresent()) {
      blueprint = blueprint.withCorruption(changes.corruption().get());
    }
    if (changes.contractive().isPresent() || changes.contractiveProbes().isPresent()) {
      blueprint = withContractive(blueprint, changes);
    }
    if (changes.weightDecay().isPresent()) {
      double weight = changes.weightDecay().get();
      blueprint =
          weight == 0
              ? without(blueprint, Penalty.WeightDecay.class)
              : blueprint.withPenalty(new Penalty.WeightDecay(weight));
    }
    return changes.likelihood().isPresent() || changes.outputActivation().isPresent()
        ? blueprint.withLikelihood(
            changes.likelihood().orElse(blueprint.likelihood()),
            changes.outputActivation().orElse(blueprint.outputActivation()))
        : blueprint;
  }

  private static Blueprint withPrior(Blueprint preset, PresetChanges.PriorChanges changes) {
    Optional<Penalty.KlToPrior> own = preset.penalty(Penalty.KlToPrior.class);
    double beta = changes.beta().or(() -> own.map(Penalty.KlToPrior::beta)).orElse(0.0);
    double annealing =
        changes.annealing().or(() -> own.map(Penalty.KlToPrior::annealing)).orElse(0.0);
    double freeBits = changes.freeBits().or(() -> own.map(Penalty.KlToPrior::freeBits)).orElse(0.0);
    if (beta == 0 && (annealing > 0 || freeBits > 0)) {
      throw new IllegalArgumentException(
          "option '%s' is about the divergence of random codes from their prior, but there is none;"
                  .formatted(freeBits > 0 ? "free-bits" : "beta-annealing")
              + " use option 'variant' = variational and option 'beta' above 0");
    }
    Blueprint blueprint =
        beta == 0
            ? without(preset, Penalty.KlToPrior.class)
            : preset.withPenalty(new Penalty.KlToPrior(beta, annealing, freeBits));
    if (changes.mmd().isEmpty()) {
      return blueprint;
    }
    double mmd = changes.mmd().get();
    return mmd == 0
        ? without(blueprint, Penalty.MeanDiscrepancy.class)
        : blueprint.withPenalty(new Penalty.MeanDiscrepancy(mmd));
  }

  private static Blueprint withContractive(Blueprint blueprint, PresetChanges.GoalChanges changes) {
    Optional<Double> own =
        blueprint.penalty(Penalty.Contractive.class).map(Penalty.Contractive::weight);
    double weight = changes.contractive().or(() -> own).orElse(0.0);
    int fewest = ContractiveWork.fewestProbes(blueprint.encoder());
    int probes = changes.contractiveProbes().orElse(fewest);
    if (weight == 0 && changes.contractiveProbes().filter(asked -> asked > 0).isPresent()) {
      throw new IllegalArgumentException(
          "option 'contractive-probes' estimates the contractive penalty, but there is none; give"
              + " option 'contractive' = WEIGHT too");
    }
    return weight == 0
        ? without(blueprint, Penalty.Contractive.class)
        : blueprint.withPenalty(new Penalty.Contractive(weight, probes));
  }

  private static Blueprint without(Blueprint blueprint, Class<? extends Penalty> kind) {
    return blueprint.withPenalties(
        blueprint.penalties().stream().filter(penalty -> !kind.isInstance(penalty)).toList());
  }
}
