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
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Grey levels made black or white once and for all, each with its own level as the probability of
 * white: what densities of binary images are measured on (Salakhutdinov and Murray 2008).
 */
public final class Binarization {
  private Binarization() {}

  /**
   * Draws every number of every image.
   *
   * @param seed the same seed, image and place in the data give the same bits
   * @throws DataException if the samples are no images of bytes
   */
  public static RawData.Array apply(RawData.Array raw, long seed) {
    Dataset samples = raw.samples();
    SampleShape shape = samples.shape();
    if (raw.kind() != NumberKind.BYTES || !shape.isImage()) {
      throw new DataException(
          "%s: holds samples of %s; only images of bytes can be made black and white (option 'binarize')"
              .formatted(raw.source(), shape));
    }
    int features = shape.features();
    MemorySegment bytes = Storage.allocate((long) samples.size() * features);
    IntStream.range(0, samples.size())
        .parallel()
        .forEach(
            i -> {
              float[] row = samples.row(i);
              SplittableRandom draws =
                  new SplittableRandom(seed ^ new SplittableRandom(i).nextLong());
              for (int f = 0; f < features; f++) {
                byte drawn = (byte) (draws.nextDouble() < row[f] ? 255 : 0);
                bytes.set(ValueLayout.JAVA_BYTE, (long) i * features + f, drawn);
              }
            });
    Dataset drawn = new ByteSamples(bytes, samples.size(), shape, samples.source());
    Dataset labelled = samples.labels().map(drawn::withLabels).orElse(drawn);
    List<String> names = samples.sampleNames();
    return new RawData.Array(
        names.isEmpty() ? labelled : labelled.withSampleNames(names),
        raw.kind(),
        raw.firstRow(),
        raw.remarks());
  }
}
