package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Pieces of one size, cut out of pictures of any size. Every picture gives as many as would cover
 * the mean one. As they are, they lie evenly spread over their picture, so that they cover it;
 * {@link #drawnIn an epoch} draws other places for them, each epoch its own.
 */
public final class CropSamples implements RowSamples {
  private static final float TO_UNIT = 1f / 255;

  private final Pictures pictures;
  private final SampleShape shape;
  private final int each;
  private final String source;
  private final float scale;
  private final OptionalInt epoch;
  private final WarmUp warmUp = new WarmUp();

  /**
   * Pictures, stored one after the other, rows of pixels with interleaved channels.
   *
   * @param stored bytes, or float32 in native byte order
   * @param bytes which of the two
   * @param places the byte where each begins
   * @param heights of each, in pixels
   * @param widths of each, in pixels
   * @param channels of all
   */
  @SuppressWarnings("ArrayRecordComponent") // where pictures lie, never compared
  public record Pictures(
      MemorySegment stored,
      boolean bytes,
      long[] places,
      int[] heights,
      int[] widths,
      int channels) {
    /** How many there are. */
    public int count() {
      return places.length;
    }
  }

  /**
   * Pieces of pictures.
   *
   * @param pictures at least one, none smaller than a piece
   * @param shape of a piece; as many channels as the pictures
   */
  public CropSamples(Pictures pictures, SampleShape shape, String source) {
    this(pictures, shape, covering(pictures, shape), source, TO_UNIT, OptionalInt.empty());
  }

  private CropSamples(
      Pictures pictures,
      SampleShape shape,
      int each,
      String source,
      float scale,
      OptionalInt epoch) {
    this.pictures = pictures;
    this.shape = shape;
    this.each = each;
    this.source = source;
    this.scale = scale;
    this.epoch = epoch;
    Math.multiplyExact(pictures.count(), each);
  }

  private static int covering(Pictures pictures, SampleShape shape) {
    long pixels = 0;
    for (int i = 0; i < pictures.count(); i++) {
      int height = pictures.heights[i];
      int width = pictures.widths[i];
      if (height < shape.height() || width < shape.width()) {
        throw new IllegalArgumentException(
            "no piece of %dx%d can be cut out of picture %d of %dx%d"
                .formatted(shape.width(), shape.height(), i, width, height));
      }
      pixels += (long) height * width;
    }
    double mean = (double) pixels / pictures.count();
    return Math.toIntExact((long) Math.ceil(mean / (shape.height() * shape.width())));
  }

  /** Pieces of a picture. */
  @Override
  public int groupSize() {
    return each;
  }

  @Override
  public int size() {
    return pictures.count() * each;
  }

  @Override
  public SampleShape shape() {
    return shape;
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
    return source;
  }

  @Override
  public Dataset asStored() {
    return scale == 1 || !pictures.bytes
        ? this
        : new CropSamples(pictures, shape, each, source, 1, epoch);
  }

  @Override
  public Dataset drawnIn(int epoch) {
    return new CropSamples(pictures, shape, each, source, scale, OptionalInt.of(epoch));
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    Objects.checkIndex(row, size());
    int picture = row / each;
    int downMost = pictures.heights[picture] - shape.height();
    int rightMost = pictures.widths[picture] - shape.width();
    int down;
    int right;
    if (epoch.isPresent()) {
      long draw = mixed(((long) epoch.getAsInt() << 32) + row);
      down = (int) Math.floorMod(draw >>> 32, downMost + 1L);
      right = (int) Math.floorMod(draw & 0xFFFF_FFFFL, rightMost + 1L);
    } else {
      int across = Math.ceilDiv(pictures.widths[picture], shape.width());
      int along = Math.ceilDiv(pictures.heights[picture], shape.height());
      long place = (long) (row % each) * across * along / each;
      down = evenly((int) (place / across), along, downMost);
      right = evenly((int) (place % across), across, rightMost);
    }
    copy(picture, down, right, into, at);
  }

  /** The {@code i}th of {@code count} places that spread from 0 to {@code last}. */
  private static int evenly(int i, int count, int last) {
    return count == 1 ? last / 2 : (int) ((long) i * last / (count - 1));
  }

  private void copy(int picture, int down, int right, MemorySegment into, long at) {
    int channels = pictures.channels;
    int numbers = shape.width() * channels;
    int size = pictures.bytes ? 1 : Float.BYTES;
    long rowBytes = (long) numbers * Float.BYTES;
    boolean wide = warmUp.next();
    for (int y = 0; y < shape.height(); y++) {
      long pixel = (long) (down + y) * pictures.widths[picture] + right;
      long from = pictures.places[picture] + pixel * channels * size;
      long to = at + y * rowBytes;
      if (pictures.bytes) {
        SampleKernels.bytesToFloats(pictures.stored, from, into, to, numbers, scale, wide);
      } else {
        MemorySegment.copy(pictures.stored, from, into, to, rowBytes);
      }
    }
  }

  /** SplitMix64's finaliser (Steele, Lea and Flood 2014). */
  private static long mixed(long number) {
    long z = (number + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Pieces of pictures of one size that lie in memory.
   *
   * @throws DataException if a piece is larger than they
   */
  public static Dataset of(Dataset samples, int height, int width) {
    SampleShape whole = samples.shape();
    if (height > whole.height() || width > whole.width()) {
      throw new DataException(
          "%s: its samples are %s, of which pieces of %dx%d cannot be cut (option 'crop')"
              .formatted(samples.source(), whole, width, height));
    }
    int count = samples.size();
    boolean bytes = samples instanceof ByteSamples;
    MemorySegment stored;
    if (samples instanceof ByteSamples of) {
      stored = of.bytes();
    } else {
      stored = Storage.allocate((long) count * whole.features() * Float.BYTES);
      samples.gather(RowOrder.all(count), 0, count, stored);
    }
    long[] places = new long[count];
    int[] heights = new int[count];
    int[] widths = new int[count];
    Arrays.setAll(places, i -> (long) i * whole.features() * (bytes ? 1 : Float.BYTES));
    Arrays.fill(heights, whole.height());
    Arrays.fill(widths, whole.width());
    CropSamples crops =
        new CropSamples(
            new Pictures(stored, bytes, places, heights, widths, whole.channels()),
            SampleShape.image(whole.channels(), height, width),
            samples.source());
    Dataset labelled =
        samples.labels().isPresent()
            ? crops.withLabels(samples.labels().get().subset(crops.pictureOfEach()))
            : crops;
    List<String> names = samples.sampleNames();
    return names.isEmpty()
        ? labelled
        : labelled.withSampleNames(
            Arrays.stream(crops.pictureOfEach()).mapToObj(names::get).toList());
  }

  /** For every sample, the picture that it is a piece of. */
  public int[] pictureOfEach() {
    int[] picture = new int[size()];
    Arrays.setAll(picture, row -> row / each);
    return picture;
  }
}
