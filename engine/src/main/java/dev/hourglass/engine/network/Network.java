package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ChannelGroups;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.FeatureMap;
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
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Layer.Add add) {
        requireEarlier(layers, i, add);
      }
    }
  }

  private static void requireEarlier(List<Layer> layers, int i, Layer.Add add) {
    if (add.from() < Layer.Add.INPUT || add.from() >= i) {
      throw new IllegalArgumentException(
          "layer %d cannot add what layer %d puts out: it is not an earlier one"
              .formatted(i, add.from()));
    }
    int size =
        add.from() == Layer.Add.INPUT
            ? layers.getFirst().inputs()
            : layers.get(add.from()).outputs();
    if (size != add.size()) {
      throw new IllegalArgumentException(
          "layer %d adds %d numbers, but %s %d"
              .formatted(
                  i,
                  add.size(),
                  add.from() == Layer.Add.INPUT
                      ? "the network's input has"
                      : "layer %d puts out".formatted(add.from()),
                  size));
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
    List<Layer> kept = new ArrayList<>();
    for (Layer layer : layers) {
      switch (layer) {
        case Layer.Dropout _ -> {}
        case Layer.Add add ->
            kept.add(new Layer.Add(positionWithoutDropout(add.from()), add.size()));
        default -> kept.add(layer);
      }
    }
    return new Network(kept);
  }

  /**
   * Where in {@link #withoutDropout} the layer is that puts out what layer {@code i} does here;
   * {@link Layer.Add#INPUT} where that is the network's input.
   */
  public int positionWithoutDropout(int i) {
    int position = i;
    for (int before = 0; before <= i; before++) {
      if (layers.get(before) instanceof Layer.Dropout) {
        position--;
      }
    }
    return position;
  }

  /** What other networks hand over, in the order of the layers that read it. */
  public List<FeatureMap> handed() {
    return layers.stream()
        .filter(Layer.Concatenate.class::isInstance)
        .map(layer -> ((Layer.Concatenate) layer).other())
        .toList();
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
        case Layer.Normalize normalize -> standard(normalize.gain(), normalize.bias(), parameters);
        case Layer.GroupNormalize normalize ->
            standard(normalize.gain(), normalize.bias(), parameters);
        case Layer.Activate _,
            Layer.Dropout _,
            Layer.Pool _,
            Layer.Upsample _,
            Layer.Add _,
            Layer.Concatenate _ -> {}
      }
    }
  }

  /** A normalisation that changes nothing further. */
  private static void standard(Slot gain, Slot bias, Tensor parameters) {
    Tensor ones = gain.of(parameters);
    for (int i = 0; i < ones.size(); i++) {
      ones.set(i, 1);
    }
    bias.of(parameters).clear();
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
      index++;
      return append(layer);
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

    /** Appends group normalisation of a plane's channels. */
    public Builder normalizeGroups(FeatureMap map, int groups) {
      ChannelGroups channels = new ChannelGroups(map, groups);
      Slot gain = layout.add(name("gain"), Shape.vector(map.channels()), false);
      Slot bias = layout.add(name("shift"), Shape.vector(map.channels()), false);
      layers.add(new Layer.GroupNormalize(channels, gain, bias));
      index++;
      return this;
    }

    /** Appends a pooling. */
    public Builder pool(PoolingShape shape) {
      return append(new Layer.Pool(shape));
    }

    /** Appends an upsampling. */
    public Builder upsample(UpsamplingShape shape) {
      return append(new Layer.Upsample(shape));
    }

    /**
     * Where the network has come to: what is put out here can be added later by {@link #addFrom}
     * or, from {@link NetworkPass#outputOf}, handed to another network.
     */
    public int mark() {
      return layers.size() - 1;
    }

    /** Appends the addition of what was put out at a {@link #mark}, which must be as wide. */
    public Builder addFrom(int mark) {
      return append(new Layer.Add(mark, width));
    }

    /** Appends the channels that another network hands over to those of this plane. */
    public Builder concatenate(FeatureMap in, int channels) {
      return append(new Layer.Concatenate(in, channels));
    }

    private Builder append(Layer layer) {
      layers.add(layer);
      width = layer.outputs();
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
