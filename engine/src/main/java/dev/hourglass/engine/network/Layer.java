package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ChannelGroups;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.FeatureMap;

/** One stage of a {@link Network}: {@code [rows, inputs]} in, {@code [rows, outputs]} out. */
public sealed interface Layer {
  /** What mixes its inputs by weights. */
  sealed interface Weighted extends Layer {
    /** W. */
    Slot weight();

    /** b. */
    Slot bias();

    /** Whether W is another layer's. */
    boolean tied();
  }

  /**
   * y = x W + b.
   *
   * @param weight W, {@code [inputs, outputs]}; when {@code tied} the slot of another layer whose
   *     transpose is W
   * @param bias b, {@code [1, outputs]}
   */
  record Dense(Slot weight, Slot bias, boolean tied) implements Weighted {}

  /**
   * y = x ∗ W + b over a plane, or its transpose.
   *
   * @param shape of the convolution; of a transpose, x is its output and y its input
   * @param weight W, {@link ConvolutionShape#weight}
   * @param bias b, a number for each channel of y
   * @param kind whether it is transposed, and whose weights it has
   */
  record Convolve(ConvolutionShape shape, Slot weight, Slot bias, Kind kind) implements Weighted {
    /** Which way it goes. */
    public enum Kind {
      /** A convolution with weights of its own. */
      PLAIN,
      /** The transpose of one, with weights of its own. */
      TRANSPOSED,
      /** The transpose of another, with its weights. */
      TIED
    }

    /** Whether it is a transpose. */
    public boolean transposed() {
      return kind != Kind.PLAIN;
    }

    @Override
    public boolean tied() {
      return kind == Kind.TIED;
    }

    /** The plane of x. */
    public FeatureMap in() {
      return transposed() ? shape.out() : shape.in();
    }

    /** The plane of y. */
    public FeatureMap out() {
      return transposed() ? shape.in() : shape.out();
    }

    /** Numbers that a number of y is a sum of; where strides leave gaps, on average. */
    public int fanIn() {
      return transposed()
          ? Math.max(1, Math.round((float) shape.out().size() * shape.taps() / shape.in().places()))
          : shape.weight().rows();
    }

    /** Numbers that a number of x goes into. */
    public int fanOut() {
      return transposed() ? shape.weight().rows() : shape.taps() * shape.filters();
    }
  }

  /**
   * y = x + b: a number for each of a row's own, such as each pixel's mean.
   *
   * @param bias b, {@code [1, size]}
   * @param trained whether b learns; else it stays as it was written
   */
  record Shift(Slot bias, boolean trained) implements Layer {}

  /** y = f(x). */
  record Activate(Activation function, int size) implements Layer {}

  /** While training, y = x ∘ m / (1 − rate) with m random 0 or 1 (Srivastava et al. 2014). */
  record Dropout(double rate, int size) implements Layer {}

  /**
   * Layer normalisation (Ba, Kiros and Hinton 2016) with a gain and a bias, both {@code [1, size]}.
   */
  record Normalize(Slot gain, Slot bias) implements Layer {}

  /**
   * Group normalisation (Wu and He 2018) with a gain and a bias, both {@code [1, channels]}.
   *
   * @param groups of channels, each with a mean and a variance of its own in every row
   */
  record GroupNormalize(ChannelGroups groups, Slot gain, Slot bias) implements Layer {}

  /** y = the largest or the mean of the windows of x, channel by channel. */
  record Pool(PoolingShape shape) implements Layer {}

  /** y = x on a wider plane. */
  record Upsample(UpsamplingShape shape) implements Layer {}

  /**
   * y = x + what an earlier layer put out, as around the blocks of a residual network (He et al.
   * 2016).
   *
   * @param from the earlier layer's position in the network; {@link #INPUT} for what the network
   *     reads
   */
  record Add(int from, int size) implements Layer {

    /** In place of a layer's position: the network's input. */
    public static final int INPUT = -1;
  }

  /**
   * y = x with the channels of what another network hands over behind its own, place by place.
   *
   * @param in the plane of x
   * @param channels that come from the other network, on a plane of the same sides
   */
  record Concatenate(FeatureMap in, int channels) implements Layer {

    /** The plane that is handed over. */
    public FeatureMap other() {
      return in.withChannels(channels);
    }

    /** The plane of y. */
    public FeatureMap out() {
      return in.withChannels(Math.addExact(in.channels(), channels));
    }
  }

  /** Numbers per row in. */
  default int inputs() {
    return switch (this) {
      case Dense d -> d.tied ? d.weight.shape().columns() : d.weight.shape().rows();
      case Convolve c -> c.in().size();
      case Shift s -> s.bias.shape().columns();
      case Activate a -> a.size;
      case Dropout d -> d.size;
      case Normalize n -> n.gain.shape().columns();
      case GroupNormalize g -> g.groups.map().size();
      case Pool p -> p.shape.in().size();
      case Upsample u -> u.shape.in().size();
      case Add a -> a.size;
      case Concatenate c -> c.in.size();
    };
  }

  /** Numbers per row out. */
  default int outputs() {
    return switch (this) {
      case Dense d -> d.bias.shape().columns();
      case Convolve c -> c.out().size();
      case Pool p -> p.shape.out().size();
      case Upsample u -> u.shape.out().size();
      case Concatenate c -> c.out().size();
      case Shift _, Activate _, Dropout _, Normalize _, GroupNormalize _, Add _ -> inputs();
    };
  }
}
