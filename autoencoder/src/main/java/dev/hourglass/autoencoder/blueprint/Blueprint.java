package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that says what an autoencoder is, before it has a single parameter.
 *
 * <p>Start from a preset ({@link Preset#blueprint}) and change what you like with the {@code with…}
 * methods. Every combination is allowed unless it is meaningless; then the constructor says why.
 *
 * @param shape of a sample, after preparation
 * @param encoder stages from input to code
 * @param code between encoder and decoder
 * @param decoder stages from code to output
 * @param corruption of the input while training
 * @param objective what training makes small
 * @param weights how they start, and whether encoder and decoder share them
 */
public record Blueprint(
    SampleShape shape,
    Stages encoder,
    Code code,
    Stages decoder,
    Corruption corruption,
    Objective objective,
    Weights weights) {

  public Blueprint {
    BlueprintRules.check(shape, encoder, code, decoder, objective, weights);
  }

  /** Numbers in a sample. */
  public int features() {
    return shape.features();
  }

  /** The shape of a target: the sample's own where nothing else was asked for. */
  public SampleShape targetShape() {
    return objective.target().orElse(shape);
  }

  /** Numbers in a target. */
  public int targetFeatures() {
    return targetShape().features();
  }

  /** A sample as stages read it: what is no picture is a plane of height 1 and one channel. */
  public FeatureMap plane() {
    return planeOf(shape);
  }

  /** A shape as stages read it. */
  static FeatureMap planeOf(SampleShape shape) {
    return new FeatureMap(shape.height(), shape.width(), shape.channels());
  }

  /**
   * The convolution whose transpose is the output layer, where the decoder ends in a plane: that of
   * the encoder's first stage if it leads from the target to that plane, else one of three taps and
   * the stride that does.
   */
  Optional<ConvolutionShape> outputConvolution() {
    return BlueprintRules.outputConvolution(encoder, code, decoder, weights, targetShape());
  }

  /** Units of the code. */
  public int codeSize() {
    return code.size();
  }

  /** The activation of the code. */
  public Activation codeActivation() {
    return code.activation();
  }

  /** What happens to the code. */
  public Bottleneck bottleneck() {
    return code.bottleneck();
  }

  /** What encoder and decoder are told of a sample beside it. */
  public Optional<Condition> condition() {
    return code.condition();
  }

  /** Whether the decoder's weights are the encoder's. */
  public boolean tied() {
    return weights.tied();
  }

  /** Whether there is a linear path beside encoder and decoder. */
  public boolean linearPath() {
    return weights.linearPath();
  }

  /** Whether the encoder's stages and the input are handed across to the decoder. */
  public boolean skips() {
    return weights.skips();
  }

  /** How weights start. */
  public Initializer initializer() {
    return weights.initializer();
  }

  /** What is added to the reconstruction error. */
  public List<Penalty> penalties() {
    return objective.penalties();
  }

  /** How the output is compared with the target. */
  public Likelihood likelihood() {
    return objective.likelihood();
  }

  /** The activation of the output. */
  public Activation outputActivation() {
    return objective.outputActivation();
  }

  /**
   * Whether the output is the input's first channels times a sigmoid of what the decoder puts out,
   * a mask: so it is with skips where targets are given. Other models with skips add the input.
   */
  public boolean masks() {
    return skips() && objective.target().isPresent();
  }

  /**
   * The loss that the likelihood and the output activation make together; of a mask, what it leaves
   * of the input is compared as it is.
   */
  public Loss loss() {
    return likelihood().loss(masks() ? Activation.IDENTITY : outputActivation());
  }

  /** The penalty of that kind, where there is one. */
  public <P extends Penalty> Optional<P> penalty(Class<P> kind) {
    return penalties().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Whether codes are drawn from a distribution while training. */
  public boolean isStochastic() {
    return bottleneck() instanceof Bottleneck.Gaussian;
  }

  /**
   * Whether training shows it otherwise than use does: samples corrupted, units dropped or codes
   * drawn.
   */
  public boolean isDisturbedInTraining() {
    return corruption.isPresent()
        || isStochastic()
        || Stream.concat(encoder.list().stream(), decoder.list().stream())
            .anyMatch(Stage::dropsUnits);
  }

  /**
   * Whether its prior gives new samples: codes are held to N(0, I), each sample's own distribution
   * or all together.
   */
  public boolean isGenerative() {
    return penalty(Penalty.KlToPrior.class).isPresent()
        || penalty(Penalty.MeanDiscrepancy.class).isPresent();
  }

  /** Remarks on choices that are legal but seldom wise, for people; often empty. */
  public List<String> warnings() {
    return BlueprintRules.warnings(this);
  }

  /**
   * One line for people: {@code 784-128-32-128-784}, or with planes {@code
   * 28×28×1-14×14×16-32-14×14×16-28×28×1}.
   */
  public String summary() {
    List<String> sizes = new ArrayList<>();
    sizes.add(encoder.isSpatial() ? plane().toString() : Integer.toString(features()));
    encoder.planes(plane()).stream().skip(1).map(Blueprint::text).forEach(sizes::add);
    sizes.add(text(code.map()));
    decoder.planes(code.map()).stream().skip(1).map(Blueprint::text).forEach(sizes::add);
    sizes.add(
        decoder.isSpatial()
            ? planeOf(targetShape()).toString()
            : Integer.toString(targetFeatures()));
    return String.join("-", sizes)
        + (linearPath() ? " + linear path" : "")
        + (skips() ? " + skips" : "")
        + condition().map(c -> " | " + c.size() + " classes").orElse("");
  }

  private static String text(FeatureMap plane) {
    return plane.places() == 1 ? Integer.toString(plane.channels()) : plane.toString();
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

  /** The same for samples of another shape. */
  public Blueprint withShape(SampleShape shape) {
    return new Blueprint(shape, encoder, code, decoder, corruption, objective, weights);
  }

  /** The same with another encoder. */
  public Blueprint withEncoder(Stages encoder) {
    return new Blueprint(shape, encoder, code, decoder, corruption, objective, weights);
  }

  /** The same with another code. */
  public Blueprint withCode(Code code) {
    return new Blueprint(shape, encoder, code, decoder, corruption, objective, weights);
  }

  /** The same with another size and activation of the code. */
  public Blueprint withCode(int size, Activation activation) {
    return withCode(new Code(size, activation, bottleneck(), Optional.empty(), condition()));
  }

  /**
   * The same with a code that keeps the height and width of what the encoder's last stage puts out,
   * and a decoder that mirrors the encoder from there.
   *
   * @param channels of the code at each place; at least 1
   */
  public Blueprint withCodeChannels(int channels) {
    FeatureMap last = encoder.planes(plane()).getLast();
    FeatureMap map = new FeatureMap(last.height(), last.width(), channels);
    return new Blueprint(
        shape,
        encoder,
        new Code(map.size(), codeActivation(), bottleneck(), Optional.of(map), condition()),
        encoder.mirroredFrom(map, plane()),
        corruption,
        objective,
        weights);
  }

  /** The same with another bottleneck. */
  public Blueprint withBottleneck(Bottleneck bottleneck) {
    return withCode(code.withBottleneck(bottleneck));
  }

  /**
   * The same where encoder and decoder are told of each sample's class.
   *
   * @throws IllegalArgumentException with tied weights, skips, a code that keeps height and width,
   *     or the contractive penalty
   */
  public Blueprint withCondition(Condition condition) {
    return withCode(code.withCondition(Optional.of(condition)));
  }

  /** The same with another decoder. */
  public Blueprint withDecoder(Stages decoder) {
    return new Blueprint(shape, encoder, code, decoder, corruption, objective, weights);
  }

  /** The same with another corruption. */
  public Blueprint withCorruption(Corruption corruption) {
    return new Blueprint(shape, encoder, code, decoder, corruption, objective, weights);
  }

  /** The same with another objective. */
  public Blueprint withObjective(Objective objective) {
    return new Blueprint(shape, encoder, code, decoder, corruption, objective, weights);
  }

  /** The same with other penalties. */
  public Blueprint withPenalties(List<Penalty> penalties) {
    return withObjective(objective.withPenalties(penalties));
  }

  /** The same with {@code penalty} in place of any of its kind. */
  public Blueprint withPenalty(Penalty penalty) {
    return withObjective(objective.withPenalty(penalty));
  }

  /** The same with another likelihood. */
  public Blueprint withLikelihood(Likelihood likelihood, Activation outputActivation) {
    return withObjective(objective.withLikelihood(likelihood, outputActivation));
  }

  /** The same for targets of a shape of their own. */
  public Blueprint withTarget(SampleShape target) {
    return withObjective(objective.withTarget(target));
  }

  /** The same with weights that start otherwise. */
  public Blueprint withInitializer(Initializer initializer) {
    return withWeights(weights.withInitializer(initializer));
  }

  /** The same with weights that encoder and decoder share, or not. */
  public Blueprint withTied(boolean tied) {
    return withWeights(weights.withTied(tied));
  }

  /** The same with a linear path beside encoder and decoder, or without. */
  public Blueprint withLinearPath(boolean linearPath) {
    return withWeights(weights.withLinearPath(linearPath));
  }

  /** The same with the encoder's stages and the input handed across to the decoder, or not. */
  public Blueprint withSkips(boolean skips) {
    return withWeights(weights.withSkips(skips));
  }

  private Blueprint withWeights(Weights weights) {
    return new Blueprint(shape, encoder, code, decoder, corruption, objective, weights);
  }
}
