package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.NearestName;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.optimise.LearningRate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The named variants of the literature: each a one-line change of the plain autoencoder. */
public enum Preset {
  /** A code smaller than the input. */
  UNDERCOMPLETE,
  /** Few active units: L1 on a ReLU code unless another sparsity is chosen. */
  SPARSE,
  /** Rebuilds the clean input from a corrupted one. */
  DENOISING,
  /** A code that hardly moves when the input does. */
  CONTRACTIVE,
  /** A code drawn from a normal distribution that is held to N(0, I). */
  VARIATIONAL,
  /** A stochastic encoder and a stochastic decoder, with little pull towards a prior. */
  STOCHASTIC,
  /** Codes that are not random, but all together like draws from N(0, I). */
  WASSERSTEIN,
  /** Codes made of entries of codebooks. */
  VECTOR_QUANTIZED;

  /**
   * Weight of the sparse preset's L1 penalty for each feature, since the squared error it competes
   * with is a sum over features: on MNIST with a code of 32 it leaves every second unit active, on
   * ten thousand drawn digits one in three.
   */
  public static final double DEFAULT_L1_PER_FEATURE = 1.0 / 500;

  /**
   * The denoising preset's corruption of images. On MNIST it beats 30 % salt-and-pepper on clean
   * images and under Gaussian noise, as it has no mean of its own, and its codes keep more of the
   * classes: a linear classifier finds 92.3 % of them, where salt-and-pepper leaves 91.1 %. Under
   * salt-and-pepper and masking it errs more.
   */
  public static final Corruption IMAGE_CORRUPTION = new Corruption.Gaussian(0.8);

  /**
   * The denoising preset's corruption of images where the encoder's stages are handed across: noise
   * of any strength up to what hides a picture.
   */
  public static final Corruption BLIND_CORRUPTION = new Corruption.GaussianRange(0, 0.2);

  /** The denoising preset's corruption of what is no image. */
  public static final Corruption TABLE_CORRUPTION = new Corruption.Swap(0.2);

  /**
   * Weight of the contractive preset's penalty: on MNIST it shortens the Jacobian to a 26th for a
   * fifth more error, and a linear classifier finds as much in the codes as without.
   */
  public static final double DEFAULT_CONTRACTIVE = 0.3;

  /** β of the stochastic preset. */
  public static final double STOCHASTIC_BETA = 0.1;

  /**
   * Weight of the wasserstein preset's discrepancy for each feature, since the squared error it
   * competes with is a sum over features.
   */
  public static final double DEFAULT_MMD_PER_FEATURE = 0.5;

  /** Entries of a codebook of the vector-quantized preset: a byte tells which. */
  public static final int DEFAULT_ENTRIES = 256;

  /** The most units of a group of the vector-quantized preset's dense code. */
  public static final int WIDEST_GROUP = 2;

  /** Weight of the vector-quantized preset's commitment, as in its paper. */
  public static final double DEFAULT_COMMITMENT = 0.25;

  /** Hidden layers where nobody asks for others, but for pictures that are only to be rebuilt. */
  public static final Stages DEFAULT_HIDDEN = Stages.of(128);

  /**
   * Hidden layers for pictures where nobody asks for others: MNIST's error with a code of 32 is two
   * thirds of that of dense layers; beside a linear path photographs lose nothing. MNIST's −ELBO
   * with a random code of 20 is 99.8 nats, 105.4 with dense layers.
   */
  public static final Stages CONVOLUTIONS = Stages.parse("conv:16:2,conv:32:2,128");

  /** The same where the encoder's stages are handed across to the decoder. */
  public static final Stages SKIP_HIDDEN = Stages.parse("conv:16,conv:16,conv:32:2,conv:64:2");

  /** Pictures of this side and more are for convolutions. */
  private static final int CONVOLVED_SIDE = 24;

  private static final int DEFAULT_CODE = 32;

  /** Samples narrower than three default codes get a code of a third of their features. */
  private static final int NARROW = 3 * DEFAULT_CODE;

  /**
   * The fewest units of the variational preset's code, or as many as there are features. Rows are
   * drawn from it, and what fewer units leave over is drawn from noise that knows nothing: of six
   * columns a code of two left synthetic rows 61 and 90% of what real ones teach (two tables of
   * ADBench, ROC-AUC above chance), one of six 99%. What is not needed, the divergence takes away.
   */
  private static final int FEWEST_DRAWN = 8;

  /** The name users write. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The preset of that name.
   *
   * @throws IllegalArgumentException naming the nearest known name when there is none
   */
  public static Preset named(String name) {
    return Arrays.stream(values())
        .filter(p -> p.label().equals(name.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown variant '%s': did you mean '%s'? Known: %s"
                        .formatted(
                            name,
                            NearestName.to(name, Arrays.stream(values()).map(Preset::label)),
                            Arrays.stream(values())
                                .map(Preset::label)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * What suits the hidden layers: ELU for images, ReLU for tables and for codes that are sparse or
   * random. Of three sets of images, ELU left 9 % less error than ReLU on MNIST (1 to 6 % under
   * noise), a third less on X-rays and as much on CIFAR-10; on narrow tables it left up to 2.3
   * times as much, more under a heavy L1 penalty, and after ten epochs of a variational 784-400-20
   * an ELBO 1.6 nats worse.
   */
  public Activation activation(SampleShape shape) {
    return switch (this) {
      case SPARSE, VARIATIONAL, STOCHASTIC, WASSERSTEIN, VECTOR_QUANTIZED -> Activation.RELU;
      case UNDERCOMPLETE, DENOISING, CONTRACTIVE ->
          shape.isImage() ? Activation.ELU : Activation.RELU;
    };
  }

  /**
   * Units of a code that is to be small: 32, or a third of the features where there are fewer than
   * 96.
   *
   * @param features of a sample; at least 1
   */
  public static int codeSize(int features) {
    return features < NARROW ? (features + 2) / 3 : DEFAULT_CODE;
  }

  /**
   * Units of this preset's code where nobody asks for others: {@link #codeSize}, and of the
   * variational preset no fewer than eight, or than there are features.
   *
   * @param features of a sample; at least 1
   */
  public int units(int features) {
    return this == VARIATIONAL
        ? Math.max(codeSize(features), Math.min(features, FEWEST_DRAWN))
        : codeSize(features);
  }

  /**
   * Whether a blueprint of this preset gets a linear path where nobody asks: where rebuilding is
   * all it is meant for, PCA is what it must not lose to; and where codes are drawn and an output
   * variance learned, layers alone find far less in the same time. Not without hidden layers, which
   * is a linear path already, and not behind a sigmoid that somebody asked for.
   */
  boolean wantsLinearPath(Blueprint blueprint) {
    boolean plain =
        this == UNDERCOMPLETE
            && !blueprint.isDisturbedInTraining()
            && blueprint.penalties().stream().allMatch(Penalty.WeightDecay.class::isInstance)
            && (blueprint.bottleneck() instanceof Bottleneck.Deterministic
                || blueprint.bottleneck() instanceof Bottleneck.Rounded)
            && blueprint.likelihood() instanceof Likelihood.Gaussian;
    boolean random =
        this == VARIATIONAL
            && !blueprint.corruption().isPresent()
            && blueprint.likelihood() instanceof Likelihood.GaussianSharedVariance;
    return (plain || random)
        && !blueprint.tied()
        && blueprint.penalty(Penalty.Contractive.class).isEmpty()
        && blueprint.codeActivation() == Activation.IDENTITY
        && blueprint.encoder().count() > 0
        && blueprint.decoder().count() > 0
        && blueprint.codeSize() <= blueprint.features();
  }

  /** Hidden layers for samples of a shape where nobody asks for others. */
  Stages hidden(SampleShape shape) {
    boolean convolved =
        this == UNDERCOMPLETE
            || this == VARIATIONAL
            || this == WASSERSTEIN
            || this == VECTOR_QUANTIZED;
    return convolved && isPicture(shape) ? CONVOLUTIONS : DEFAULT_HIDDEN;
  }

  /**
   * Whether a denoiser hands its encoder's stages across where nobody says: of pictures, where
   * neither layers nor a code were asked for, which it then is not for.
   */
  boolean wantsSkips(SampleShape shape, PresetChanges changes) {
    return this == DENOISING
        && isPicture(shape)
        && changes.layers().hidden().isEmpty()
        && changes.layers().decoderHidden().isEmpty()
        && changes.code().size().isEmpty()
        && changes.code().sparsity().isEmpty()
        && changes.weights().tied().isEmpty()
        && changes.weights().linearPath().isEmpty()
        && changes.goal().likelihood().isEmpty()
        && changes.goal().outputActivation().isEmpty()
        && changes.goal().contractive().isEmpty();
  }

  private static boolean isPicture(SampleShape shape) {
    return shape.isImage() && Math.min(shape.height(), shape.width()) >= CONVOLVED_SIDE;
  }

  /** The preset for samples of a shape, with default layers and code. */
  public Blueprint blueprint(SampleShape shape) {
    return blueprint(shape, PresetChanges.none());
  }

  /**
   * The preset for samples of a shape, changed.
   *
   * @throws IllegalArgumentException if the changes do not go together
   */
  public Blueprint blueprint(SampleShape shape, PresetChanges changes) {
    return PresetComposition.compose(this, shape, changes);
  }

  /**
   * The preset for samples of a shape, with the activation that suits it.
   *
   * @param hidden units of the encoder's hidden layers, from the input on; the decoder mirrors them
   * @param codeSize units of the code
   */
  public Blueprint blueprint(SampleShape shape, List<Integer> hidden, int codeSize) {
    Stage.Dense like = new Stage.Dense(1, activation(shape), 0, false);
    return blueprint(shape, Stages.of(like, hidden), codeSize);
  }

  /**
   * The preset for samples of a shape, with stages of one's own.
   *
   * @param hidden the encoder's stages; the decoder mirrors them
   * @param codeSize units of the code
   */
  public Blueprint blueprint(SampleShape shape, Stages hidden, int codeSize) {
    Activation output = shape.isImage() ? Activation.SIGMOID : Activation.IDENTITY;
    Blueprint plain =
        new Blueprint(
            shape,
            hidden,
            new Code(codeSize),
            hidden.mirrored(Blueprint.planeOf(shape)),
            new Corruption.None(),
            new Objective(new Likelihood.Gaussian(), output),
            new Weights(Initializer.forActivation(hidden.activation()), false));
    return switch (this) {
      case UNDERCOMPLETE -> plain;
      case SPARSE ->
          plain
              .withCode(codeSize, Activation.RELU)
              .withPenalty(new Penalty.L1(DEFAULT_L1_PER_FEATURE * shape.features()));
      case DENOISING -> plain.withCorruption(shape.isImage() ? IMAGE_CORRUPTION : TABLE_CORRUPTION);
      case CONTRACTIVE ->
          plain.withPenalty(
              new Penalty.Contractive(DEFAULT_CONTRACTIVE, ContractiveWork.fewestProbes(hidden)));
      case VARIATIONAL ->
          plain
              .withBottleneck(new Bottleneck.Gaussian())
              .withInitializer(Initializer.XAVIER_UNIFORM)
              .withPenalty(new Penalty.KlToPrior(1))
              .withLikelihood(
                  shape.isImage()
                      ? new Likelihood.Bernoulli()
                      : new Likelihood.GaussianSharedVariance(),
                  output);
      case STOCHASTIC ->
          plain
              .withBottleneck(new Bottleneck.Gaussian())
              .withInitializer(Initializer.XAVIER_UNIFORM)
              .withPenalty(new Penalty.KlToPrior(STOCHASTIC_BETA))
              .withLikelihood(stochasticLikelihood(hidden), output);
      case WASSERSTEIN ->
          plain
              .withInitializer(Initializer.XAVIER_UNIFORM)
              .withPenalty(new Penalty.MeanDiscrepancy(DEFAULT_MMD_PER_FEATURE * shape.features()));
      case VECTOR_QUANTIZED ->
          plain
              .withInitializer(Initializer.XAVIER_UNIFORM)
              .withBottleneck(
                  new Bottleneck.VectorQuantized(
                      DEFAULT_ENTRIES, groupWidth(codeSize), DEFAULT_COMMITMENT));
    };
  }

  /** The most units up to {@link #WIDEST_GROUP} that divide a dense code. */
  static int groupWidth(int codeSize) {
    int width = WIDEST_GROUP;
    while (codeSize % width != 0) {
      width--;
    }
    return width;
  }

  /** A variance of every feature, which a decoder that ends in a convolution does not put out. */
  private static Likelihood stochasticLikelihood(Stages hidden) {
    boolean convolved = hidden.count() > 0 && hidden.list().getFirst().isSpatial();
    return convolved ? new Likelihood.GaussianSharedVariance() : new Likelihood.GaussianVariance();
  }

  /**
   * How the preset is best trained: {@link Training#defaults}, except that codes drawn at random
   * want a smaller rate that stays as it is. On MNIST, 784-400-20, ten epochs at 1e-3, a constant
   * rate ends 2.6 nats below a cosine.
   */
  public Training training() {
    Training defaults = Training.defaults();
    return switch (this) {
      case UNDERCOMPLETE, SPARSE, DENOISING, CONTRACTIVE, WASSERSTEIN, VECTOR_QUANTIZED -> defaults;
      case VARIATIONAL, STOCHASTIC ->
          defaults.withLearningRate(1e-3).withSchedule(new LearningRate.Constant());
    };
  }

  /** How the preset is best trained, changed. */
  public Training training(TrainingChanges changes) {
    return changes.applyTo(training());
  }

  /**
   * How the preset is best trained on that many samples of a shape, changed: with enough epochs
   * ({@link Training#withEnoughEpochs}) unless the changes say how many, and as suits what it is
   * and how many there are.
   *
   * @param samples to train on; at least 1
   */
  public Training training(TrainingChanges changes, Blueprint blueprint, int samples) {
    return PresetTraining.of(this, changes, blueprint, samples);
  }
}
