package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.network.Initializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that says what an autoencoder is, before it has a single parameter.
 *
 * <p>Start from a preset ({@link Preset#blueprint}) and change what you like with the {@code with…}
 * methods. Every combination is allowed unless it is meaningless; then the constructor says why.
 *
 * @param shape of a sample, after preparation
 * @param encoder hidden layers from input to code
 * @param codeSize units of the code; at least 1
 * @param codeActivation of the code
 * @param bottleneck what happens to the code
 * @param decoder hidden layers from code to output
 * @param tied whether the decoder's weights are the encoder's, transposed; wants a mirrored decoder
 * @param corruption of the input while training
 * @param penalties added to the reconstruction error; at most one of each kind
 * @param likelihood how the output is compared with the input
 * @param outputActivation of the output where the likelihood leaves a choice: identity or sigmoid
 * @param initializer of the weights
 */
public record Blueprint(
    SampleShape shape,
    HiddenLayers encoder,
    int codeSize,
    Activation codeActivation,
    Bottleneck bottleneck,
    HiddenLayers decoder,
    boolean tied,
    Corruption corruption,
    List<Penalty> penalties,
    Likelihood likelihood,
    Activation outputActivation,
    Initializer initializer) {

  public Blueprint {
    penalties = List.copyOf(penalties);
    BlueprintRules.check(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        penalties,
        likelihood,
        outputActivation);
  }

  /** Numbers in a sample. */
  public int features() {
    return shape.features();
  }

  /** The loss that the likelihood and the output activation make together. */
  public Loss loss() {
    return likelihood.loss(outputActivation);
  }

  /** The penalty of that kind, where there is one. */
  public <P extends Penalty> Optional<P> penalty(Class<P> kind) {
    return penalties.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Whether codes are drawn from a distribution while training. */
  public boolean isStochastic() {
    return bottleneck instanceof Bottleneck.Gaussian;
  }

  /** Whether its prior gives new samples: a Gaussian bottleneck held to N(0, I). */
  public boolean isGenerative() {
    return isStochastic() && penalty(Penalty.KlToPrior.class).isPresent();
  }

  /** Remarks on choices that are legal but seldom wise, for people; often empty. */
  public List<String> warnings() {
    return BlueprintRules.warnings(this);
  }

  /** One line for people: {@code 784-128-32-128-784, relu, …}. */
  public String summary() {
    List<String> sizes = new ArrayList<>();
    sizes.add(Integer.toString(features()));
    encoder.sizes().forEach(s -> sizes.add(s.toString()));
    sizes.add(Integer.toString(codeSize));
    decoder.sizes().forEach(s -> sizes.add(s.toString()));
    sizes.add(Integer.toString(features()));
    return String.join("-", sizes);
  }

  /** Plain maps, lists, strings and numbers, ready for JSON. */
  public Map<String, Object> toMap() {
    return BlueprintMap.of(this);
  }

  /**
   * The inverse of {@link #toMap}.
   *
   * @throws IllegalArgumentException naming the key that is missing, unknown or of the wrong kind
   */
  public static Blueprint fromMap(Map<String, Object> map) {
    return BlueprintMap.read(map);
  }

  public Blueprint withShape(SampleShape shape) {
    return new Blueprint(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        corruption,
        penalties,
        likelihood,
        outputActivation,
        initializer);
  }

  public Blueprint withEncoder(HiddenLayers encoder) {
    return new Blueprint(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        corruption,
        penalties,
        likelihood,
        outputActivation,
        initializer);
  }

  public Blueprint withCode(int codeSize, Activation codeActivation) {
    return new Blueprint(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        corruption,
        penalties,
        likelihood,
        outputActivation,
        initializer);
  }

  public Blueprint withBottleneck(Bottleneck bottleneck) {
    return new Blueprint(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        corruption,
        penalties,
        likelihood,
        outputActivation,
        initializer);
  }

  public Blueprint withDecoder(HiddenLayers decoder) {
    return new Blueprint(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        corruption,
        penalties,
        likelihood,
        outputActivation,
        initializer);
  }

  public Blueprint withTied(boolean tied) {
    return new Blueprint(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        corruption,
        penalties,
        likelihood,
        outputActivation,
        initializer);
  }

  public Blueprint withCorruption(Corruption corruption) {
    return new Blueprint(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        corruption,
        penalties,
        likelihood,
        outputActivation,
        initializer);
  }

  public Blueprint withPenalties(List<Penalty> penalties) {
    return new Blueprint(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        corruption,
        penalties,
        likelihood,
        outputActivation,
        initializer);
  }

  /** The same blueprint with {@code penalty} in place of any of its kind. */
  public Blueprint withPenalty(Penalty penalty) {
    List<Penalty> others = new ArrayList<>(penalties);
    others.removeIf(p -> p.getClass() == penalty.getClass());
    others.add(penalty);
    return withPenalties(others);
  }

  public Blueprint withLikelihood(Likelihood likelihood, Activation outputActivation) {
    return new Blueprint(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        corruption,
        penalties,
        likelihood,
        outputActivation,
        initializer);
  }

  public Blueprint withInitializer(Initializer initializer) {
    return new Blueprint(
        shape,
        encoder,
        codeSize,
        codeActivation,
        bottleneck,
        decoder,
        tied,
        corruption,
        penalties,
        likelihood,
        outputActivation,
        initializer);
  }
}
