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
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Layer.Add add) {
        requireEarlier(layers, i, add);
      }
    }
  }

  /** Without a linear path. */
  public Network(List<Layer> layers) {
    this(layers, Optional.empty());
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

  /**
   * Whether the network reads sparse samples: by a first layer that is dense, with weights of its
   * own, and by nothing else.
   */
  public boolean readsSparse() {
    return layers.getFirst() instanceof Layer.Dense first
        && !first.tied()
        && linearPath.isEmpty()
        && layers.stream()
            .noneMatch(each -> each instanceof Layer.Add add && add.from() == Layer.Add.INPUT);
  }

  /** The dense layers in order. */
  public List<Layer.Dense> denseLayers() {
    return layers.stream()
        .filter(Layer.Dense.class::isInstance)
        .map(Layer.Dense.class::cast)
        .toList();
  }

  /** The layers with weights, in order. */
  public List<Layer.Weighted> weightedLayers() {
    return layers.stream()
        .filter(Layer.Weighted.class::isInstance)
        .map(Layer.Weighted.class::cast)
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
    return new Network(kept, linearPath);
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
        case Layer.Normalize normalize -> standard(normalize.gain(), normalize.bias(), parameters);
        case Layer.GroupNormalize normalize ->
            standard(normalize.gain(), normalize.bias(), parameters);
        case Layer.Shift shift -> shift.bias().of(parameters).clear();
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
      return new Network(layers, linearPath);
    }
  }
}
