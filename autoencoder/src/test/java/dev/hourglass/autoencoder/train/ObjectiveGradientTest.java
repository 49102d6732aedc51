package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stage;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.network.ParameterLayout;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole objective of a training step, as the workers compute it, against central finite
 * differences in double precision: every variant, penalty, bottleneck, likelihood and corruption.
 */
class ObjectiveGradientTest {
  private static final int FEATURES = 7;
  private static final int BATCH = 5;
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 2e-6;

  static Stream<Named<Blueprint>> blueprints() {
    List<Named<Blueprint>> all = new ArrayList<>();
    Stages tanh = Stages.of(6).withActivation(Activation.TANH);
    Blueprint plain = Preset.UNDERCOMPLETE.blueprint(SampleShape.vector(FEATURES), tanh, 3);
    all.add(Named.of("undercomplete", plain));
    for (Activation activation : Activation.values()) {
      all.add(
          Named.of(
              "hidden " + activation.label(),
              plain
                  .withEncoder(Stages.of(6, 5).withActivation(activation))
                  .withDecoder(Stages.of(4).withActivation(activation))));
      all.add(
          Named.of(
              "contractive, deep, " + activation.label(),
              plain
                  .withEncoder(Stages.of(6, 5).withActivation(activation))
                  .withCode(3, activation)
                  .withPenalty(new Penalty.Contractive(0.7))));
    }
    all.add(Named.of("no hidden layers", plain.withEncoder(Stages.of()).withDecoder(Stages.of())));
    all.add(
        Named.of(
            "normalised",
            plain
                .withEncoder(tanh.withNormalization(true))
                .withDecoder(tanh.withNormalization(true))));
    all.add(
        Named.of(
            "dropout",
            plain.withEncoder(tanh.withDropout(0.3)).withDecoder(tanh.withDropout(0.2))));
    all.add(Named.of("tied", plain.withTied(true)));
    all.add(
        Named.of(
            "tied and contractive",
            plain.withTied(true).withPenalty(new Penalty.Contractive(0.4))));
    all.add(
        Named.of("l1", plain.withCode(3, Activation.SOFTPLUS).withPenalty(new Penalty.L1(0.3))));
    all.add(
        Named.of(
            "kl sparsity",
            plain.withCode(4, Activation.SIGMOID).withPenalty(new Penalty.KlSparsity(0.05, 0.8))));
    all.add(
        Named.of(
            "top-k",
            plain.withCode(6, Activation.IDENTITY).withBottleneck(new Bottleneck.TopK(2))));
    all.add(
        Named.of(
            "top-k and contractive",
            plain
                .withCode(6, Activation.TANH)
                .withBottleneck(new Bottleneck.TopK(2))
                .withPenalty(new Penalty.Contractive(0.5))));
    all.add(
        Named.of(
            "top-k, linear code, contractive",
            plain
                .withCode(6, Activation.IDENTITY)
                .withBottleneck(new Bottleneck.TopK(2))
                .withPenalty(new Penalty.Contractive(0.5))));
    all.add(Named.of("rounded", plain.withBottleneck(new Bottleneck.Rounded(0.4))));
    all.add(
        Named.of(
            "rounded, contractive, l1, corrupted",
            plain
                .withCode(3, Activation.SOFTPLUS)
                .withBottleneck(new Bottleneck.Rounded(0.2))
                .withCorruption(new Corruption.Gaussian(0.3))
                .withPenalty(new Penalty.L1(0.3))
                .withPenalty(new Penalty.Contractive(0.5))));
    all.add(
        Named.of(
            "rounded beside a linear path",
            plain.withBottleneck(new Bottleneck.Rounded(0.3)).withLinearPath(true)));
    all.add(Named.of("weight decay", plain.withPenalty(new Penalty.WeightDecay(0.2))));
    all.add(
        Named.of(
            "contractive, one layer",
            plain
                .withEncoder(Stages.of())
                .withCode(4, Activation.SIGMOID)
                .withPenalty(new Penalty.Contractive(0.6))));
    all.add(
        Named.of(
            "contractive, one linear layer",
            plain.withEncoder(Stages.of()).withPenalty(new Penalty.Contractive(0.6))));
    all.add(Named.of("contractive, linear code", plain.withPenalty(new Penalty.Contractive(0.6))));
    all.add(
        Named.of(
            "contractive, dropout",
            plain.withEncoder(tanh.withDropout(0.3)).withPenalty(new Penalty.Contractive(0.6))));
    all.add(
        Named.of(
            "contractive, deep, dropout",
            plain
                .withEncoder(Stages.of(6, 5).withActivation(Activation.SIGMOID).withDropout(0.3))
                .withPenalty(new Penalty.Contractive(0.6))));
    // Wide first layers send few tangents on to the input itself, narrow ones to the Gram matrix.
    Stages wide = Stages.of(12, 5).withActivation(Activation.SILU);
    all.add(
        Named.of(
            "contractive, wide and deep",
            plain.withEncoder(wide).withPenalty(new Penalty.Contractive(0.6))));
    all.add(
        Named.of(
            "contractive, wide and deep, one probe",
            plain.withEncoder(wide).withPenalty(new Penalty.Contractive(0.6, 1))));
    all.add(Named.of("contractive, probes", plain.withPenalty(new Penalty.Contractive(0.6, 2))));
    all.add(
        Named.of(
            "contractive, probes, deep",
            plain
                .withEncoder(Stages.of(6, 5).withActivation(Activation.ELU))
                .withCode(4, Activation.TANH)
                .withPenalty(new Penalty.Contractive(0.6, 3))));
    for (Likelihood likelihood :
        List.of(
            new Likelihood.Gaussian(),
            new Likelihood.Bernoulli(),
            new Likelihood.GaussianVariance(),
            new Likelihood.GaussianSharedVariance(),
            new Likelihood.Absolute(),
            new Likelihood.Huber(0.2),
            new Likelihood.Correntropy(0.3),
            new Likelihood.Multinomial())) {
      all.add(
          Named.of(
              "variational, " + likelihood.text(),
              Preset.VARIATIONAL
                  .blueprint(SampleShape.vector(FEATURES), tanh, 2)
                  .withLikelihood(likelihood, Activation.IDENTITY)));
      all.add(
          Named.of(
              "sigmoid output, " + likelihood.text(),
              plain.withLikelihood(likelihood, Activation.SIGMOID)));
    }
    Blueprint variational = Preset.VARIATIONAL.blueprint(SampleShape.vector(FEATURES), tanh, 2);
    all.add(
        Named.of(
            "variational and contractive", variational.withPenalty(new Penalty.Contractive(0.5))));
    all.add(
        Named.of(
            "variational, deep, contractive",
            variational
                .withEncoder(Stages.of(6, 5).withActivation(Activation.SILU))
                .withPenalty(new Penalty.Contractive(0.5))));
    all.add(
        Named.of(
            "variational, one layer, contractive",
            variational.withEncoder(Stages.of()).withPenalty(new Penalty.Contractive(0.5))));
    all.add(
        Named.of("stochastic", Preset.STOCHASTIC.blueprint(SampleShape.vector(FEATURES), tanh, 2)));
    for (Corruption corruption :
        List.of(
            new Corruption.Gaussian(0.3),
            new Corruption.SaltAndPepper(0.4),
            new Corruption.Masking(0.4))) {
      all.add(Named.of("denoising, " + corruption.text(), plain.withCorruption(corruption)));
    }
    all.add(Named.of("a target of its own", plain.withTarget(SampleShape.vector(4))));
    all.add(
        Named.of(
            "a target of its own, corrupted, of learned variance",
            plain
                .withTarget(SampleShape.vector(9))
                .withCorruption(new Corruption.Gaussian(0.2))
                .withLikelihood(new Likelihood.GaussianVariance(), Activation.SIGMOID)));
    all.add(
        Named.of(
            "stages that differ",
            plain.withEncoder(
                new Stages(
                    List.of(
                        new Stage.Dense(6, Activation.ELU, 0.2, false),
                        new Stage.Dense(5, Activation.TANH, 0, true),
                        new Stage.Dense(4, Activation.SIGMOID, 0, false))))));
    all.add(Named.of("linear path", plain.withLinearPath(true)));
    all.add(
        Named.of(
            "linear path, clipped, a target of its own",
            plain
                .withTarget(SampleShape.vector(4))
                .withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)
                .withLinearPath(true)));
    SampleShape signal = SampleShape.vector(FEATURES);
    Stages convolutions = Stages.parse("conv:2,conv:3:2,4").withActivation(Activation.TANH);
    Blueprint convolutional = Preset.UNDERCOMPLETE.blueprint(signal, convolutions, 3);
    all.add(Named.of("convolutions", convolutional));
    all.add(Named.of("convolutions, tied", convolutional.withTied(true)));
    all.add(Named.of("convolutions beside a linear path", convolutional.withLinearPath(true)));
    all.add(
        Named.of(
            "contractive, convolutions",
            convolutional.withPenalty(new Penalty.Contractive(0.6, 2))));
    all.add(
        Named.of(
            "contractive, convolutions beside a linear path",
            convolutional.withPenalty(new Penalty.Contractive(0.6, 1)).withLinearPath(true)));
    all.add(
        Named.of(
            "contractive, convolutions, tied, top-k",
            convolutional
                .withTied(true)
                .withCode(6, Activation.TANH)
                .withBottleneck(new Bottleneck.TopK(2))
                .withPenalty(new Penalty.Contractive(0.4, 1))));
    all.add(
        Named.of(
            "contractive, variational, convolutions, dropout",
            Preset.VARIATIONAL
                .blueprint(signal, convolutions.withDropout(0.3), 2)
                .withPenalty(new Penalty.Contractive(0.5, 1))));
    all.add(
        Named.of(
            "contractive, normalised",
            plain
                .withEncoder(tanh.withNormalization(true))
                .withPenalty(new Penalty.Contractive(0.5, 2))));
    all.add(
        Named.of(
            "convolutions that end in a plane, dropout, normalised",
            Preset.UNDERCOMPLETE.blueprint(
                signal,
                Stages.parse("conv:2:2:k2,conv:3:k2:d2:valid")
                    .withActivation(Activation.ELU)
                    .withNormalization(true)
                    .withDropout(0.2),
                3)));
    all.add(
        Named.of(
            "convolutions, variational", Preset.VARIATIONAL.blueprint(signal, convolutions, 2)));
    all.add(
        Named.of(
            "residual stages and average pooling, normalised",
            Preset.UNDERCOMPLETE.blueprint(
                signal,
                Stages.parse("conv:2:k2:valid,residual:3,avgpool:2,5")
                    .withActivation(Activation.TANH)
                    .withNormalization(true),
                3)));
    all.add(
        Named.of(
            "max pooling, bilinear upsampling",
            Preset.UNDERCOMPLETE
                .blueprint(
                    signal,
                    Stages.parse("conv:3:k2:valid,maxpool:2,conv:2").withActivation(Activation.ELU),
                    3)
                .withDecoder(
                    Stages.parse("plane:1x3x2,upsample:2:bilinear,conv:3")
                        .withActivation(Activation.ELU))));
    Blueprint skipping =
        Preset.DENOISING
            .blueprint(signal, Stages.parse("conv:2,conv:3:2").withActivation(Activation.ELU), 3)
            .withCorruption(new Corruption.GaussianRange(0.1, 0.9))
            .withCodeChannels(2);
    all.add(Named.of("a code that keeps its width", skipping.withSkips(false)));
    all.add(Named.of("a code that keeps its width, tied", skipping.withTied(true)));
    all.add(Named.of("skips", skipping.withSkips(true)));
    all.add(
        Named.of(
            "skips, clipped, dropout, k-sparse",
            skipping
                .withEncoder(skipping.encoder().withDropout(0.2))
                .withDecoder(skipping.decoder().withDropout(0.1))
                .withBottleneck(new Bottleneck.TopK(5))
                .withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)
                .withSkips(true)));
    all.add(
        Named.of(
            "variational beside a linear path",
            Preset.VARIATIONAL.blueprint(signal, tanh, 2).withLinearPath(true)));
    all.add(
        Named.of(
            "dense encoder, decoder of convolutions",
            plain.withDecoder(
                Stages.parse("5,plane:1x3x2,upconv:2:2:1x5,upconv:3:valid")
                    .withActivation(Activation.SILU))));
    Condition condition = new Condition(List.of("a", "b", "c"));
    all.add(Named.of("conditional", variational.withCondition(condition)));
    all.add(
        Named.of(
            "conditional, without hidden layers, a target of its own",
            plain
                .withEncoder(Stages.of())
                .withDecoder(Stages.of())
                .withTarget(SampleShape.vector(4))
                .withCondition(condition)));
    all.add(
        Named.of(
            "conditional beside a linear path, dropout, corrupted",
            plain
                .withEncoder(tanh.withDropout(0.2))
                .withCorruption(new Corruption.Gaussian(0.2))
                .withLinearPath(true)
                .withCondition(condition)));
    all.add(
        Named.of(
            "conditional, of convolutions",
            Preset.VARIATIONAL.blueprint(signal, convolutions, 2).withCondition(condition)));
    all.add(
        Named.of(
            "conditional, a decoder that begins with a convolution",
            plain
                .withDecoder(
                    Stages.parse("upconv:2:2:1x2,upconv:3:valid").withActivation(Activation.SILU))
                .withCondition(condition)));
    all.add(
        Named.of(
            "everything at once",
            plain
                .withCode(4, Activation.SIGMOID)
                .withEncoder(Stages.of(6, 5).withActivation(Activation.GELU).withDropout(0.2))
                .withDecoder(tanh.withNormalization(true).withDropout(0.1))
                .withCorruption(new Corruption.Gaussian(0.2))
                .withLikelihood(new Likelihood.Huber(0.3), Activation.SIGMOID)
                .withPenalties(
                    List.of(
                        new Penalty.L1(0.1),
                        new Penalty.KlSparsity(0.1, 0.5),
                        new Penalty.Contractive(0.3),
                        new Penalty.WeightDecay(0.05)))));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void gradient_is_that_of_the_objective(Blueprint blueprint) {
    try (Step step = new Step(blueprint, 1)) {
      double[] gradient = step.gradient();
      double norm = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
      assertThat(norm).as("the largest gradient").isPositive();
      for (ParameterLayout.Slot slot : step.networks.layout().slots()) {
        // What the samples are shifted by before the first convolution does not learn.
        boolean fixed = blueprint.encoder().isSpatial() && slot.name().equals("encoder.0.shift");
        for (int i = slot.offset(); i < slot.end(); i++) {
          if (fixed) {
            assertThat(gradient[i]).isZero();
            continue;
          }
          double difference = step.finiteDifference(i);
          double relative =
              Math.abs(difference - gradient[i]) / (Math.abs(gradient[i]) + 0.1 * norm + 1e-3);
          assertThat(relative)
              .as(
                  "%s[%d]: gradient %s, finite difference %s",
                  slot.name(), i - slot.offset(), gradient[i], difference)
              .isLessThan(TOLERANCE);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void three_workers_find_the_same_gradient_as_one(Blueprint blueprint) {
    try (Step alone = new Step(blueprint, 1);
        Step shared = new Step(blueprint, 3)) {
      assertThat(shared.objective(0)).isCloseTo(alone.objective(0), within(1e-12));
      double[] expected = alone.gradient();
      double[] found = shared.gradient();
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).as("parameter %d", i).isCloseTo(expected[i], within(1e-12));
      }
    }
  }

  /** Chunks of two rows, the last of one, as where a worker's buffers would be too large. */
  @ParameterizedTest
  @MethodSource("blueprints")
  void chunks_find_the_same_gradient_as_the_whole(Blueprint blueprint) {
    try (Step whole = new Step(blueprint, 1);
        Step chunked = new Step(blueprint, 1, 2)) {
      assertThat(chunked.objective(0)).isCloseTo(whole.objective(0), within(1e-12));
      double[] expected = whole.gradient();
      double[] found = chunked.gradient();
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).as("parameter %d", i).isCloseTo(expected[i], within(1e-12));
      }
    }
  }

  /** One training step of a team in double precision, at parameters that can be moved. */
  private static final class Step implements AutoCloseable {
    final Networks networks;
    private final Arena arena = Arena.ofShared();
    private final TrainingState state;
    private final Workers workers;
    private final Team team;
    private final Tensor start;

    Step(Blueprint blueprint, int workerCount) {
      this(blueprint, workerCount, Integer.MAX_VALUE);
    }

    Step(Blueprint blueprint, int workerCount, int chunkRows) {
      Training training =
          Training.defaults()
              .withPrecision(PrecisionChoice.FLOAT64)
              .withOptimizer(new Optimizer.Sgd())
              .withSchedule(new LearningRate.Constant())
              .withBatchSize(BATCH)
              .withWorkers(workerCount)
              .withSeed(7);
      networks = Networks.of(blueprint);
      state =
          TrainingState.allocate(
              arena, networks.layout().size(), training.optimizer(), Precision.FLOAT64);
      networks.initialize(
          blueprint.withInitializer(Initializer.XAVIER_NORMAL), 3, state.parameters());
      shake(networks.layout(), state.parameters());
      workers = new Workers(workerCount);
      Pairs pairs =
          blueprint
              .objective()
              .target()
              .map(target -> new Pairs(samples(), samples(target.features(), 9)))
              .orElseGet(() -> Pairs.same(samples()));
      TrainingContext shared =
          new TrainingContext(
              blueprint,
              training,
              networks,
              new TrainingContext.Room(KernelLadder.portable(), Precision.FLOAT64, arena),
              state,
              workers,
              TrainingContext.Reading.of(
                  pairs.inputs(), Centering.of(pairs, KernelLadder.portable()).shift()));
      team =
          new Team(
              shared,
              BATCH,
              (setting, worker, mostRows, watch) ->
                  new LocalShard(shared, pairs, mostRows, chunkRows, watch));
      start = Tensor.allocate(arena, state.parameters().shape(), Format.FLOAT64);
      start.copyFrom(state.parameters());
    }

    /** A step of SGD at rate 1 moves the parameters by exactly the gradient. */
    double[] gradient() {
      state.parameters().copyFrom(start);
      objective(1);
      double[] gradient = new double[(int) start.size()];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = start.get(i) - state.parameters().get(i);
      }
      // The variance goes its own way: its gradient is what the shards leave.
      networks
          .logVariance()
          .ifPresent(
              slot ->
                  gradient[slot.offset()] =
                      team.gradients().stream().mapToDouble(g -> g.get(slot.offset())).sum());
      state.parameters().copyFrom(start);
      return gradient;
    }

    double finiteDifference(int parameter) {
      double at = start.get(parameter);
      state.parameters().set(parameter, at + STEP);
      double above = objective(0);
      state.parameters().set(parameter, at - STEP);
      double below = objective(0);
      state.parameters().set(parameter, at);
      return (above - below) / (2 * STEP);
    }

    /** The objective at the present parameters, which then make one step at the given rate. */
    double objective(double rate) {
      double decay = team.weightDecayPenalty();
      int[] order = IntStream.range(0, BATCH).toArray();
      workers.run(
          worker -> {
            team.forwardAndBackward(worker, 1, 0, order, BATCH);
            workers.meet();
            if (rate > 0) {
              team.step(worker, rate, 1);
            }
          });
      return team.batchLoss(BATCH) + decay;
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  /** Biases and gains away from their start, where errors could hide. */
  private static void shake(ParameterLayout layout, Tensor parameters) {
    for (ParameterLayout.Slot slot : layout.slots()) {
      for (int i = slot.offset(); i < slot.end(); i++) {
        parameters.set(i, parameters.get(i) + 0.1 * Noise.normal(99, i));
      }
    }
  }

  private static Dataset samples() {
    return samples(FEATURES, 11);
  }

  private static Dataset samples(int features, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[BATCH][features];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextFloat();
      }
    }
    return Dataset.of(rows).withLabels(Labels.of(List.of("b", "a", "c", "a", "b")));
  }
}
