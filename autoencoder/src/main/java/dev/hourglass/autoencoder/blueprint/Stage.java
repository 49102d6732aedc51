package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Pooling;
import dev.hourglass.engine.kernel.PoolingShape;
import dev.hourglass.engine.kernel.Upsampling;
import dev.hourglass.engine.kernel.UpsamplingShape;
import dev.hourglass.engine.kernel.Window;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.Optional;

/**
 * One step that narrows or widens samples on their way between input, code and output. What is no
 * picture is a plane of height 1: a table's row 1 × features × 1, a dense layer's output 1 × 1 ×
 * units.
 */
public sealed interface Stage {
  /**
   * What comes behind a stage's product.
   *
   * @param activation of its units
   * @param dropout the fraction of its units dropped while training; in [0, 1)
   * @param normalized whether they are normalised before the activation: the units of a dense layer
   *     by layer normalisation, the channels of a plane in groups
   */
  record Finish(Activation activation, double dropout, boolean normalized) {
    /** ReLU, without dropout or normalisation. */
    public static final Finish PLAIN = new Finish(Activation.RELU, 0, false);

    /** Nothing. */
    public static final Finish NONE = new Finish(Activation.IDENTITY, 0, false);

    public Finish {
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException("dropout must lie in [0, 1), but was " + dropout);
      }
    }
  }

  /**
   * A dense layer, what normalises it, its activation and what drops its units, in this order.
   *
   * @param units it puts out; at least 1
   * @param finish what comes behind it
   */
  record Dense(int units, Finish finish) implements Stage {
    public Dense {
      if (units < 1) {
        throw new IllegalArgumentException(
            "a hidden layer has at least 1 unit, but the size was " + units);
      }
    }

    /** With a finish spelled out. */
    public Dense(int units, Activation activation, double dropout, boolean normalized) {
      this(units, new Finish(activation, dropout, normalized));
    }

    /** ReLU, without dropout or normalisation. */
    public Dense(int units) {
      this(units, Finish.PLAIN);
    }

    /** The same with another number of units. */
    public Dense withUnits(int units) {
      return new Dense(units, finish);
    }
  }

  /**
   * A dense layer whose output is laid out as a plane: where a decoder's convolutions begin.
   *
   * @param plane that it puts out
   * @param finish what comes behind it
   */
  record Plane(FeatureMap plane, Finish finish) implements Stage {}

  /**
   * A convolution.
   *
   * @param filters that slide over the plane
   * @param finish what comes behind it
   */
  record Convolution(Filters filters, Finish finish) implements Stage {}

  /**
   * The transpose of a convolution, which widens a plane by its stride.
   *
   * @param filters of the convolution whose transpose it is; as many channels come out
   * @param to height and width that come out, where the stride alone does not say
   * @param finish what comes behind it
   */
  record Transposed(Filters filters, Optional<Side> to, Finish finish) implements Stage {
    /** The convolution, from what comes out to what goes in. */
    ConvolutionShape convolution(FeatureMap in) {
      boolean flat = in.height() == 1 && in.width() > 1;
      FeatureMap out =
          to.map(side -> new FeatureMap(side.height(), side.width(), filters.count()))
              .orElseGet(
                  () ->
                      new FeatureMap(
                          filters.widened(in.height(), flat),
                          filters.widened(in.width(), false),
                          filters.count()));
      ConvolutionShape shape = filters.withCount(in.channels()).over(out);
      if (!shape.out().equals(in)) {
        throw new IllegalArgumentException(
            "a transposed convolution of stride %d does not lead from %s to %s: a convolution of that stride leads from there to %s"
                .formatted(filters.stride(), in, out, shape.out()));
      }
      return shape;
    }
  }

  /**
   * A pooling: of each square of places one number a channel is kept.
   *
   * @param kind the largest or the mean
   * @param side of a square, in places; at least 2; along a side of one place, 1
   */
  record Pool(Pooling kind, int side) implements Stage {
    /** Refuses squares of one place. */
    public Pool {
      if (side < 2) {
        throw new IllegalArgumentException(
            "a pooling's squares have sides of 2 places or more, but of " + side);
      }
    }

    PoolingShape shape(FeatureMap in) {
      return new PoolingShape(kind, in, window(in.height(), in), window(in.width(), in));
    }

    private Window window(int places, FeatureMap in) {
      if (places > 1 && places % side != 0) {
        throw new IllegalArgumentException(
            "squares of %d places do not fill a plane of %s".formatted(side, in));
      }
      return places == 1 ? Window.valid(1, 1, 1) : Window.valid(side, side, 1);
    }
  }

  /**
   * An upsampling: a wider plane of the same channels.
   *
   * @param kind how the new places get their numbers
   * @param factor places that a place becomes along either side; at least 2; a side of one place
   *     stays one where the other has more
   */
  record Upsample(Upsampling kind, int factor) implements Stage {
    /** Refuses what makes nothing wider. */
    public Upsample {
      if (factor < 2) {
        throw new IllegalArgumentException("upsampling is by 2 or more, but was by " + factor);
      }
    }

    UpsamplingShape shape(FeatureMap in) {
      boolean flat = in.height() == 1 && in.width() > 1;
      return new UpsamplingShape(kind, in, flat ? 1 : factor, factor);
    }
  }

  /**
   * Two convolutions of stride 1 and what went into them added to what they put out (He et al.
   * 2016); where the channels differ, a convolution of one tap brings them to as many first.
   *
   * @param filters of either convolution; padded, of stride 1
   * @param finish what comes behind the first convolution, and behind the sum
   */
  record Residual(Filters filters, Finish finish) implements Stage {
    /** Refuses filters that change the plane. */
    public Residual {
      if (filters.stride() != 1 || !filters.padded()) {
        throw new IllegalArgumentException(
            "a residual stage keeps its plane: its convolutions are padded and of stride 1");
      }
    }
  }

  /**
   * Height and width.
   *
   * @param height at least 1
   * @param width at least 1
   */
  record Side(int height, int width) {}

  /** What comes behind its product. */
  default Finish finish() {
    return switch (this) {
      case Dense s -> s.finish;
      case Plane s -> s.finish;
      case Convolution s -> s.finish;
      case Transposed s -> s.finish;
      case Residual s -> s.finish;
      case Pool _, Upsample _ -> Finish.NONE;
    };
  }

  /** Whether it has weights, and so something behind their product. */
  default boolean isWeighted() {
    return !(this instanceof Pool || this instanceof Upsample);
  }

  /** The same with something else behind its product. */
  default Stage withFinish(Finish finish) {
    return switch (this) {
      case Dense s -> new Dense(s.units, finish);
      case Plane s -> new Plane(s.plane, finish);
      case Convolution s -> new Convolution(s.filters, finish);
      case Transposed s -> new Transposed(s.filters, s.to, finish);
      case Residual s -> new Residual(s.filters, finish);
      case Pool _, Upsample _ -> this;
    };
  }

  /** Whether some of its units are left out while training. */
  default boolean dropsUnits() {
    return finish().dropout > 0;
  }

  /** Whether it knows a plane: what it puts out has height, width and channels. */
  default boolean isSpatial() {
    return !(this instanceof Dense);
  }

  /**
   * What it makes of a plane.
   *
   * @throws IllegalArgumentException with the arithmetic, where it cannot read it
   */
  default FeatureMap over(FeatureMap in) {
    return switch (this) {
      case Dense s -> new FeatureMap(1, 1, s.units);
      case Plane s -> s.plane;
      case Convolution s -> s.filters.over(in).out();
      case Transposed s -> s.convolution(in).in();
      case Residual s -> s.filters.over(in).out();
      case Pool s -> s.shape(in).out();
      case Upsample s -> s.shape(in).out();
    };
  }

  /**
   * The stage that leads back from what it makes of a plane.
   *
   * @param in what it reads
   */
  default Stage mirrored(FeatureMap in) {
    return switch (this) {
      case Dense s ->
          in.height() == 1 && in.width() == 1
              ? new Dense(in.channels(), s.finish)
              : new Plane(in, s.finish);
      case Plane s -> new Dense(in.size(), s.finish);
      case Convolution s ->
          new Transposed(
              s.filters.withCount(in.channels()),
              Optional.of(new Side(in.height(), in.width())),
              s.finish);
      case Transposed s -> new Convolution(s.filters.withCount(in.channels()), s.finish);
      case Residual s -> new Residual(s.filters.withCount(in.channels()), s.finish);
      case Pool s -> new Upsample(Upsampling.NEAREST, s.side);
      case Upsample s -> new Pool(Pooling.AVERAGE, s.factor);
    };
  }
}
