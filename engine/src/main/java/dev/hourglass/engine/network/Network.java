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

/**
 * Layers in order, over slots of one flat parameter vector.
 *
 * @param layers each one's inputs are its predecessor's outputs; at least one
 */
public record Network(List<Layer> layers) {
  public Network {
    layers = List.copyOf(layers);
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).inputs() != layers.get(i - 1).outputs()) {
        throw new IllegalArgumentException(
            "layer %d puts out %d numbers, but layer %d takes %d"
                .formatted(i - 1, layers.get(i - 1).outputs(), i, layers.get(i).inputs()));
      }
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

  /** The same network as it is used after training. */
  public Network withoutDropout() {
    return new Network(layers.stream().filter(l -> !(l instanceof Layer.Dropout)).toList());
  }

  /**
   * Overwrites the parameters of this network: weights by the initialiser, gains one, the rest
   * zero; tied weights are left to the layer that owns them.
   */
  public void initialize(Initializer initializer, long seed, Tensor parameters) {
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
          Slot weight = convolve.weight();
          initializer.fill(
              weight.of(parameters),
              convolve.fanIn(),
              convolve.fanOut(),
              Noise.key(
                  seed, NoisePurpose.INITIAL_WEIGHTS, weight.offset(), weight.shape().rows(), 0));
          convolve.bias().of(parameters).clear();
        }
        case Layer.Normalize normalize -> {
          Tensor gain = normalize.gain().of(parameters);
          for (int i = 0; i < gain.size(); i++) {
            gain.set(i, 1);
          }
          normalize.bias().of(parameters).clear();
        }
        case Layer.Activate _, Layer.Dropout _ -> {}
      }
    }
  }

  /** Builds a network layer by layer, adding slots to a layout as it goes. */
  public static final class Builder {
    private final ParameterLayout layout;
    private final String prefix;
    private final List<Layer> layers = new ArrayList<>();
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
      this.width = inputs;
    }

    /** Appends a dense layer with weights of its own. */
    public Builder dense(int outputs) {
      Slot weight = layout.add(name("weight"), new Shape(width, outputs), true);
      return dense(weight, outputs, false);
    }

    /** Appends a convolution with weights of its own. */
    public Builder convolve(ConvolutionShape shape) {
      return convolve(shape, shape.filters(), false);
    }

    /** Appends the transpose of a convolution of that shape, with weights of its own. */
    public Builder convolveTransposed(ConvolutionShape shape) {
      return convolve(shape, shape.in().channels(), true);
    }

    private Builder convolve(ConvolutionShape shape, int channels, boolean transposed) {
      Slot weight = layout.add(name("weight"), shape.weight(), true);
      Slot bias = layout.add(name("bias"), Shape.vector(channels), false);
      Layer.Convolve layer = new Layer.Convolve(shape, weight, bias, transposed);
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

    private String name(String what) {
      return prefix + "." + index + "." + what;
    }

    /** The network. */
    public Network build() {
      return new Network(layers);
    }
  }
}
