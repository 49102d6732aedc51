package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.AnySize;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.ParameterLayout;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A blueprint with parameters: samples to codes, codes to reconstructions.
 *
 * <p>Immutable and safe to use from several threads. Tensors that are returned are float32,
 * off-heap and freed when no longer reachable. Work on whole datasets is shared among all
 * processors, or as many threads as {@link #withThreads} says.
 */
public final class Autoencoder {
  private final Blueprint blueprint;
  private final Networks networks;
  private final Tensor parameters;
  private final InferenceOptions options;
  private final InferencePool pool;
  private final Reconstructions reconstructions;
  private final Likelihoods likelihoods;

  private Autoencoder(Blueprint blueprint, Tensor parameters, InferenceOptions options) {
    this.blueprint = blueprint;
    this.networks = Networks.of(blueprint);
    this.parameters = parameters;
    this.options = options;
    this.pool = new InferencePool(blueprint, networks, parameters, options);
    this.reconstructions = new Reconstructions(blueprint, pool);
    this.likelihoods = new Likelihoods(blueprint, pool);
  }

  /** An untrained autoencoder, its parameters drawn by the blueprint's initialiser. */
  public static Autoencoder create(Blueprint blueprint, long seed, Kernels kernels) {
    Networks networks = Networks.of(blueprint);
    Tensor parameters = Tensor.allocate(1, networks.layout().size());
    networks.initialize(blueprint, seed, parameters);
    return new Autoencoder(blueprint, parameters, InferenceOptions.on(kernels));
  }

  /** An autoencoder over a flat float32 parameter vector, which nobody else may change any more. */
  public static Autoencoder of(Blueprint blueprint, Tensor parameters, Kernels kernels) {
    return new Autoencoder(blueprint, parameters, InferenceOptions.on(kernels));
  }

  /** An autoencoder with a float32 copy of the given flat parameter vector. */
  public static Autoencoder copyOf(Blueprint blueprint, Tensor parameters, Kernels kernels) {
    Tensor copy = Tensor.allocate(1, parameters.columns());
    kernels.convert(parameters, copy);
    return of(blueprint, copy, kernels);
  }

  /** The same model computing in another precision; float32 is what a model starts with. */
  public Autoencoder withPrecision(Precision precision) {
    return new Autoencoder(blueprint, parameters, options.withPrecision(precision));
  }

  /** The same model on other kernels. */
  public Autoencoder withKernels(Kernels kernels) {
    return new Autoencoder(blueprint, parameters, options.withKernels(kernels));
  }

  /**
   * The same model that shares the work on a dataset among so many threads; all processors is what
   * a model starts with. One is for callers who share out the work themselves.
   *
   * @throws IllegalArgumentException if there are less than 1
   */
  public Autoencoder withThreads(int threads) {
    return new Autoencoder(blueprint, parameters, options.withThreads(threads));
  }

  /**
   * The same model where every sample and every code is taken to be of one class, whatever labels
   * say: what is decoded is of that class.
   *
   * @throws IllegalArgumentException if the model knows no such class
   * @throws IllegalStateException if it is told of none
   */
  public Autoencoder given(String className) {
    int number =
        blueprint
            .condition()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "this model was not told of classes while it was trained, so none can be"
                            + " given to it; train with option 'condition' = label, or fit to the"
                            + " codes of a class, option 'fitted' = DATA"))
            .number(className);
    return new Autoencoder(blueprint, parameters, options.withGiven(OptionalInt.of(number)));
  }

  /**
   * The same model for samples of another height and width, over the same parameters.
   *
   * @throws IllegalArgumentException with the reason, where it is made for one size ({@link
   *     AnySize})
   */
  public Autoencoder over(SampleShape shape) {
    return shape.equals(blueprint.shape())
        ? this
        : new Autoencoder(
            AnySize.over(blueprint, shape), parameters, options.withGiven(OptionalInt.empty()));
  }

  /** What it is made from. */
  public Blueprint blueprint() {
    return blueprint;
  }

  /** Numbers in a sample. */
  public int features() {
    return blueprint.features();
  }

  /** Numbers in a code. */
  public int codeSize() {
    return blueprint.codeSize();
  }

  /** How many parameters it has. */
  public long parameterCount() {
    return networks.layout().parameterCount();
  }

  /** The precision its products run in. */
  public Precision precision() {
    return options.precision();
  }

  /** What does its arithmetic. */
  public Kernels kernels() {
    return options.kernels();
  }

  /** Names, offsets and shapes of its parameters in {@link #parameters}. */
  public List<ParameterLayout.Slot> parameterSlots() {
    return networks.layout().slots();
  }

  /** {@code [1, n]} in float32: all parameters, to be read only. */
  public Tensor parameters() {
    return parameters;
  }

  /** {@code [features, units]}: a view of the weights of the encoder's first layer. */
  public Tensor firstLayerWeights() {
    Tensor weights = networks.encoder().denseLayers().getFirst().weight().of(parameters);
    return weights.rows() > features() ? weights.topRows(features()) : weights;
  }

  // ---- codes ----

  /**
   * The codes of samples, {@code [n, features]} to {@code [n, code]}; the mean code where the
   * bottleneck is stochastic.
   *
   * @throws IllegalArgumentException when the samples have another number of features
   */
  public Tensor encode(Tensor samples) {
    return encode(TensorSamples.of(samples, blueprint.shape()));
  }

  /** The codes of a dataset, {@code [size, code]}. */
  public Tensor encode(Dataset samples) {
    checkFeatures(samples.features());
    Tensor codes = Tensor.allocate(samples.size(), codeSize());
    pool.forEachEncoded(
        samples, (pass, from, count) -> InferencePool.store(pass.code(), codes, from, count));
    return codes;
  }

  /**
   * What a layer puts out for a dataset, {@code [size, outputs of the layer]}, row by row; a
   * plane's places one behind the other, channels last.
   *
   * @param layer {@code code}, {@code encoder.1} to {@code decoder.N}
   * @throws IllegalArgumentException when there is no such layer
   */
  public Tensor activations(Dataset samples, String layer) {
    if (layer.equals(HiddenLayers.CODE)) {
      return encode(samples);
    }
    checkFeatures(samples.features());
    Networks plain = networks.withoutDropout();
    HiddenLayers.Place place = HiddenLayers.of(plain).place(layer);
    int outputs =
        (place.inDecoder() ? plain.decoder() : plain.encoder())
            .layers()
            .get(place.index())
            .outputs();
    Tensor activations = Tensor.allocate(samples.size(), outputs);
    pool.forEachEncoded(
        samples,
        (pass, from, count) -> {
          if (place.inDecoder()) {
            pass.decode();
          }
          InferencePool.store(pass.activations(place), activations, from, count);
        });
    return activations;
  }

  /** The names that {@link #activations} takes, from the input to the output. */
  public List<String> layerNames() {
    HiddenLayers hidden = HiddenLayers.of(networks.withoutDropout());
    List<String> names = new ArrayList<>();
    hidden
        .places()
        .forEach(
            (name, place) -> {
              if (place.inDecoder() && !names.contains(HiddenLayers.CODE)) {
                names.add(HiddenLayers.CODE);
              }
              names.add(name);
            });
    if (!names.contains(HiddenLayers.CODE)) {
      names.add(HiddenLayers.CODE);
    }
    return names;
  }

  /** The code of one sample. */
  public float[] encode(float[] sample) {
    checkFeatures(sample.length);
    return pool.withOne(
        pass -> {
          MemorySegment.copy(
              MemorySegment.ofArray(sample), 0, pass.samples().segment(), 0, 4L * sample.length);
          pass.encode();
          return pass.code().row(0);
        });
  }

  /**
   * Codes drawn from the encoder's distribution; the codes themselves where it has none.
   *
   * @param seed of the draws
   */
  public Tensor encodeSampled(Dataset samples, long seed) {
    checkFeatures(samples.features());
    Tensor codes = Tensor.allocate(samples.size(), codeSize());
    long key = Noise.key(seed, NoisePurpose.CODES, 0, 0);
    pool.forEachEncoded(
        samples,
        (pass, from, count) -> {
          pass.drawCodes(key, from, Tensor.allocate(pass.rows(), codeSize()));
          InferencePool.store(pass.code(), codes, from, count);
        });
    return codes;
  }

  /** Codes drawn from the encoder's distribution; see {@link #encodeSampled(Dataset, long)}. */
  public Tensor encodeSampled(Tensor samples, long seed) {
    return encodeSampled(TensorSamples.of(samples, blueprint.shape()), seed);
  }

  // ---- reconstructions ----

  /**
   * The mean reconstructions of codes, {@code [n, code]} to {@code [n, features]}.
   *
   * @throws IllegalArgumentException when the codes have another size
   * @throws IllegalStateException when the decoder reads more than the code
   */
  public Tensor decode(Tensor codes) {
    checkCode(codes);
    Tensor reconstructions = Tensor.allocate(codes.rows(), blueprint.targetFeatures());
    pool.forEachChunk(
        codes,
        (pass, from, count) -> {
          pass.decode();
          InferencePool.store(pass.mean(), reconstructions, from, count);
        });
    return reconstructions;
  }

  /**
   * Samples drawn from the decoder's distribution.
   *
   * @throws IllegalArgumentException when the likelihood is not a distribution one can draw from
   */
  public Tensor decodeSampled(Tensor codes, long seed) {
    checkCode(codes);
    Tensor drawn = Tensor.allocate(codes.rows(), blueprint.targetFeatures());
    long key = Noise.key(seed, NoisePurpose.SAMPLES, 0, 0);
    pool.forEachChunk(
        codes,
        (pass, from, count) -> {
          pass.decode();
          InferencePool.store(likelihoods.draw(pass, key, from), drawn, from, count);
        });
    return drawn;
  }

  /**
   * The mean reconstructions of samples, {@code [n, features]}; of counts, what is expected of as
   * many.
   */
  public Tensor reconstruct(Tensor samples) {
    return reconstruct(TensorSamples.of(samples, blueprint.shape()));
  }

  /** The mean reconstructions of a dataset, {@code [size, features]}. */
  public Tensor reconstruct(Dataset samples) {
    return reconstruct(samples, new Corruption.None(), 0);
  }

  /**
   * The mean reconstructions of samples that are corrupted first.
   *
   * @param seed of the corruption
   */
  public Tensor reconstruct(Dataset samples, Corruption corruption, long seed) {
    checkFeatures(samples.features());
    return reconstructions.of(samples, corruption, seed);
  }

  /** What is done with a block of samples and what a model makes of them. */
  @FunctionalInterface
  public interface BlockWork {
    /**
     * Called on one of several threads; the tensors are the pass's own and hold something else
     * afterwards.
     *
     * @param from the number of the block's first sample
     * @param samples {@code [count, features]}, float32
     * @param codes {@code [count, code]}; the mean codes where the bottleneck is stochastic
     * @param reconstructions {@code [count, target features]}
     */
    void run(int from, Tensor samples, Tensor codes, Tensor reconstructions);
  }

  /** Codes and reconstructions block by block, on all processors, without keeping them. */
  public void forEachBlock(Dataset samples, BlockWork work) {
    checkFeatures(samples.features());
    pool.forEachChunk(
        samples,
        (pass, from, count) -> {
          pass.encode();
          pass.decode();
          Tensor reconstructions = pass.reconstruction().topRows(count);
          work.run(
              from, pass.samples().topRows(count), pass.code().topRows(count), reconstructions);
        });
  }

  /**
   * The decoder's outputs for samples as they are before the likelihood's link: logits of counts,
   * {@code [size, outputs]}.
   *
   * @param into float32, overwritten; more rows than samples are left as they are
   */
  public void outputs(Dataset samples, Tensor into) {
    checkFeatures(samples.features());
    pool.forEachEncoded(
        samples,
        (pass, from, count) -> {
          pass.decode();
          InferencePool.store(pass.output(), into, from, count);
        });
  }

  /** Squared error per feature of each sample's reconstruction. */
  public double[] reconstructionErrors(Dataset samples) {
    return reconstructionErrors(Pairs.same(samples));
  }

  /**
   * Squared error per feature of a target, of what is made of each input.
   *
   * @throws IllegalArgumentException when inputs or targets have another number of features
   */
  public double[] reconstructionErrors(Pairs pairs) {
    return reconstructionErrors(pairs, new Corruption.None(), 0);
  }

  /**
   * Squared error per feature, against the clean samples, of what is rebuilt from corrupted ones.
   * For one seed every model sees the same noise.
   */
  public double[] reconstructionErrors(Dataset samples, Corruption corruption, long seed) {
    return reconstructionErrors(Pairs.same(samples), corruption, seed);
  }

  private double[] reconstructionErrors(Pairs pairs, Corruption corruption, long seed) {
    checkFeatures(pairs.inputs().features());
    return reconstructions.errors(pairs, corruption, seed);
  }

  // ---- probability ----

  /**
   * New samples: the mean reconstructions of codes drawn from the prior N(0, I), {@code [count,
   * features]}.
   *
   * @throws IllegalStateException when the model has no prior ({@link Blueprint#isGenerative})
   */
  public Tensor sample(int count, long seed) {
    if (!blueprint.isGenerative()) {
      throw new IllegalStateException(
          "this model has no prior to draw from; train with option 'variant' = variational, or draw"
              + " around the codes of data instead");
    }
    Tensor codes = Tensor.allocate(count, codeSize());
    kernels().normal(Noise.key(seed, NoisePurpose.PRIOR, 0, 0), 0, codes);
    return decode(codes);
  }

  /**
   * −ELBO of each sample in nats.
   *
   * @param draws of z per sample that the expectation is the mean of, at least 1
   * @throws IllegalStateException when the bottleneck is not Gaussian or the likelihood no density
   */
  public EvidenceBound evidenceBound(Dataset samples, int draws, long seed) {
    checkFeatures(samples.features());
    return likelihoods.evidenceBound(samples, draws, seed);
  }

  /**
   * An estimate of log p(x) of each sample in nats, from below: log 1/K Σ p(x|z) p(z) / q(z|x) over
   * K draws of z (Burda, Grosse and Salakhutdinov 2016, equation 8).
   *
   * @param importanceSamples K, at least 1
   * @throws IllegalStateException when the bottleneck is not Gaussian or the likelihood no density
   */
  public double[] logLikelihood(Dataset samples, int importanceSamples, long seed) {
    checkFeatures(samples.features());
    return likelihoods.logLikelihood(samples, importanceSamples, seed);
  }

  /**
   * KL(q(z|x) ‖ N(0, I)) of every unit in nats, mean over the samples: ½ (μ² + e^s − 1 − s). A unit
   * that says nothing of a sample comes to 0.
   *
   * @throws IllegalStateException when the bottleneck is not Gaussian
   */
  public double[] divergencePerUnit(Dataset samples) {
    checkFeatures(samples.features());
    return likelihoods.divergencePerUnit(samples);
  }

  // ---- sensitivity ----

  /** ‖∂z/∂x‖_F of each sample, exact; of the mean code where the bottleneck is stochastic. */
  public double[] jacobianNorms(Dataset samples) {
    checkFeatures(samples.features());
    return JacobianNorms.of(
        blueprint, networks, parameters, kernels(), samples, pool.classesOf(samples));
  }

  // ---- plumbing ----

  private void checkFeatures(int features) {
    if (features != features()) {
      throw new IllegalArgumentException(
          "the samples have %d features, but the model takes %d (%s)"
              .formatted(features, features(), blueprint.shape()));
    }
  }

  private void checkCode(Tensor codes) {
    if (blueprint.skips()) {
      throw new IllegalStateException(
          "this model hands its encoder's stages across to the decoder, which rebuilds nothing from"
              + " codes alone; train it without option 'skips', or with option 'code' = UNITS");
    }
    if (codes.columns() != codeSize()) {
      throw new IllegalArgumentException(
          "the codes have %d numbers, but the model's have %d"
              .formatted(codes.columns(), codeSize()));
    }
  }

  @Override
  public String toString() {
    return "Autoencoder " + blueprint.summary() + " (" + parameterCount() + " parameters)";
  }
}
