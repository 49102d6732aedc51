package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.data.dataset.Dataset;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
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
    Dataset samples = Samples.of(1_000, 1);
    Blueprint blueprint = Samples.blueprint(preset);
    Counter counter = new Counter();
    new Trainer(Samples.training().withEpochs(100_000).withTimeLimit(PATIENCE), Samples.KERNELS)
        .withListener(counter)
        .train(blueprint, samples);
    assertThat(counter.threads).as("the workers' threads").hasSize(2);
    assertThat(counter.leastPerStep).isLessThan(ALLOWED);
  }
}
