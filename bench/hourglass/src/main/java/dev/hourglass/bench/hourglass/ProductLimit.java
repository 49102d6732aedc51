package dev.hourglass.bench.hourglass;

import dev.hourglass.bench.Architecture;
import dev.hourglass.bench.Images;
import dev.hourglass.bench.Layer;
import dev.hourglass.bench.Line;
import dev.hourglass.bench.Peer;
import dev.hourglass.bench.PeerProcess;
import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.OptimizerState;
import dev.hourglass.engine.optimise.UpdateRule;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What the machine's products and convolutions alone would allow: every one of a line's forward and
 * backward pass, in its shape and precision, by the engine's own kernels, each thread on its shard
 * of the batch, and nothing else: no bias, no activation, no meeting of threads. With Adam, each
 * thread also takes one step over its share of the weights: their gradients of all threads, the
 * weights and two moments pass through memory once, which a small batch has little work to hide.
 *
 * <p>A step of a layer with inputs i and outputs o on r rows is three products: r×o from r×i and
 * i×o, the weights' gradient i×o from r×i and r×o, and, but for the first layer, the input's
 * gradient r×i from r×o and i×o; of a convolution the same three. In bfloat16 the weights' gradient
 * is summed up in float32, as in a training.
 */
public final class ProductLimit implements Peer {

  /** Rows that Hourglass encodes at once. */
  private static final int ENCODED_AT_ONCE = 512;

  private static final long SEED = 4;

  private static final UpdateRule ADAM = new UpdateRule(new Optimizer.Adam(), 0);

  /** So small that the weights stay what they are. */
  private static final double RATE = 1e-12;

  private final Precision precision;
  private final Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
  private final Arena arena = Arena.ofShared();
  private final SplittableRandom random = new SplittableRandom(SEED);

  /** By thread. */
  private final List<List<Product>> products = new ArrayList<>();

  /** Whether a step ends with the optimiser's. */
  private final boolean steps;

  private OptimizerState state;
  private Workers workers;
  private int batch;
  private int images;

  private ProductLimit(Precision precision, boolean steps) {
    this.precision = precision;
    this.steps = steps;
  }

  /** Runs the process: line, folder of the images, threads, precision and, if wanted, adam. */
  public static void main(String[] args) {
    Precision precision = Precision.valueOf(args[3].toUpperCase(Locale.ROOT));
    PeerProcess.serve(new ProductLimit(precision, args.length > 4), args);
  }

  @Override
  public String name() {
    return "limits by the products of " + kernels.name() + (steps ? " and a step of Adam" : "");
  }

  @Override
  public void prepare(Line line, Images images, int threads) {
    Architecture architecture = line.architecture();
    this.images = images.count();
    switch (line) {
      case Line.Training training -> {
        batch = training.batch();
        workers = new Workers(threads);
        List<Layer> layers = new ArrayList<>(architecture.encoder());
        layers.addAll(architecture.decoder());
        Tensor all = filled(1, size(layers), 1);
        List<Tensor> weights = weights(layers, all);
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          gradients.add(Tensor.allocate(arena, all.shape(), precision.master()));
          int rows = workers.from(i + 1, batch) - workers.from(i, batch);
          products.add(step(layers, weights, gradients.getLast(), rows));
        }
        state = state(all, gradients);
      }
      case Line.Encoding _ -> {
        workers = new Workers(threads);
        List<Layer> layers = architecture.encoder();
        List<Tensor> weights = weights(layers, filled(1, size(layers), 1));
        for (int i = 0; i < threads; i++) {
          products.add(forward(layers, weights, activations(layers, ENCODED_AT_ONCE)));
        }
      }
      case Line.OneSample _ -> {
        List<Layer> layers = architecture.encoder();
        List<Tensor> weights = weights(layers, filled(1, size(layers), 1));
        products.add(forward(layers, weights, activations(layers, 1)));
      }
    }
  }

  @Override
  public Trained train(int count) {
    long start = System.nanoTime();
    workers.run(
        worker -> {
          for (int step = 1; step <= count; step++) {
            run(worker);
            if (steps) {
              stepOver(worker, step);
            }
          }
        });
    return new Trained((long) count * batch, (System.nanoTime() - start) / 1e9);
  }

  @Override
  public void encodeAll(float[] codes) {
    int chunks = Math.ceilDiv(images, ENCODED_AT_ONCE);
    workers.run(
        worker -> {
          for (int chunk = worker; chunk < chunks; chunk += workers.count()) {
            run(worker);
          }
        });
  }

  @Override
  public void encodeOne(float[] sample, float[] code) {
    run(0);
  }

  /** Nothing is learnt by products alone. */
  @Override
  public double reconstructionError() {
    return Double.NaN;
  }

  @Override
  public void close() {
    arena.close();
  }

  private void run(int worker) {
    for (Product product : products.get(worker)) {
      product.run();
    }
  }

  private void stepOver(int worker, int iteration) {
    int size = state.parameters().columns();
    kernels.step(
        ADAM,
        RATE,
        iteration,
        1,
        state,
        workers.from(worker, size),
        workers.from(worker + 1, size));
  }

  private OptimizerState state(Tensor weights, List<Tensor> gradients) {
    Tensor master =
        precision.master() == precision.compute()
            ? weights
            : Tensor.allocate(arena, weights.shape(), precision.master());
    Tensor first = Tensor.allocate(arena, weights.shape(), precision.master());
    Tensor second = Tensor.allocate(arena, weights.shape(), precision.master());
    return new OptimizerState(master, gradients, first, second, weights);
  }

  private static int size(List<Layer> layers) {
    return layers.stream().mapToInt(layer -> Math.toIntExact(weightShape(layer).size())).sum();
  }

  /** One behind the other in a vector; all threads read the same weights. */
  private static List<Tensor> weights(List<Layer> layers, Tensor vector) {
    List<Tensor> weights = new ArrayList<>();
    long from = 0;
    for (Layer layer : layers) {
      Shape shape = weightShape(layer);
      weights.add(vector.slice(from, shape));
      from += shape.size();
    }
    return weights;
  }

  private static Shape weightShape(Layer layer) {
    return switch (layer) {
      case Layer.Dense dense -> new Shape(dense.inputs(), dense.outputs());
      case Layer.Convolution convolution -> shape(convolution).weight();
    };
  }

  private static ConvolutionShape shape(Layer.Convolution c) {
    FeatureMap wide = new FeatureMap(c.wide().height(), c.wide().width(), c.wide().channels());
    int size = Layer.Convolution.KERNEL;
    return new ConvolutionShape(
        wide,
        Window.same(size, c.stride(), 1, wide.height()),
        Window.same(size, c.stride(), 1, wide.width()),
        c.narrow().channels());
  }

  /**
   * What every layer reads and puts out; what the next reads is what one puts out, unless that
   * reads more.
   */
  private record Activations(List<Tensor> inputs, List<Tensor> outputs) {}

  private Activations activations(List<Layer> layers, int rows) {
    List<Tensor> inputs = new ArrayList<>();
    layers.forEach(layer -> inputs.add(filled(rows, layer.inputs(), 1)));
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      int numbers = layers.get(i).outputs();
      boolean passedOn = i + 1 < layers.size() && inputs.get(i + 1).columns() == numbers;
      outputs.add(passedOn ? inputs.get(i + 1) : filled(rows, numbers, 1));
    }
    return new Activations(inputs, outputs);
  }

  private List<Product> forward(List<Layer> layers, List<Tensor> weights, Activations activations) {
    List<Product> all = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      all.add(
          applied(
              layers.get(i),
              activations.inputs.get(i),
              weights.get(i),
              activations.outputs.get(i)));
    }
    return all;
  }

  private Product applied(Layer layer, Tensor input, Tensor weight, Tensor output) {
    return switch (layer) {
      case Layer.Dense _ -> kernels.prepare(ProductPlan.of(input, weight, output));
      case Layer.Convolution c ->
          kernels.prepareConvolution(
              new ConvolutionPlan.Applied(shape(c), c.transposed(), input, weight, output));
    };
  }

  private List<Product> step(List<Layer> layers, List<Tensor> weights, Tensor gradient, int rows) {
    Activations activations = activations(layers, rows);
    Activations gradients = activations(layers, rows);
    List<Tensor> weightGradients = weights(layers, gradient);
    List<Product> all = forward(layers, weights, activations);
    for (int i = weights.size() - 1; i >= 0; i--) {
      Tensor weight = weights.get(i);
      Tensor input = activations.inputs.get(i);
      Tensor slope = gradients.outputs.get(i);
      Tensor weightGradient = weightGradients.get(i);
      switch (layers.get(i)) {
        case Layer.Dense _ -> {
          all.add(kernels.prepare(ProductPlan.transposedLeft(input, slope, weightGradient)));
          if (i > 0) {
            all.add(
                kernels.prepare(
                    ProductPlan.transposedRight(slope, weight, gradients.inputs.get(i))));
          }
        }
        case Layer.Convolution c -> {
          all.add(
              kernels.prepareConvolution(
                  new ConvolutionPlan.WeightGradient(
                      shape(c),
                      c.transposed() ? slope : input,
                      c.transposed() ? input : slope,
                      false,
                      weightGradient)));
          if (i > 0) {
            all.add(applied(c.mirrored(c.tail()), slope, weight, gradients.inputs.get(i)));
          }
        }
      }
    }
    return all;
  }

  /** Ordinary numbers: zeros and denormals would have a speed of their own. */
  private Tensor filled(int rows, int columns, double limit) {
    Format format = precision.compute();
    Tensor tensor = Tensor.allocate(arena, new Shape(rows, columns), format);
    for (long i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextDouble(-limit, limit));
    }
    return tensor;
  }
}
