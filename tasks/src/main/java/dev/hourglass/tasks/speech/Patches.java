package dev.hourglass.tasks.speech;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Pieces of mixtures as planes, others in every epoch: what the network of recordings reads, and
 * what it is to write.
 */
final class Patches {
  /** Windows of a patch: half a second. */
  static final int WINDOWS = 64;

  /** Of a recording that is longer, so much is drawn for a patch. */
  private static final double SECONDS = 2;

  /** Patches of an epoch, at least and at most. */
  private static final int FEWEST = 320;

  private static final int MOST = 1_500;

  private final Mixtures mixtures;
  private final long seed;
  private final int count;

  private int drawnEpoch = -1;
  private Draw drawn;

  /** Of mixtures. */
  Patches(Mixtures mixtures, long seed) {
    this.mixtures = mixtures;
    this.seed = seed;
    double perPatch = WINDOWS * Spectrogram.SECONDS / Spectrogram.OVERLAP * mixtures.rate();
    double patches = 0;
    for (int i = 0; i < mixtures.recordings(); i++) {
      patches += Math.ceil(mixtures.length(i) / perPatch);
    }
    this.count = (int) Math.clamp(patches, FEWEST, MOST);
  }

  private record Draw(float[][] read, float[][] wanted) {}

  private synchronized Draw draw(int epoch) {
    if (epoch != drawnEpoch) {
      drawn = drawAnew(epoch);
      drawnEpoch = epoch;
    }
    return drawn;
  }

  private Draw drawAnew(int epoch) {
    float[][] read = new float[count][];
    float[][] wanted = new float[count][];
    long key = Noise.key(seed, NoisePurpose.MIXTURES, epoch, -1);
    int longest = (int) (SECONDS * mixtures.rate());
    IntStream.range(0, count)
        .parallel()
        .forEach(
            n -> {
              // One draw from each of as many equal parts: no recording's luck is left to chance.
              double place = (n + Noise.uniform(key, 2 * n)) / count;
              int recording = (int) (place * mixtures.recordings());
              Mixtures.Mixture mixture = mixtures.draw(recording, epoch, n, longest);
              int frames = mixture.powers().length;
              int from = (int) (Noise.uniform(key, 2 * n + 1) * Math.max(1, frames - WINDOWS + 1));
              SpectrumPlane plane = new SpectrumPlane(mixture.powers());
              read[n] = plane.read(from, WINDOWS);
              wanted[n] = plane.wanted(from, WINDOWS, mixture.masks());
            });
    return new Draw(read, wanted);
  }

  /** What the network reads. */
  Dataset inputs() {
    return new Planes(draw(0), true);
  }

  /** What it is to write. */
  Dataset targets() {
    return new Planes(draw(0), false);
  }

  private final class Planes implements RowSamples {
    private final Draw draw;
    private final boolean read;

    Planes(Draw draw, boolean read) {
      this.draw = draw;
      this.read = read;
    }

    @Override
    public Dataset drawnIn(int epoch) {
      return new Planes(draw(epoch), read);
    }

    @Override
    public void copyRow(int row, MemorySegment into, long at) {
      float[] numbers = (read ? draw.read() : draw.wanted())[row];
      MemorySegment.copy(numbers, 0, into, ValueLayout.JAVA_FLOAT_UNALIGNED, at, numbers.length);
    }

    @Override
    public int size() {
      return count;
    }

    @Override
    public SampleShape shape() {
      return read
          ? SpectrumPlane.shape(WINDOWS, mixtures.frequencies())
          : SpectrumPlane.written(WINDOWS, mixtures.frequencies());
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
      return "mixtures of %d recordings".formatted(mixtures.recordings());
    }
  }
}
