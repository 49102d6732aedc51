package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.network.ParameterLayout;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A blueprint's encoder and decoder as networks over one flat parameter vector.
 *
 * @param layout of the vector
 * @param encoder from features to the code, or to its mean and log-variance side by side
 * @param decoder from the code to the loss's output
 * @param logVariance where the likelihood learns one variance for all: its logarithm's slot
 * @param codebook where codes are entries of codebooks: those
 * @param handed the encoder's layers whose output the decoder reads too, in the order it does
 */
public record Networks(
    ParameterLayout layout,
    Network encoder,
    Network decoder,
    Optional<Slot> logVariance,
    Optional<Codebook> codebook,
    List<Integer> handed) {

  /**
   * Entries that codes are made of.
   *
   * @param entries {@code [codebooks · entries, width]}, one codebook below the other
   * @param uses {@code [1, codebooks · entries]}: how often each is chosen in a sample, a running
   *     mean of training
   */
  public record Codebook(Slot entries, Slot uses) {
    private static Codebook of(
        Bottleneck.VectorQuantized quantized, Code code, ParameterLayout layout) {
      int codebooks = code.map().channels() / quantized.width();
      int all = Math.multiplyExact(codebooks, quantized.entries());
      return new Codebook(
          layout.add("code.codebook", new Shape(all, quantized.width()), false),
          layout.add("code.uses", Shape.vector(all), false));
    }
  }

  public static Networks of(Blueprint blueprint) {
    ParameterLayout layout = new ParameterLayout();
    int code = blueprint.codeSize();
    Network.Builder encoder = new Network.Builder(layout, "encoder", blueprint.features());
    List<Stage> narrowing = blueprint.encoder().list();
    List<FeatureMap> planes = blueprint.encoder().planes(blueprint.plane());
    List<FeatureMap> handed = planes.reversed();
    List<Integer> marks = new ArrayList<>();
    if (!narrowing.isEmpty() && narrowing.getFirst().isSpatial() && !blueprint.skips()) {
      // Zeros that pad a plane mean its mean, which a bias behind the convolution could not say.
      encoder.shift(false);
    }
    Optional<Condition> condition = blueprint.condition();
    int told = firstDense(narrowing);
    for (int i = 0; i < narrowing.size(); i++) {
      if (i == told) {
        tell(encoder, condition, planes.get(i).size());
      }
      append(encoder, narrowing.get(i), planes.get(i));
      marks.addFirst(encoder.mark());
    }
    if (blueprint.code().plane().isPresent()) {
      int channels = blueprint.code().map().channels();
      encoder.convolve(new Filters(channels, 1).over(planes.getLast()));
    } else {
      if (told == narrowing.size()) {
        tell(encoder, condition, planes.getLast().size());
      }
      encoder.dense(blueprint.isStochastic() ? 2 * code : code);
    }
    if (blueprint.linearPath()) {
      encoder.linearPath();
    }
    encoder.activate(blueprint.codeActivation());
    Network encoderNetwork = encoder.build();

    Network.Builder decoder = new Network.Builder(layout, "decoder", code);
    List<Layer.Weighted> mirrored = encoderNetwork.weightedLayers().reversed();
    List<Stage> widening = blueprint.decoder().list();
    FeatureMap in = blueprint.code().map();
    tell(decoder, condition, code);
    if (condition.isPresent()) {
      in = in.withChannels(code + condition.get().size());
    }
    for (int i = 0; i < widening.size(); i++) {
      Stage stage = widening.get(i);
      if (blueprint.tied()) {
        tie(decoder, mirrored.get(i));
        finish(decoder, stage, stage.over(in));
      } else {
        append(decoder, stage, in);
      }
      in = stage.over(in);
      if (blueprint.skips()) {
        decoder.concatenate(in, handed.get(i).channels());
        in = new FeatureMap(in.height(), in.width(), in.channels() + handed.get(i).channels());
      }
    }
    Optional<ConvolutionShape> output = blueprint.outputConvolution();
    if (blueprint.tied()) {
      tie(decoder, mirrored.get(widening.size()));
    } else if (output.isPresent()) {
      decoder.convolveTransposed(output.get());
    } else {
      decoder.dense(blueprint.targetFeatures() * blueprint.loss().outputsPerFeature());
    }
    if (output.isPresent() && !blueprint.skips()) {
      decoder.shift(true);
    }
    if (blueprint.linearPath()) {
      decoder.linearPath();
    }
    Network decoderNetwork = decoder.build();
    Optional<Slot> logVariance =
        blueprint.likelihood() instanceof Likelihood.GaussianSharedVariance
            ? Optional.of(layout.add(LOG_VARIANCE, Shape.vector(1), false))
            : Optional.empty();
    Optional<Codebook> codebook =
        blueprint.bottleneck() instanceof Bottleneck.VectorQuantized quantized
            ? Optional.of(Codebook.of(quantized, blueprint.code(), layout))
            : Optional.empty();
    return new Networks(
        layout,
        encoderNetwork,
        decoderNetwork,
        logVariance,
        codebook,
        blueprint.skips() ? marks : List.of());
  }

  /** The first stage that is a dense layer; behind the last one where none is: the code's layer. */
  private static int firstDense(List<Stage> stages) {
    int first = 0;
    while (first < stages.size() && stages.get(first).isSpatial()) {
      first++;
    }
    return first;
  }

  /** Sets a sample's class behind the numbers that a dense layer reads. */
  private static void tell(Network.Builder network, Optional<Condition> condition, int numbers) {
    condition.ifPresent(c -> network.concatenate(new FeatureMap(1, 1, numbers), c.size()));
  }

  private static void tie(Network.Builder decoder, Layer.Weighted mirrored) {
    switch (mirrored) {
      case Layer.Dense dense -> decoder.tied(dense);
      case Layer.Convolve convolution -> decoder.tied(convolution);
    }
  }

  private static void append(Network.Builder network, Stage stage, FeatureMap in) {
    switch (stage) {
      case Stage.Dense s -> network.dense(s.units());
      case Stage.Plane s -> network.dense(s.plane().size());
      case Stage.Convolution s -> network.convolve(s.filters().over(in));
      case Stage.Transposed s -> network.convolveTransposed(s.convolution(in));
      case Stage.Residual s -> appendResidual(network, s, in);
      case Stage.Pool s -> network.pool(s.shape(in));
      case Stage.Upsample s -> network.upsample(s.shape(in));
    }
    finish(network, stage, stage.over(in));
  }

  /** Up to the sum; what comes behind that is not here. */
  private static void appendResidual(Network.Builder network, Stage.Residual stage, FeatureMap in) {
    FeatureMap out = stage.over(in);
    if (in.channels() != out.channels()) {
      network.convolve(new Filters(out.channels(), 1, 1, 1, true).over(in));
    }
    int mark = network.mark();
    network.convolve(stage.filters().over(out));
    finish(network, stage, out);
    network.convolve(stage.filters().over(out)).addFrom(mark);
  }

  private static void finish(Network.Builder network, Stage stage, FeatureMap out) {
    Stage.Finish finish = stage.finish();
    if (finish.normalized()) {
      if (out.places() > 1) {
        network.normalizeGroups(out, groups(out.channels()));
      } else {
        network.normalize();
      }
    }
    network.activate(finish.activation()).dropout(finish.dropout());
  }

  /** As many as share the channels evenly, at most {@link #MOST_GROUPS}. */
  private static int groups(int channels) {
    int groups = Math.min(channels, MOST_GROUPS);
    while (channels % groups != 0) {
      groups--;
    }
    return groups;
  }

  /** Of group normalisation: with 32, as Wu and He have it, few channels would be alone. */
  private static final int MOST_GROUPS = 8;

  public void initialize(Blueprint blueprint, long seed, Tensor parameters) {
    encoder.initialize(blueprint.initializer(), seed, parameters);
    decoder.initialize(blueprint.initializer(), seed, parameters);
    if (blueprint.skips()) {
      // What is added to the input begins as nothing.
      decoder.weightedLayers().getLast().weight().of(parameters).clear();
    }
    startLogVariancesLow(blueprint, parameters);
  }

  /**
   * Learned output variances start near the data's own scale: an initial log-variance of zero would
   * spend the first epochs merely shrinking it.
   */
  private void startLogVariancesLow(Blueprint blueprint, Tensor parameters) {
    logVariance.ifPresent(slot -> slot.of(parameters).set(0, INITIAL_LOG_VARIANCE));
    if (blueprint.loss().outputsPerFeature() == 2) {
      Tensor bias = decoder.denseLayers().getLast().bias().of(parameters);
      for (int i = blueprint.targetFeatures(); i < bias.size(); i++) {
        bias.set(i, INITIAL_LOG_VARIANCE);
      }
    }
  }

  /** Name of the one variance's slot. */
  private static final String LOG_VARIANCE = "decoder.logVariance";

  private static final double INITIAL_LOG_VARIANCE = -2;

  /** Both networks as they are used after training. */
  public Networks withoutDropout() {
    return new Networks(
        layout,
        encoder.withoutDropout(),
        decoder.withoutDropout(),
        logVariance,
        codebook,
        handed.stream().map(encoder::positionWithoutDropout).toList());
  }

  /**
   * Whether the code is the encoder's last dense layer as it is: no activation, no choice behind.
   */
  public static boolean hasLinearCode(Blueprint blueprint) {
    return blueprint.codeActivation() == Activation.IDENTITY
        && !(blueprint.bottleneck() instanceof Bottleneck.TopK)
        && !(blueprint.bottleneck() instanceof Bottleneck.VectorQuantized);
  }
}
