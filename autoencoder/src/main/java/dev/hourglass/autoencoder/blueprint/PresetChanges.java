package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants instead of what a preset says: each choice is made or left to the preset.
 *
 * <p>This is what a command line, a {@code Recipe} or a form fills in. Whoever writes code changes
 * a blueprint by its {@code with…} methods.
 *
 * @param layers hidden layers
 * @param weights how they start and what they are shared with
 * @param code the code
 * @param goal what is learned
 * @param prior what codes are held to
 */
public record PresetChanges(
    LayerChanges layers,
    WeightChanges weights,
    CodeChanges code,
    GoalChanges goal,
    PriorChanges prior) {
  /**
   * Of hidden layers.
   *
   * @param hidden the encoder's stages; what comes behind their products is said below
   * @param decoderHidden the decoder's stages, from the code outwards; the encoder's, mirrored,
   *     where empty
   * @param activation of the hidden layers
   * @param dropout of the hidden layers; in [0, 1)
   * @param normalized whether hidden layers are layer-normalised
   */
  public record LayerChanges(
      Optional<Stages> hidden,
      Optional<Stages> decoderHidden,
      Optional<Activation> activation,
      Optional<Double> dropout,
      Optional<Boolean> normalized) {}

  /**
   * Of weights.
   *
   * @param initializer how they start
   * @param tied whether the decoder uses the encoder's
   * @param linearPath whether some lead past the layers
   * @param skips whether the encoder's stages and the input are handed across
   */
  public record WeightChanges(
      Optional<Initializer> initializer,
      Optional<Boolean> tied,
      Optional<Boolean> linearPath,
      Optional<Boolean> skips) {}

  /**
   * Of the code.
   *
   * @param size its units; {@link Preset#units} where empty
   * @param channels at each place, where it keeps height and width
   * @param activation of its units; what its sparsity wants where empty
   * @param sparsity in place of the preset's
   * @param step the code is made to be rounded to, {@link Bottleneck.Rounded}; 0 for none
   * @param codebook whose entries the code is made of
   */
  public record CodeChanges(
      Optional<Integer> size,
      Optional<Integer> channels,
      Optional<Activation> activation,
      Optional<List<Sparsity>> sparsity,
      Optional<Double> step,
      CodebookChanges codebook) {
    /** With what the preset says of codebooks. */
    public CodeChanges(
        Optional<Integer> size,
        Optional<Integer> channels,
        Optional<Activation> activation,
        Optional<List<Sparsity>> sparsity,
        Optional<Double> step) {
      this(size, channels, activation, sparsity, step, CodebookChanges.none());
    }
  }

  /**
   * Of codebooks, {@link Bottleneck.VectorQuantized}.
   *
   * @param entries of each; 0 for none
   * @param width units of a group; where empty all channels of a place of a code that keeps height
   *     and width, else the most up to {@link Preset#WIDEST_GROUP} that divide the code
   * @param commitment how much the encoder is held to them; 0 or more
   */
  public record CodebookChanges(
      Optional<Integer> entries, Optional<Integer> width, Optional<Double> commitment) {
    /** Every choice left to the preset. */
    public static CodebookChanges none() {
      return new CodebookChanges(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static CodebookChanges of(Bottleneck bottleneck) {
      return bottleneck instanceof Bottleneck.VectorQuantized quantized
          ? new CodebookChanges(
              Optional.of(quantized.entries()),
              Optional.of(quantized.width()),
              Optional.of(quantized.commitment()))
          : none();
    }
  }

  /**
   * Of what is learned. A weight of 0 takes a penalty of the preset away.
   *
   * @param likelihood how output and target are compared
   * @param outputActivation of the output
   * @param corruption of the input
   * @param contractive weight of the contractive penalty; 0 or more
   * @param contractiveProbes directions it is estimated from, 0 for all; alone it keeps the
   *     preset's weight
   * @param weightDecay weight of half the squared weights; 0 or more
   */
  public record GoalChanges(
      Optional<Likelihood> likelihood,
      Optional<Activation> outputActivation,
      Optional<Corruption> corruption,
      Optional<Double> contractive,
      Optional<Integer> contractiveProbes,
      Optional<Double> weightDecay) {
    /** Every choice left to the preset. */
    public static GoalChanges none() {
      return new GoalChanges(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * Of what codes are held to, N(0, I). A weight of 0 takes it away.
   *
   * @param beta weight of each sample's divergence from it; 0 or more
   * @param annealing share of the training over which beta grows; in [0, 1]
   * @param freeBits nats of each unit that cost nothing; 0 or more
   * @param mmd weight of the discrepancy of all codes from it; 0 or more
   */
  public record PriorChanges(
      Optional<Double> beta,
      Optional<Double> annealing,
      Optional<Double> freeBits,
      Optional<Double> mmd) {
    /** Every choice left to the preset. */
    public static PriorChanges none() {
      return new PriorChanges(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static PriorChanges of(Blueprint blueprint) {
      Optional<Penalty.KlToPrior> kl = blueprint.penalty(Penalty.KlToPrior.class);
      return new PriorChanges(
          Optional.of(kl.map(Penalty.KlToPrior::beta).orElse(0.0)),
          Optional.of(kl.map(Penalty.KlToPrior::annealing).orElse(0.0)),
          Optional.of(kl.map(Penalty.KlToPrior::freeBits).orElse(0.0)),
          Optional.of(
              blueprint
                  .penalty(Penalty.MeanDiscrepancy.class)
                  .map(Penalty.MeanDiscrepancy::weight)
                  .orElse(0.0)));
    }
  }

  /** Every choice left to the preset. */
  public static PresetChanges none() {
    return new PresetChanges(
        new LayerChanges(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        new WeightChanges(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        new CodeChanges(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        GoalChanges.none(),
        PriorChanges.none());
  }

  /** Every choice spelled out as a blueprint has it: from its preset they lead back to it. */
  public static PresetChanges of(Blueprint blueprint) {
    Optional<Penalty.Contractive> contractive = blueprint.penalty(Penalty.Contractive.class);
    Stages encoder = blueprint.encoder();
    return new PresetChanges(
        new LayerChanges(
            Optional.of(encoder),
            Optional.of(blueprint.decoder()),
            Optional.of(encoder.activation()),
            Optional.of(encoder.dropout()),
            Optional.of(encoder.normalized())),
        new WeightChanges(
            Optional.of(blueprint.initializer()),
            Optional.of(blueprint.tied()),
            Optional.of(blueprint.linearPath()),
            Optional.of(blueprint.skips())),
        new CodeChanges(
            blueprint.code().plane().isPresent()
                ? Optional.empty()
                : Optional.of(blueprint.codeSize()),
            blueprint.code().plane().map(FeatureMap::channels),
            Optional.of(blueprint.codeActivation()),
            Optional.of(Sparsity.of(blueprint)),
            blueprint.bottleneck() instanceof Bottleneck.Rounded(double step)
                ? Optional.of(step)
                : Optional.empty(),
            CodebookChanges.of(blueprint.bottleneck())),
        new GoalChanges(
            Optional.of(blueprint.likelihood()),
            Optional.of(blueprint.outputActivation()),
            Optional.of(blueprint.corruption()),
            Optional.of(contractive.map(Penalty.Contractive::weight).orElse(0.0)),
            Optional.of(contractive.map(Penalty.Contractive::probes).orElse(0)),
            Optional.of(
                blueprint
                    .penalty(Penalty.WeightDecay.class)
                    .map(Penalty.WeightDecay::weight)
                    .orElse(0.0))),
        PriorChanges.of(blueprint));
  }

  /**
   * These changes for one of several presets that are compared: without those that would make
   * another variant out of {@code preset}, and with the same layers and a code for all where nobody
   * asks for others.
   */
  public PresetChanges meantFor(Preset preset) {
    boolean sparse = preset == Preset.SPARSE;
    boolean denoising = preset == Preset.DENOISING;
    boolean contractive = preset == Preset.CONTRACTIVE;
    boolean random = preset == Preset.VARIATIONAL || preset == Preset.STOCHASTIC;
    return new PresetChanges(
        new LayerChanges(
            layers.hidden.or(() -> Optional.of(Preset.DEFAULT_HIDDEN)),
            layers.decoderHidden,
            layers.activation,
            layers.dropout,
            layers.normalized),
        weights,
        new CodeChanges(
            code.size,
            code.channels,
            code.activation,
            code.sparsity.filter(_ -> sparse),
            code.step.filter(_ -> preset != Preset.VECTOR_QUANTIZED),
            preset == Preset.VECTOR_QUANTIZED ? code.codebook : CodebookChanges.none()),
        new GoalChanges(
            goal.likelihood,
            goal.outputActivation,
            goal.corruption.filter(_ -> denoising),
            goal.contractive.filter(_ -> contractive),
            goal.contractiveProbes.filter(_ -> contractive),
            goal.weightDecay),
        new PriorChanges(
            prior.beta.filter(_ -> random),
            prior.annealing.filter(_ -> random),
            prior.freeBits.filter(_ -> random),
            prior.mmd.filter(_ -> preset == Preset.WASSERSTEIN)));
  }
}
