package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.Pairs;
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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole objective of a training step, as the workers compute it, against central finite
 * differences in double precision: every variant, penalty, bottleneck, likelihood and corruption.
 */
class ObjectiveGradientTest {
  private static final int BATCH = 5;
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 2e-6;

  @ParameterizedTest
  @MethodSource("dev.hourglass.autoencoder.train.ObjectiveBlueprints#all")
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
  @MethodSource("dev.hourglass.autoencoder.train.ObjectiveBlueprints#all")
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
  @MethodSource("dev.hourglass.autoencoder.train.ObjectiveBlueprints#all")
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
              .map(
                  target ->
                      new Pairs(samples(blueprint.features(), 11), samples(target.features(), 9)))
              .orElseGet(() -> Pairs.same(samples(blueprint.features(), 11)));
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
