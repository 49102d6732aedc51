package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.tensor.Tensor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Shards that are none of this process's networks, as a device or a cluster will bring them. */
class ShardTest {
  private static final double GOAL = 0.25;

  /** Pulls every parameter towards a goal: ½ Σ (θ − goal)² for each row. */
  private static final class Spring implements Shard {
    private final Tensor parameters;
    private final Tensor gradient;
    private int rows;
    private double objective;

    Spring(Tensor parameters) {
      this.parameters = parameters;
      this.gradient = Tensor.allocate(1, parameters.columns());
    }

    @Override
    public void gather(int[] order, int from, int rows) {
      this.rows = rows;
    }

    @Override
    public void forward(int epoch, int step, int firstRow, int batchSize) {
      objective = 0;
      for (int i = 0; i < parameters.size(); i++) {
        double distance = parameters.get(i) - GOAL;
        objective += rows * distance * distance / 2;
      }
    }

    @Override
    public void sumStatistics(double[] sums) {
      throw new AssertionError("there is no penalty on the batch");
    }

    @Override
    public void backward(int batchSize, double[] slopes) {
      for (int i = 0; i < parameters.size(); i++) {
        gradient.set(i, (parameters.get(i) - GOAL) * rows / batchSize);
      }
    }

    @Override
    public Tensor gradient() {
      return gradient;
    }

    @Override
    public double reconstructionError() {
      return objective;
    }

    @Override
    public double squaredError() {
      return 0;
    }

    @Override
    public double penalty() {
      return 0;
    }

    @Override
    public void noteActivity(UnitActivity epoch) {}
  }

  @Test
  void a_training_follows_the_gradient_of_whatever_shards_it_is_given() {
    Dataset samples = Samples.of(64, 1);
    Blueprint blueprint = Samples.blueprint(Preset.UNDERCOMPLETE);
    Training training =
        Samples.training()
            .withEpochs(30)
            .withWorkers(3)
            .withOptimizer(new Optimizer.Sgd())
            .withLearningRate(0.1)
            .withSchedule(new LearningRate.Constant());
    AtomicInteger made = new AtomicInteger();
    TrainingResult result =
        new Trainer(training, Samples.KERNELS)
            .withShards(
                (setting, worker, mostRows, watch) -> {
                  assertThat(mostRows).isBetween(16 / 3, 16 / 3 + 2);
                  made.incrementAndGet();
                  return new Spring(setting.parameters());
                })
            .train(blueprint, samples);
    assertThat(made).hasValue(3);
    assertThat(result.history().getLast().loss()).isLessThan(1e-4);
    Tensor parameters = result.autoencoder().parameters();
    int last = result.autoencoder().parameterSlots().getLast().offset();
    assertThat(parameters.get(last)).isCloseTo(GOAL, within(1e-4));
  }
}
