package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.kernel.vector.VectorActivations;
import dev.hourglass.engine.kernel.vector.VectorScatter;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A transposed convolution as a product, what every place gives to each of its taps, whose numbers
 * are then added up where the taps lie. A few rows at a time, so that they stay in the cache.
 *
 * <p>oneDNN's own way works in blocks of 16 channels at least, of which one or three fill little:
 * this takes a seventh to two thirds of its time for 1 to 3 channels, and half to three quarters
 * for 16 where it strides. With 32 it takes as long, and without strides longer.
 */
final class OneDnnScatteredConvolution implements Product {

  /** What the product puts out at a time, in bytes: half of a second-level cache. */
  private static final int PORTION_BYTES = 512 << 10;

  /** Up to so many channels, gifts lie tap by tap. */
  private static final int FEW_CHANNELS = 3;

  /** Channels that are worth it where it strides. */
  private static final int BLOCK = 16;

  private final ConvolutionPlan.Applied plan;
  private final boolean few;
  private final Tensor bias;
  private final Tensor[] outRows;

  /** The rows of a portion, copied, so that one product serves all. */
  private final Tensor portion;

  /** What the places of a portion give. */
  private final Tensor given;

  /** The part of each row; where they lie place by place. */
  private final Tensor[] givenRows;

  private final Tensor sums;
  private final VectorScatter scatter;
  private final Product product;

  OneDnnScatteredConvolution(OneDnn oneDnn, ConvolutionPlan.Applied plan) {
    this.plan = plan;
    ConvolutionShape shape = plan.shape();
    FeatureMap narrow = shape.out();
    int channels = shape.in().channels();
    int taps = shape.taps() * channels;
    few = channels <= FEW_CHANNELS;
    int rows = (int) Math.clamp(PORTION_BYTES / (4L * narrow.places() * taps), 1, plan.in().rows());
    int placeCount = Math.multiplyExact(rows, narrow.places());
    Format format = plan.in().format();
    portion = Tensor.allocate(Arena.ofAuto(), new Shape(rows, narrow.size()), format);
    Tensor places = portion.slice(0, new Shape(placeCount, narrow.channels()));
    long size = Float.BYTES * Math.multiplyExact((long) placeCount, taps);
    MemorySegment memory = Arena.ofAuto().allocate(size + Tensor.ALIGNMENT, Tensor.ALIGNMENT);
    Shape lying = few ? new Shape(taps, placeCount) : new Shape(placeCount, taps);
    given = Tensor.of(memory, lying, Format.FLOAT32);
    givenRows = new Tensor[rows];
    for (int r = 0; r < rows; r++) {
      givenRows[r] = few ? given : given.slice(r * narrow.places(), narrow.places());
    }
    product =
        OneDnnProduct.prepare(
            oneDnn,
            few
                ? ProductPlan.transposedRight(plan.weight(), places, given)
                : ProductPlan.transposedRight(places, plan.weight(), given));
    scatter = new VectorScatter(shape);
    sums = Tensor.allocate(1, shape.in().size());
    bias = plan.bias().orElseGet(() -> Tensor.allocate(1, channels));
    outRows = new Tensor[plan.out().rows()];
    for (int r = 0; r < outRows.length; r++) {
      outRows[r] = plan.out().slice(r, 1);
    }
  }

  /** Whether a plan is done sooner this way than by oneDNN's own. */
  static boolean suits(ConvolutionPlan.Applied plan) {
    ConvolutionShape shape = plan.shape();
    if (!plan.transposed()
        || shape.vertical().dilation() > 1
        || shape.horizontal().dilation() > 1) {
      return false;
    }
    boolean strides = shape.vertical().stride() > 1 || shape.horizontal().stride() > 1;
    int channels = shape.in().channels();
    return channels <= FEW_CHANNELS || (strides && channels == BLOCK);
  }

  @Override
  public void run() {
    MemorySegment in = plan.in().segment();
    long rowBytes = (long) plan.in().columns() * plan.in().format().bytes();
    for (int row = 0; row < outRows.length; row += givenRows.length) {
      int count = Math.min(givenRows.length, outRows.length - row);
      MemorySegment.copy(in, row * rowBytes, portion.segment(), 0, count * rowBytes);
      product.run();
      for (int r = 0; r < count; r++) {
        if (few) {
          scatter.addTaps(given, r, bias, sums);
        } else {
          scatter.addPlaces(givenRows[r], bias, sums);
        }
        VectorActivations.activate(plan.tail(), sums, outRows[row + r]);
      }
    }
  }

  @Override
  public String toString() {
    return OneDnnConvolution.describe(plan) + " by scattering from a " + product;
  }
}
