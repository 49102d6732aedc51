package dev.hourglass.bench.djl;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.convolutional.Conv2dTranspose;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.hourglass.bench.Architecture;
import dev.hourglass.bench.Images;
import dev.hourglass.bench.Layer;
import dev.hourglass.bench.Line;
import dev.hourglass.bench.Peer;
import dev.hourglass.bench.PeerProcess;
import dev.hourglass.bench.Plane;
import java.util.Iterator;
import java.util.List;

/**
 * DJL with PyTorch: its own {@code ArrayDataset}, {@code Trainer}, loss and Adam, each batch's
 * arrays freed with the batch, no evaluators and no listeners.
 *
 * <p>The images lie in native memory as float32, so that DJL picks rows with one native call and
 * converts nothing.
 */
public final class DjlPeer implements Peer {

  /** Rows encoded at once: large enough to hide a call, small enough for the cache. */
  private static final int ENCODED_AT_ONCE = 1000;

  private static final int CHECKED = 1000;

  private final NDManager manager = NDManager.newBaseManager();
  private Architecture architecture;
  private SequentialBlock encoder;
  private Model model;
  private NDArray rows;
  private Trainer trainer;
  private ArrayDataset dataset;
  private Iterator<Batch> batches;
  private ParameterStore parameters;

  private DjlPeer() {}

  /** Runs the process: line, folder of the images, threads. */
  public static void main(String[] args) {
    // Read by the engine when it starts, so it comes before anything of DJL.
    System.setProperty("ai.djl.pytorch.num_threads", args[2]);
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("ai.djl.offline", "true");
    PeerProcess.serve(new DjlPeer(), args);
  }

  @Override
  public String name() {
    Engine engine = Engine.getInstance();
    return "DJL 0.36.0, %s %s".formatted(engine.getEngineName(), engine.getVersion());
  }

  @Override
  public void prepare(Line line, Images images, int threads) throws Exception {
    architecture = line.architecture();
    if (architecture.skips()) {
      throw new UnsupportedOperationException("its program is a row of layers, without skips");
    }
    encoder = stack(architecture.encoder());
    SequentialBlock whole = new SequentialBlock().add(encoder).add(stack(architecture.decoder()));
    model = Model.newInstance("autoencoder");
    model.setBlock(whole);
    Shape input = new Shape(1, architecture.features());
    switch (line) {
      case Line.Training training -> {
        rows = upload(images);
        trainer =
            model.newTrainer(
                new DefaultTrainingConfig(sumOfSquares(architecture))
                    .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT)
                    .optOptimizer(
                        Optimizer.adam()
                            .optLearningRateTracker(Tracker.fixed(Architecture.LEARNING_RATE))
                            .build()));
        trainer.initialize(input);
        dataset =
            new ArrayDataset.Builder()
                .setData(rows)
                .setSampling(training.batch(), true, true)
                .build();
        batches = trainer.iterateDataset(dataset).iterator();
      }
      case Line.Encoding _ -> {
        rows = upload(images);
        freeze(whole, input);
      }
      case Line.OneSample _ -> freeze(whole, input);
    }
    parameters = new ParameterStore(manager, false);
  }

  @Override
  public Trained train(int steps) throws Exception {
    long samples = 0;
    long start = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      if (!batches.hasNext()) {
        batches = trainer.iterateDataset(dataset).iterator();
      }
      try (Batch batch = batches.next()) {
        NDList input = batch.getData();
        samples += input.singletonOrThrow().size(0);
        try (GradientCollector collector = trainer.newGradientCollector()) {
          NDList output = trainer.forward(input);
          collector.backward(trainer.getLoss().evaluate(input, output));
        }
        trainer.step();
      }
    }
    return new Trained(samples, (System.nanoTime() - start) / 1e9);
  }

  @Override
  public void encodeAll(float[] codes) {
    int size = ENCODED_AT_ONCE * architecture.code();
    for (int from = 0; from < rows.size(0); from += ENCODED_AT_ONCE) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray input = rows.get(scope, new NDIndex().addSliceDim(from, from + ENCODED_AT_ONCE));
        NDArray code = encoder.forward(parameters, new NDList(input), false).singletonOrThrow();
        System.arraycopy(code.toFloatArray(), 0, codes, from / ENCODED_AT_ONCE * size, size);
      }
    }
  }

  @Override
  public void encodeOne(float[] sample, float[] code) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray input = scope.create(sample, new Shape(1, sample.length));
      NDArray output = encoder.forward(parameters, new NDList(input), false).singletonOrThrow();
      System.arraycopy(output.toFloatArray(), 0, code, 0, code.length);
    }
  }

  @Override
  public double reconstructionError() {
    try (NDManager scope = manager.newSubManager()) {
      NDArray input = rows.get(scope, new NDIndex().addSliceDim(0, CHECKED));
      NDArray output = trainer.evaluate(new NDList(input)).singletonOrThrow();
      return output.sub(input).square().mean().getFloat();
    }
  }

  @Override
  public void close() {
    if (trainer != null) {
      trainer.close();
    }
    if (model != null) {
      model.close();
    }
    manager.close();
  }

  private NDArray upload(Images images) {
    int features = images.plane().size();
    NDArray all = manager.create(new Shape(images.count(), features), DataType.FLOAT32);
    float[] part = new float[ENCODED_AT_ONCE * features];
    for (int from = 0; from < images.count(); from += ENCODED_AT_ONCE) {
      images.scaleByChannel(from, from + ENCODED_AT_ONCE, part);
      try (NDArray array = manager.create(part, new Shape(ENCODED_AT_ONCE, features))) {
        all.set(new NDIndex().addSliceDim(from, from + ENCODED_AT_ONCE), array);
      }
    }
    return all;
  }

  /**
   * DJL's squared error is a mean over all numbers of a batch; weighted by the features it is the
   * batch mean of per-sample sums that everybody minimises.
   */
  private static Loss sumOfSquares(Architecture architecture) {
    return Loss.l2Loss("L2Loss", architecture.features());
  }

  /** Initialises without gradients, as a program that only encodes would load its model. */
  private void freeze(SequentialBlock block, Shape input) {
    block.setInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
    block.freezeParameters(true);
    block.initialize(manager, DataType.FLOAT32, input);
  }

  private static SequentialBlock stack(List<Layer> layers) {
    SequentialBlock block = new SequentialBlock();
    boolean flat = true;
    for (Layer layer : layers) {
      switch (layer) {
        case Layer.Dense dense -> {
          if (!flat) {
            block.add(Blocks.batchFlattenBlock());
          }
          block.add(Linear.builder().setUnits(dense.outputs()).build());
          flat = true;
        }
        case Layer.Convolution convolution -> {
          if (flat) {
            block.add(reshaped(convolution.in()));
          }
          block.add(convolved(convolution));
          flat = false;
        }
      }
      switch (layer.tail()) {
        case RELU -> block.add(Activation.reluBlock());
        case SIGMOID -> block.add(Activation.sigmoidBlock());
        case LINEAR -> {}
      }
    }
    return flat ? block : block.add(Blocks.batchFlattenBlock());
  }

  private static Block reshaped(Plane plane) {
    return new LambdaBlock(
        list ->
            new NDList(
                list.singletonOrThrow()
                    .reshape(-1, plane.channels(), plane.height(), plane.width())),
        "plane");
  }

  /** A border of one place keeps the sides; a transpose by 2 has one more behind. */
  private static Block convolved(Layer.Convolution layer) {
    Shape kernel = new Shape(Layer.Convolution.KERNEL, Layer.Convolution.KERNEL);
    Shape stride = new Shape(layer.stride(), layer.stride());
    int filters = layer.out().channels();
    return layer.transposed()
        ? Conv2dTranspose.builder()
            .setKernelShape(kernel)
            .setFilters(filters)
            .optStride(stride)
            .optPadding(new Shape(1, 1))
            .optOutPadding(new Shape(layer.stride() - 1, layer.stride() - 1))
            .build()
        : Conv2d.builder()
            .setKernelShape(kernel)
            .setFilters(filters)
            .optStride(stride)
            .optPadding(new Shape(1, 1))
            .build();
  }
}
