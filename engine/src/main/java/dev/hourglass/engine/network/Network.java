package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers in order, over slots of one flat parameter vector, and a linear path beside them all where
 * there is one: y = layers(x) + x P.
 *
 * @param layers each one's inputs are its predecessor's outputs; at least one
 * @param linearPath P, {@code [inputs, outputs]}
 */
public record Network(List<Layer> layers, Optional<Slot> linearPath) {
  public Network {
    layers = List.copyOf(layers);
    if (linearPath.isPresent()) {
      checkFits(linearPath.get(), layers);
    }
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).inputs() != layers.get(i - 1).outputs()) {
        throw new IllegalArgumentException(
            "layer %d puts out %d numbers, but layer %d takes %d"
                .formatted(i - 1, layers.get(i - 1).outputs(), i, layers.get(i).inputs()));
      }
    }
  }

  private static void checkFits(Slot path, List<Layer> layers) {
    Shape wanted = new Shape(layers.getFirst().inputs(), layers.getLast().outputs());
    if (!path.shape().equals(wanted)) {
      throw new IllegalArgumentException(
          "a linear path beside layers from %d to %d numbers is no %s"
              .formatted(wanted.rows(), wanted.columns(), path.shape()));
    }
    if (layers.getLast() instanceof Layer.Activate) {
      throw new IllegalArgumentException(
          "a linear path is added to what the last layer puts out, and that is an activation");
    }
  }

  /** Numbers per row in. */
  public int inputs() {
    return layers.getFirst().inputs();
  }

  /** Numbers per row out. */
  public int outputs() {
    return layers.getLast().outputs();
  }

  /** The dense layers in order. */
  public List<Layer.Dense> denseLayers() {
    return layers.stream()
        .filter(Layer.Dense.class::isInstance)
        .map(Layer.Dense.class::cast)
        .toList();
  }

  /** The layers with weights, in order. */
  public List<Layer> products() {
    return layers.stream()
        .filter(layer -> layer instanceof Layer.Dense || layer instanceof Layer.Convolve)
        .toList();
  }

  /** The same network as it is used after training. */
  public Network withoutDropout() {
    return new Network(
        layers.stream().filter(l -> !(l instanceof Layer.Dropout)).toList(), linearPath);
  }

  /**
   * Overwrites the parameters of this network: weights by the initialiser, gains one, the rest
   * zero, a linear path too; tied weights are left to the layer that owns them.
   */
  public void initialize(Initializer initializer, long seed, Tensor parameters) {
    linearPath.ifPresent(path -> path.of(parameters).clear());
    for (Layer layer : layers) {
      switch (layer) {
        case Layer.Dense dense -> {
          if (!dense.tied()) {
            Slot weight = dense.weight();
            initializer.fill(
                weight.of(parameters),
                Noise.key(
                    seed, NoisePurpose.INITIAL_WEIGHTS, weight.offset(), weight.shape().rows(), 0));
          }
          dense.bias().of(parameters).clear();
        }
        case Layer.Convolve convolve -> {
          if (!convolve.tied()) {
            Slot weight = convolve.weight();
            initializer.fill(
                weight.of(parameters),
                convolve.fanIn(),
                convolve.fanOut(),
                Noise.key(
                    seed, NoisePurpose.INITIAL_WEIGHTS, weight.offset(), weight.shape().rows(), 0));
          }
          convolve.bias().of(parameters).clear();
        }
        case Layer.Normalize normalize -> {
          Tensor gain = normalize.gain().of(parameters);
          for (int i = 0; i < gain.size(); i++) {
            gain.set(i, 1);
          }
          normalize.bias().of(parameters).clear();
        }
        case Layer.Shift shift -> shift.bias().of(parameters).clear();
        case Layer.Activate _, Layer.Dropout _ -> {}
      }
    }
  }

  /** Builds a network layer by layer, adding slots to a layout as it goes. */
  public static final class Builder {
    private final ParameterLayout layout;
    private final String prefix;
    private final List<Layer> layers = new ArrayList<>();
    private final int inputs;
    private Optional<Slot> linearPath = Optional.empty();
    private int width;
    private int index;

    /**
     * An empty network.
     *
     * @param prefix of the slots' names, such as {@code encoder}
     */
    public Builder(ParameterLayout layout, String prefix, int inputs) {
      this.layout = layout;
      this.prefix = prefix;
      this.inputs = inputs;
      this.width = inputs;
    }

    /** Appends a dense layer with weights of its own. */
    public Builder dense(int outputs) {
      Slot weight = layout.add(name("weight"), new Shape(width, outputs), true);
      return dense(weight, outputs, false);
    }

    /** Appends a convolution with weights of its own. */
    public Builder convolve(ConvolutionShape shape) {
      Slot weight = layout.add(name("weight"), shape.weight(), true);
      return convolve(shape, weight, Layer.Convolve.Kind.PLAIN);
    }

    /** Appends the transpose of a convolution of that shape, with weights of its own. */
    public Builder convolveTransposed(ConvolutionShape shape) {
      Slot weight = layout.add(name("weight"), shape.weight(), true);
      return convolve(shape, weight, Layer.Convolve.Kind.TRANSPOSED);
    }

    /** Appends the transpose of another convolution, with its weights. */
    public Builder tied(Layer.Convolve other) {
      return convolve(other.shape(), other.weight(), Layer.Convolve.Kind.TIED);
    }

    private Builder convolve(ConvolutionShape shape, Slot weight, Layer.Convolve.Kind kind) {
      int channels = kind == Layer.Convolve.Kind.PLAIN ? shape.filters() : shape.in().channels();
      Slot bias = layout.add(name("bias"), Shape.vector(channels), false);
      Layer.Convolve layer = new Layer.Convolve(shape, weight, bias, kind);
      layers.add(layer);
      width = layer.outputs();
      index++;
      return this;
    }

    /** Appends a dense layer whose weights are another's, transposed. */
    public Builder tied(Layer.Dense other) {
      return dense(other.weight(), other.weight().shape().rows(), true);
    }

    private Builder dense(Slot weight, int outputs, boolean tied) {
      Slot bias = layout.add(name("bias"), Shape.vector(outputs), false);
      layers.add(new Layer.Dense(weight, bias, tied));
      width = outputs;
      index++;
      return this;
    }

    /** Appends an activation; identity adds nothing. */
    public Builder activate(Activation function) {
      if (function != Activation.IDENTITY) {
        layers.add(new Layer.Activate(function, width));
      }
      return this;
    }

    /** Appends a shift of every number by one of its own; {@code trained} whether it learns. */
    public Builder shift(boolean trained) {
      Slot bias = layout.add(name("shift"), Shape.vector(width), false);
      layers.add(new Layer.Shift(bias, trained));
      index++;
      return this;
    }

    /** Appends dropout; a rate of 0 adds nothing. */
    public Builder dropout(double rate) {
      if (rate > 0) {
        layers.add(new Layer.Dropout(rate, width));
      }
      return this;
    }

    /** Appends layer normalisation. */
    public Builder normalize() {
      Slot gain = layout.add(name("gain"), Shape.vector(width), false);
      Slot bias = layout.add(name("shift"), Shape.vector(width), false);
      layers.add(new Layer.Normalize(gain, bias));
      index++;
      return this;
    }

    /** Adds a linear path from the network's inputs to what the layers so far put out. */
    public Builder linearPath() {
      linearPath =
          Optional.of(layout.add(prefix + ".linear.weight", new Shape(inputs, width), true));
      return this;
    }

    private String name(String what) {
      return prefix + "." + index + "." + what;
    }

    /** The network. */
    public Network build() {
      return new Network(layers, linearPath);
    }
  }
}
