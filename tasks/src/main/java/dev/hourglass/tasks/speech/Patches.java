package dev.hourglass.tasks.speech;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.DrawnSamples;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

  private final DrawnSamples<Draw> samples;

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
    this.samples = new DrawnSamples<>(count, mixtures.source(), this::drawAnew);
  }

  private record Draw(float[][] read, float[][] wanted) {}

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
    return samples.part(
        SpectrumPlane.shape(WINDOWS, mixtures.frequencies()),
        (draw, row, into, at) -> copy(draw.read()[row], into, at));
  }

  /** What it is to write. */
  Dataset targets() {
    return samples.part(
        SpectrumPlane.written(WINDOWS, mixtures.frequencies()),
        (draw, row, into, at) -> copy(draw.wanted()[row], into, at));
  }

  private static void copy(float[] numbers, MemorySegment into, long at) {
    MemorySegment.copy(numbers, 0, into, ValueLayout.JAVA_FLOAT_UNALIGNED, at, numbers.length);
  }
}
