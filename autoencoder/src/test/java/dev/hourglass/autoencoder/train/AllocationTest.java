package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Augmentation;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Once everything is compiled, a step takes next to nothing from the heap: some views of memory
 * that the compiler does not do away with, however large the batch and wide the samples.
 */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Views of memory, of 40 bytes each. */
  private static final double ALLOWED = 1_024;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Counts what all threads of a training take during an epoch, and keeps the least. */
  private static final class Counter implements TrainingListener {
    private long[] threads = {};
    private long before;
    private int stepsBefore;
    private double leastPerStep = Double.MAX_VALUE;

    @Override
    public void stepped(int epoch, int step, double loss) {
      if (step == 2) {
        threads =
            Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(
                    t ->
                        t.getThreadName().startsWith("hourglass-worker")
                            || t.getThreadId() == Thread.currentThread().threadId())
                .mapToLong(t -> t.getThreadId())
                .toArray();
        before = allocated();
        stepsBefore = step;
      } else if (step == 60) {
        double perStep = (double) (allocated() - before) / (step - stepsBefore);
        leastPerStep = Math.min(leastPerStep, perStep);
      }
    }

    @Override
    public boolean shouldStop() {
      return leastPerStep < ALLOWED;
    }

    private long allocated() {
      long sum = 0;
      for (long thread : threads) {
        sum += THREADS.getThreadAllocatedBytes(thread);
      }
      return sum;
    }
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void a_step_takes_next_to_nothing_from_the_heap(Preset preset) {
    assertTakesNothing(Samples.training(), Samples.blueprint(preset), Samples.of(1_000, 1));
  }

  @Test
  void convolutions_a_linear_path_and_augmentation_take_no_more() {
    SampleShape image = SampleShape.image(1, 3, Samples.FEATURES / 3);
    float[] values = new float[1_000 * Samples.FEATURES];
    Dataset vectors = Samples.of(1_000, 1);
    for (int r = 0; r < vectors.size(); r++) {
      System.arraycopy(vectors.row(r), 0, values, r * Samples.FEATURES, Samples.FEATURES);
    }
    assertTakesNothing(
        Samples.training()
            .withAugmentation(Augmentation.parse("shift:1,flip,rotate:5,brightness:0.1")),
        Preset.UNDERCOMPLETE
            .blueprint(image, Stages.parse("conv:4,8").withActivation(Activation.ELU), 3)
            .withLikelihood(new Likelihood.Gaussian(), Activation.CLIP)
            .withLinearPath(true),
        Dataset.ofFloats(values, image));
  }

  private static void assertTakesNothing(Training training, Blueprint blueprint, Dataset samples) {
    Counter counter = new Counter();
    new Trainer(training.withEpochs(100_000).withTimeLimit(PATIENCE), Samples.KERNELS)
        .withListener(counter)
        .train(blueprint, samples);
    assertThat(counter.threads).as("the workers' threads").hasSize(2);
    assertThat(counter.leastPerStep).isLessThan(ALLOWED);
  }
}
