package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.InferencePass;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Denormal numbers make every later product many times slower; none may come about. */
class DenormalsTest {
  private static final int FEATURES = 40;
  private static final int BATCH = 32;

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FLOAT32", "BFLOAT16"})
  void none_remain_after_units_died_and_outputs_saturated(Precision precision) {
    Kernels kernels = Samples.KERNELS;
    Blueprint blueprint =
        Preset.UNDERCOMPLETE
            .blueprint(SampleShape.vector(FEATURES), Stages.of(24), 8)
            .withCode(8, Activation.SIGMOID)
            .withLikelihood(new Likelihood.Gaussian(), Activation.SIGMOID);
    Training training =
        Training.defaults().withOptimizer(new Optimizer.Adam()).withBatchSize(BATCH).withWorkers(1);
    Networks networks = Networks.of(blueprint);
    try (Arena arena = Arena.ofShared()) {
      TrainingState state =
          TrainingState.allocate(arena, networks.layout().size(), training.optimizer(), precision);
      networks.initialize(blueprint, 1, state.parameters());
      killHalfOfTheHiddenUnits(networks, state.parameters());
      if (state.weights() != state.parameters()) {
        kernels.convert(state.parameters(), state.weights());
      }
      Workers workers = new Workers(1);
      Team team =
          Team.local(
              new TrainingContext(
                  blueprint,
                  training,
                  networks,
                  new TrainingContext.Room(kernels, precision, arena),
                  state,
                  workers,
                  TrainingContext.Reading.of(samples(), Optional.empty())),
              Pairs.same(samples()));
      int[] order = new int[BATCH];
      for (int i = 0; i < BATCH; i++) {
        order[i] = i;
      }
      // Enough for a first moment to decay from 1 to the smallest float: 0.9^n = 1e-45.
      for (int t = 1; t <= 1200; t++) {
        int step = t;
        workers.run(
            worker -> {
              team.forwardAndBackward(worker, 1, 0, order, BATCH);
              team.step(worker, 0.05, step);
            });
      }
      assertNoDenormals("first moments", state.first());
      assertNoDenormals("second moments", state.second());
      for (Tensor gradient : team.gradients()) {
        assertNoDenormals("gradient", gradient);
      }

      Tensor output = outputs(blueprint, networks, kernels, precision, state, arena);
      Tensor saturated = Tensor.allocate(arena, output.shape(), Format.FLOAT32);
      kernels.activate(Activation.SIGMOID, output, saturated);
      assertNoDenormals("outputs", saturated);
      double lowest = Double.MAX_VALUE;
      for (long i = 0; i < output.size(); i++) {
        lowest = Math.min(lowest, output.get(i));
      }
      assertThat(lowest).as("the outputs did saturate: lowest logit").isLessThan(-8);
    }
  }

  private static void killHalfOfTheHiddenUnits(Networks networks, Tensor parameters) {
    Tensor bias = networks.encoder().denseLayers().getFirst().bias().of(parameters);
    for (int i = 0; i < bias.size(); i += 2) {
      bias.set(i, -1000);
    }
  }

  private static Tensor outputs(
      Blueprint blueprint,
      Networks networks,
      Kernels kernels,
      Precision precision,
      TrainingState state,
      Arena arena) {
    Tensor gradient = Tensor.allocate(arena, state.parameters().shape(), Format.FLOAT32);
    PassContext context =
        new PassContext(kernels, precision, state.parameters(), state.weights(), gradient, arena);
    InferencePass pass = new InferencePass(blueprint, networks, context, BATCH);
    int[] order = new int[BATCH];
    for (int i = 0; i < BATCH; i++) {
      order[i] = i;
    }
    samples().gather(order, 0, BATCH, pass.samples().segment());
    pass.encode();
    pass.decode();
    return pass.output();
  }

  private static void assertNoDenormals(String what, Tensor tensor) {
    long denormals = 0;
    for (long i = 0; i < tensor.size(); i++) {
      double magnitude = Math.abs(tensor.get(i));
      if (magnitude > 0 && magnitude < Float.MIN_NORMAL) {
        denormals++;
      }
    }
    assertThat(denormals).as("denormal numbers among the %s", what).isZero();
  }

  /** Binary patterns with features that never fire, as the border of a digit never does. */
  private static Dataset samples() {
    Random random = new Random(2);
    float[][] rows = new float[BATCH][FEATURES];
    for (float[] row : rows) {
      for (int i = 0; i < FEATURES / 2; i++) {
        row[i] = random.nextInt(2);
      }
    }
    return Dataset.of(rows);
  }
}
