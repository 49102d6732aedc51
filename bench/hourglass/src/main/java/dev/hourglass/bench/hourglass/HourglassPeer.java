package dev.hourglass.bench.hourglass;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.StepTimes;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.bench.Architecture;
import dev.hourglass.bench.Images;
import dev.hourglass.bench.Line;
import dev.hourglass.bench.Peer;
import dev.hourglass.bench.PeerProcess;
import dev.hourglass.bench.Plane;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Hourglass in one precision, through its public interface.
 *
 * <p>Every {@link #train} is one {@link Trainer#train}, so it begins with parameters drawn anew.
 * Its first step, in which workspaces are built, is taken before the clock starts.
 */
public final class HourglassPeer implements Peer {

  /** Epochs of the small network that leave the kernels compiled, whatever the line's network. */
  private static final int WARM_EPOCHS = 3;

  private static final int WARM_BATCH = 128;
  private static final int CHECKED = 1000;
  private static final long SEED = 4;

  private final PrecisionChoice precision;
  private final Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
  private Blueprint blueprint;
  private Training training;
  private Dataset samples;
  private Autoencoder autoencoder;
  private Map<String, Double> phases = Map.of();

  private HourglassPeer(PrecisionChoice precision) {
    this.precision = precision;
  }

  /** Runs the process: line, folder of the images, threads, precision. */
  public static void main(String[] args) {
    PeerProcess.serve(new HourglassPeer(PrecisionChoice.named(args[3])), args);
  }

  @Override
  public String name() {
    return "Hourglass, " + kernels.name();
  }

  @Override
  public void prepare(Line line, Images images, int threads) {
    blueprint = blueprint(line.architecture());
    samples = Dataset.ofBytes(images.pixels(), shape(line.architecture()));
    if (line instanceof Line.Training work) {
      training =
          Training.defaults()
              .withBatchSize(work.batch())
              .withOptimizer(new Optimizer.Adam())
              .withLearningRate(Architecture.LEARNING_RATE)
              .withSchedule(new LearningRate.Constant())
              .withSeed(SEED)
              .withWorkers(threads)
              .withPrecision(precision);
      new Trainer(training.withBatchSize(WARM_BATCH).withEpochs(WARM_EPOCHS), kernels)
          .train(blueprint(Architecture.SMALL), digits(images));
    } else {
      autoencoder =
          Autoencoder.create(blueprint, SEED, kernels).withPrecision(precision.on(kernels));
    }
  }

  @Override
  public Trained train(int steps) {
    int stepsPerEpoch = Math.ceilDiv(samples.size(), training.batchSize());
    StopAfter watch = new StopAfter(steps, training.batchSize(), samples.size());
    TrainingResult result =
        new Trainer(training.withEpochs(Math.ceilDiv(steps + 1, stepsPerEpoch)), kernels)
            .withListener(watch)
            .train(blueprint, samples);
    autoencoder = result.autoencoder();
    phases = phases(result.stepTimes());
    return watch.trained();
  }

  @Override
  public boolean startsAnew() {
    return true;
  }

  @Override
  public void encodeAll(float[] codes) {
    Tensor encoded = autoencoder.encode(samples);
    MemorySegment.copy(encoded.segment(), ValueLayout.JAVA_FLOAT, 0, codes, 0, codes.length);
  }

  @Override
  public void encodeOne(float[] sample, float[] code) {
    System.arraycopy(autoencoder.encode(sample), 0, code, 0, code.length);
  }

  @Override
  public double reconstructionError() {
    Dataset few = samples.subset(IntStream.range(0, CHECKED).toArray());
    return Arrays.stream(autoencoder.reconstructionErrors(few)).average().orElseThrow();
  }

  @Override
  public Map<String, Double> phases() {
    return phases;
  }

  @Override
  public void close() {}

  private static Blueprint blueprint(Architecture architecture) {
    if (architecture.equals(Architecture.DENOISER)) {
      // What the preset takes by itself, with noise of its own drawn for every sample.
      return Preset.DENOISING.blueprint(shape(architecture));
    }
    String hidden =
        architecture.stages().stream()
            .map(
                stage ->
                    switch (stage) {
                      case Architecture.Stage.Dense dense -> String.valueOf(dense.outputs());
                      case Architecture.Stage.Convolution c ->
                          "conv:" + c.filters() + ":" + c.stride();
                    })
            .collect(Collectors.joining(","));
    return Preset.UNDERCOMPLETE.blueprint(
        shape(architecture), Stages.parse(hidden), architecture.code());
  }

  /** What there is, read as images of the small network's size. */
  private static Dataset digits(Images images) {
    int count = images.pixels().length / Architecture.SMALL.features();
    return Dataset.ofBytes(
        Arrays.copyOf(images.pixels(), count * Architecture.SMALL.features()),
        shape(Architecture.SMALL));
  }

  private static SampleShape shape(Architecture architecture) {
    Plane plane = architecture.input();
    return SampleShape.image(plane.channels(), plane.height(), plane.width());
  }

  private static Map<String, Double> phases(StepTimes times) {
    double micros = 1e6 / times.steps();
    Map<String, Double> phases = new LinkedHashMap<>();
    phases.put("gather", times.gather() * micros);
    phases.put("forward", times.forward() * micros);
    phases.put("loss", times.loss() * micros);
    phases.put("backward", times.backward() * micros);
    phases.put("optimizer", times.optimizer() * micros);
    phases.put("waiting", times.waiting() * micros);
    return phases;
  }

  /** Counts and times the steps after the first, and ends the training after so many. */
  private static final class StopAfter implements TrainingListener {
    private final int steps;
    private final int batch;
    private final int size;
    private int done = -1;
    private long seen;
    private long start;
    private long end;

    StopAfter(int steps, int batch, int size) {
      this.steps = steps;
      this.batch = batch;
      this.size = size;
    }

    @Override
    public void stepped(int epoch, int step, double loss) {
      done++;
      if (done == 0) {
        start = System.nanoTime();
      } else if (done <= steps) {
        seen += Math.min(batch, size - (step - 1) * batch);
      }
      if (done == steps) {
        end = System.nanoTime();
      }
    }

    @Override
    public boolean shouldStop() {
      return done >= steps;
    }

    Trained trained() {
      return new Trained(seen, (end - start) / 1e9);
    }
  }
}
