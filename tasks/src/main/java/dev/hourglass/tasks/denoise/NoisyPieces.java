package dev.hourglass.tasks.denoise;

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
import java.util.SplittableRandom;

/**
 * A damaged view of clean pieces, damaged anew in every epoch. Every second one is cut to the range
 * of 0 to 1, as a file cuts what it holds; the others are not, as noise is reckoned with.
 */
final class NoisyPieces implements RowSamples {
  private final Dataset clean;
  private final NoiseMixture noise;
  private final long seed;
  private final int epoch;
  private final ThreadLocal<float[]> buffer;

  NoisyPieces(Dataset clean, NoiseMixture noise, long seed) {
    this(clean, noise, seed, 0, ThreadLocal.withInitial(() -> new float[clean.features()]));
  }

  private NoisyPieces(
      Dataset clean, NoiseMixture noise, long seed, int epoch, ThreadLocal<float[]> buffer) {
    this.clean = clean;
    this.noise = noise;
    this.seed = seed;
    this.epoch = epoch;
    this.buffer = buffer;
  }

  @Override
  public Dataset drawnIn(int epoch) {
    return new NoisyPieces(clean.drawnIn(epoch), noise, seed, epoch, buffer);
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    RowSamples.copyRow(clean, row, into, at);
    float[] piece = buffer.get();
    MemorySegment.copy(into, ValueLayout.JAVA_FLOAT_UNALIGNED, at, piece, 0, piece.length);
    SplittableRandom random =
        new SplittableRandom(Noise.key(seed, NoisePurpose.PIECE_NOISE, epoch, row));
    boolean cut = random.nextBoolean();
    noise.apply(piece, shape(), random);
    if (cut) {
      for (int i = 0; i < piece.length; i++) {
        piece[i] = Math.clamp(piece[i], 0f, 1f);
      }
    }
    MemorySegment.copy(piece, 0, into, ValueLayout.JAVA_FLOAT_UNALIGNED, at, piece.length);
  }

  @Override
  public int groupSize() {
    return clean.groupSize();
  }

  @Override
  public int size() {
    return clean.size();
  }

  @Override
  public SampleShape shape() {
    return clean.shape();
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
    return clean.source();
  }
}
