package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.AnySize;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Pictures of any size through a model of convolutions alone, by overlapping tiles. Of each tile
 * only what no border reaches is kept, and tiles begin where the strides do, so that the result is
 * that of the whole picture at once and no seam is there to be seen. Memory goes with the tile; a
 * band of tiles is under way at a time, shared among all processors.
 *
 * <p>A picture whose sides are no multiple of the strides is continued by its mirror image.
 */
public final class TiledReconstruction {
  /** Pixels along a tile's side: wider costs memory, narrower more overlap. */
  private static final int SIDE = 384;

  private final Autoencoder model;
  private final AnySize.Reach reach;
  private final int side;

  /** Over the last picture's tiles: those of a folder, or of one's channels, are of one size. */
  private final AtomicReference<Autoencoder> last;

  /**
   * Over a model.
   *
   * @throws IllegalArgumentException with the reason, where it is made for one size
   */
  public TiledReconstruction(Autoencoder model) {
    this(model, SIDE);
  }

  /** With tiles of another side, rounded up to what the strides and their reach need. */
  TiledReconstruction(Autoencoder model, int side) {
    this.model = model;
    this.reach = AnySize.reach(model.blueprint());
    int least = 2 * reach.margin() + reach.stride();
    this.side = roundedUp(Math.max(side, least));
    this.last = new AtomicReference<>(model);
  }

  private int roundedUp(int pixels) {
    return Math.ceilDiv(pixels, reach.stride()) * reach.stride();
  }

  /**
   * How a side is cut into tiles.
   *
   * @param pixels of the picture
   * @param whole the same up to a multiple of the strides
   * @param length of a tile
   * @param step from one tile to the next
   * @param count of tiles
   */
  private record Cut(int pixels, int whole, int length, int step, int count) {
    /** The last tile ends where the picture does, whose border is a border to it, too. */
    int first(int tile) {
      return Math.min(tile * step, whole - length);
    }
  }

  /**
   * A tile along one side.
   *
   * @param first pixel of it
   * @param from the first of the picture's pixels that are kept
   * @param to behind the last one
   */
  private record Span(int first, int from, int to) {}

  private Cut cut(int pixels) {
    // A code of one place would be no plane any more.
    int whole = Math.max(2 * reach.stride(), roundedUp(pixels));
    if (whole <= side) {
      return new Cut(pixels, whole, whole, whole, 1);
    }
    int step = side - 2 * reach.margin();
    return new Cut(pixels, whole, side, step, 1 + Math.ceilDiv(whole - side, step));
  }

  private Span span(Cut cut, int tile) {
    int kept = cut.length - reach.margin();
    int from = tile == 0 ? 0 : cut.first(tile - 1) + kept;
    int to = tile == cut.count - 1 ? cut.pixels : cut.first(tile) + kept;
    return new Span(cut.first(tile), from, to);
  }

  /**
   * What the model makes of a picture.
   *
   * @param picture as many numbers as its shape has
   * @param shape any height and width; as many channels as the model's samples
   * @return as many numbers of each place as the model's targets have channels
   * @throws IllegalArgumentException if the channels or the length differ
   */
  public float[] reconstruct(float[] picture, SampleShape shape) {
    if (shape.channels() != model.blueprint().shape().channels()
        || picture.length != shape.features()) {
      throw new IllegalArgumentException(
          "the model takes pictures of %d channels, but was given %d numbers of %s"
              .formatted(model.blueprint().shape().channels(), picture.length, shape));
    }
    Cut along = cut(shape.height());
    Cut across = cut(shape.width());
    SampleShape tile = SampleShape.image(shape.channels(), along.length, across.length);
    Autoencoder tiled = last.updateAndGet(over -> over.over(tile));
    int channels = model.blueprint().targetShape().channels();
    float[] result = new float[shape.height() * shape.width() * channels];
    for (int row = 0; row < along.count; row++) {
      Span down = span(along, row);
      Tensor rebuilt = tiled.reconstruct(new Band(picture, shape, tile, down.first, across));
      for (int column = 0; column < across.count; column++) {
        Tensor one = rebuilt.slice(column, 1);
        keep(one, tile, down, span(across, column), result, shape.width());
      }
    }
    return result;
  }

  private static void keep(
      Tensor tile, SampleShape shape, Span down, Span right, float[] result, int width) {
    int channels = tile.columns() / shape.width() / shape.height();
    int numbers = (right.to - right.from) * channels;
    for (int y = down.from; y < down.to; y++) {
      long pixel = (long) (y - down.first) * shape.width() + (right.from - right.first);
      MemorySegment.copy(
          tile.segment(),
          ValueLayout.JAVA_FLOAT,
          pixel * channels * Float.BYTES,
          result,
          (y * width + right.from) * channels,
          numbers);
    }
  }

  /** The tiles of a picture that begin at one height. */
  private record Band(float[] picture, SampleShape whole, SampleShape shape, int top, Cut across)
      implements RowSamples {
    @Override
    public int size() {
      return across.count;
    }

    @Override
    public Optional<Labels> labels() {
      return Optional.empty();
    }

    @Override
    public List<String> featureNames() {
      return List.of();
    }

    @Override
    public String source() {
      return "memory";
    }

    @Override
    public void copyRow(int row, MemorySegment into, long at) {
      int left = across.first(Objects.checkIndex(row, across.count));
      int channels = whole.channels();
      for (int y = 0; y < shape.height(); y++) {
        int fromY = mirrored(top + y, whole.height());
        long to = at + (long) y * shape.width() * channels * Float.BYTES;
        int inside = Math.clamp((long) whole.width() - left, 0, shape.width());
        MemorySegment.copy(
            picture,
            (fromY * whole.width() + left) * channels,
            into,
            ValueLayout.JAVA_FLOAT_UNALIGNED,
            to,
            inside * channels);
        for (int x = inside; x < shape.width(); x++) {
          int fromX = mirrored(left + x, whole.width());
          for (int c = 0; c < channels; c++) {
            into.set(
                ValueLayout.JAVA_FLOAT_UNALIGNED,
                to + ((long) x * channels + c) * Float.BYTES,
                picture[(fromY * whole.width() + fromX) * channels + c]);
          }
        }
      }
    }

    /** A place beyond the last one stands for one as far before it. */
    private static int mirrored(int place, int count) {
      if (place < count) {
        return place;
      }
      int period = Math.max(1, 2 * count - 2);
      int within = place % period;
      return within < count ? within : period - within;
    }
  }
}
