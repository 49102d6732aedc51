package dev.hourglass.data.picture;

import dev.hourglass.data.dataset.ByteSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.Storage;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;

/** Resizes and recolours images that came from an array and not from image files. */
public final class ImageAdjustment {
  private ImageAdjustment() {}

  /**
   * Brings images to the size and the channels that are asked for; others are left alone where
   * nothing is.
   *
   * @throws DataException if the samples are not images of bytes with 1 or 3 channels
   */
  public static RawData.Array apply(RawData.Array raw, ImageOptions options) {
    SampleShape shape = raw.samples().shape();
    int channels =
        switch (options.color()) {
          case KEEP -> shape.channels();
          case GREY -> 1;
          case RGB -> 3;
        };
    boolean resizes =
        options
            .resize()
            .filter(s -> s.width() != shape.width() || s.height() != shape.height())
            .isPresent();
    if (!resizes && channels == shape.channels()) {
      return raw;
    }
    boolean images =
        shape.isImage()
            && raw.kind() == NumberKind.BYTES
            && (shape.channels() == 1 || shape.channels() == 3);
    if (!images) {
      throw new DataException(
          "%s: holds %s samples of %s; only images of bytes can be resized or recoloured"
              .formatted(raw.source(), raw.kind() == NumberKind.BYTES ? "byte" : "float", shape));
    }
    ImageSize stored = new ImageSize(shape.width(), shape.height());
    ImageSize size = options.resize().orElse(stored);
    if (options.fit() == Fit.CROP && !size.liesWithin(stored)) {
      throw new DataException(
          "%s: its images are %s, of which %s cannot be cut; option 'fit' = cover enlarges them"
              .formatted(raw.source(), stored, size));
    }
    SampleShape target = SampleShape.image(channels, size.height(), size.width());
    ImageOptions adjusting =
        options.withResize(size).withColor(channels == 1 ? ColorMode.GREY : ColorMode.RGB);
    Dataset samples = raw.samples();
    MemorySegment bytes = Storage.allocate((long) samples.size() * target.features());
    IntStream.range(0, samples.size())
        .parallel()
        .forEach(
            i -> {
              byte[] values = adjusting.apply(pixels(samples.row(i), shape)).values();
              long at = (long) i * target.features();
              MemorySegment.copy(values, 0, bytes, ValueLayout.JAVA_BYTE, at, values.length);
            });
    Dataset adjusted = new ByteSamples(bytes, samples.size(), target, samples.source());
    Dataset labelled = samples.labels().map(adjusted::withLabels).orElse(adjusted);
    return new RawData.Array(labelled, raw.kind(), raw.firstRow(), raw.remarks());
  }

  private static Pixels pixels(float[] row, SampleShape shape) {
    byte[] values = new byte[row.length];
    for (int i = 0; i < row.length; i++) {
      values[i] = (byte) Math.round(row[i] * 255);
    }
    return new Pixels(shape.width(), shape.height(), shape.channels(), 8, values);
  }
}
