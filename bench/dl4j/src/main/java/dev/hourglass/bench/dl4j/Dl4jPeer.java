package dev.hourglass.bench.dl4j;

import dev.hourglass.bench.Architecture;
import dev.hourglass.bench.Images;
import dev.hourglass.bench.Layer;
import dev.hourglass.bench.Line;
import dev.hourglass.bench.Peer;
import dev.hourglass.bench.PeerProcess;
import dev.hourglass.bench.Plane;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * DL4J: a {@code MultiLayerNetwork} with its own squared error and Adam, fitted batch by batch.
 *
 * <p>The images lie in native memory as float32 and rows are picked by one native call; with two
 * cores DL4J's asynchronous iterator only takes time from the computation.
 */
public final class Dl4jPeer implements Peer {

  private static final int ENCODED_AT_ONCE = 1000;
  private static final int CHECKED = 1000;
  private static final int SEED = 4;

  private final Random random = new Random(SEED);
  private int[] order = {};
  private int position;
  private int batch;
  private Architecture architecture;
  private MultiLayerNetwork network;
  private INDArray rows;
  private INDArray input;

  private Dl4jPeer() {}

  /** Runs the process: line, folder of the images, threads. */
  public static void main(String[] args) {
    PeerProcess.serve(new Dl4jPeer(), args);
  }

  @Override
  public String name() {
    return "DL4J 1.0.0-M2.1, nd4j-native with OpenBLAS 0.3.19";
  }

  @Override
  public void prepare(Line line, Images images, int threads) {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    architecture = line.architecture();
    if (architecture.skips()) {
      throw new UnsupportedOperationException("its program is a row of layers, without skips");
    }
    List<Layer> layers = new ArrayList<>(architecture.encoder());
    switch (line) {
      case Line.Training training -> {
        batch = training.batch();
        layers.addAll(architecture.decoder());
        rows = upload(images);
        order = IntStream.range(0, images.count()).toArray();
        position = order.length;
      }
      case Line.Encoding _ -> rows = upload(images);
      case Line.OneSample _ -> input = Nd4j.create(DataType.FLOAT, 1, architecture.features());
    }
    network = network(layers);
  }

  @Override
  public Trained train(int steps) {
    int[] picked = new int[batch];
    long start = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      if (position + batch > order.length) {
        shuffle();
        position = 0;
      }
      System.arraycopy(order, position, picked, 0, batch);
      position += batch;
      try (INDArray batchRows = Nd4j.pullRows(rows, 1, picked)) {
        network.fit(batchRows, batchRows);
      }
    }
    return new Trained((long) steps * batch, (System.nanoTime() - start) / 1e9);
  }

  @Override
  public void encodeAll(float[] codes) {
    int size = ENCODED_AT_ONCE * architecture.code();
    for (int from = 0; from < rows.size(0); from += ENCODED_AT_ONCE) {
      try (INDArray code = network.output(some(from, from + ENCODED_AT_ONCE), false)) {
        code.data().asNioFloat().get(codes, from / ENCODED_AT_ONCE * size, size);
      }
    }
  }

  @Override
  public void encodeOne(float[] sample, float[] code) {
    input.data().asNioFloat().put(sample);
    try (INDArray output = network.output(input, false)) {
      output.data().asNioFloat().get(code);
    }
  }

  @Override
  public double reconstructionError() {
    INDArray checked = some(0, CHECKED);
    INDArray output = network.output(checked, false);
    double distance = output.distance2(checked);
    return distance * distance / output.length();
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
    }
  }

  private INDArray some(int from, int to) {
    return rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[other];
      order[other] = row;
    }
  }

  /**
   * Builds the network; where there is a sigmoid output it ends in DL4J's own output layer, or,
   * after a convolution, in its loss layer.
   */
  private static MultiLayerNetwork network(List<Layer> layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(SEED)
            .dataType(DataType.FLOAT)
            .weightInit(WeightInit.XAVIER)
            .updater(new Adam(Architecture.LEARNING_RATE))
            .list();
    int position = 0;
    boolean flat = true;
    Plane plane = null;
    for (Layer layer : layers) {
      switch (layer) {
        case Layer.Dense dense -> {
          if (!flat) {
            list.inputPreProcessor(
                position,
                new CnnToFeedForwardPreProcessor(plane.height(), plane.width(), plane.channels()));
          }
          list.layer(position++, dense(dense));
          flat = true;
        }
        case Layer.Convolution convolution -> {
          Plane in = convolution.in();
          if (flat) {
            list.inputPreProcessor(
                position, new FeedForwardToCnnPreProcessor(in.height(), in.width(), in.channels()));
          }
          list.layer(position++, convolved(convolution));
          plane = convolution.out();
          flat = false;
        }
      }
    }
    if (!flat && layers.getLast().tail() == Layer.Tail.SIGMOID) {
      list.inputPreProcessor(
          position,
          new CnnToFeedForwardPreProcessor(plane.height(), plane.width(), plane.channels()));
      list.layer(
          position,
          new LossLayer.Builder(LossFunction.SQUARED_LOSS).activation(Activation.IDENTITY).build());
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static Activation activation(Layer.Tail tail) {
    return switch (tail) {
      case RELU -> Activation.RELU;
      case LINEAR -> Activation.IDENTITY;
      case SIGMOID -> Activation.SIGMOID;
    };
  }

  private static FeedForwardLayer dense(Layer.Dense layer) {
    return layer.tail() == Layer.Tail.SIGMOID
        ? new OutputLayer.Builder(LossFunction.SQUARED_LOSS)
            .nIn(layer.inputs())
            .nOut(layer.outputs())
            .activation(activation(layer.tail()))
            .build()
        : new DenseLayer.Builder()
            .nIn(layer.inputs())
            .nOut(layer.outputs())
            .activation(activation(layer.tail()))
            .build();
  }

  private static ConvolutionLayer convolved(Layer.Convolution layer) {
    int size = Layer.Convolution.KERNEL;
    return layer.transposed()
        ? new Deconvolution2D.Builder(size, size)
            .stride(layer.stride(), layer.stride())
            .convolutionMode(ConvolutionMode.Same)
            .nIn(layer.in().channels())
            .nOut(layer.out().channels())
            .activation(activation(layer.tail()))
            .build()
        : new ConvolutionLayer.Builder(size, size)
            .stride(layer.stride(), layer.stride())
            .convolutionMode(ConvolutionMode.Same)
            .nIn(layer.in().channels())
            .nOut(layer.out().channels())
            .activation(activation(layer.tail()))
            .build();
  }

  private static INDArray upload(Images images) {
    int features = images.plane().size();
    INDArray all = Nd4j.createUninitialized(DataType.FLOAT, images.count(), features);
    FloatBuffer target = all.data().asNioFloat();
    float[] part = new float[ENCODED_AT_ONCE * features];
    for (int from = 0; from < images.count(); from += ENCODED_AT_ONCE) {
      images.scaleByChannel(from, from + ENCODED_AT_ONCE, part);
      target.put(part);
    }
    return all;
  }
}
