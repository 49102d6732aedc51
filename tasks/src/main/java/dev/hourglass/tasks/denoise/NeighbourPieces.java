package dev.hourglass.tasks.denoise;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * One of two half-sized views of noisy pieces: of each 2 × 2 pixels one goes to the one view and a
 * neighbour of it to the other, drawn anew in every epoch (Huang et al. 2021, "Neighbor2Neighbor").
 * Neighbours show nearly the same thing and share no noise, so that whoever learns to tell the one
 * view from the other cannot learn the noise (Lehtinen et al. 2018).
 */
final class NeighbourPieces implements RowSamples {
  /** Pixels a side of which one is taken. */
  static final int CELL = 2;

  /**
   * The two pixels of a cell, in reading order, for each of eight draws: beside or below one
   * another.
   */
  private static final int[][] CHOICES = {
    {0, 1}, {1, 0}, {2, 3}, {3, 2}, {0, 2}, {2, 0}, {1, 3}, {3, 1}
  };

  private final Dataset noisy;
  private final int view;
  private final long seed;
  private final int epoch;
  private final SampleShape shape;
  private final ThreadLocal<float[]> buffer;

  private NeighbourPieces(
      Dataset noisy, int view, long seed, int epoch, ThreadLocal<float[]> buffer) {
    this.noisy = noisy;
    this.view = view;
    this.seed = seed;
    this.epoch = epoch;
    this.buffer = buffer;
    SampleShape whole = noisy.shape();
    this.shape = SampleShape.image(whole.channels(), half(whole.height()), half(whole.width()));
  }

  /** A side that can be halved twice more; what is left over at the end is not looked at. */
  private static int half(int side) {
    return side / CELL / CleanPieces.STRIDE * CleanPieces.STRIDE;
  }

  /**
   * Both views of noisy pieces: the one to be told from the other.
   *
   * @throws DataException if the pieces are so small that their halves show nothing
   */
  static Pairs of(Dataset noisy, long seed) {
    SampleShape whole = noisy.shape();
    if (Math.min(whole.height(), whole.width()) < CELL * CleanPieces.LEAST_SIDE) {
      throw new DataException(
          "%s: pieces of %dx%d pixels are too small to learn from noisy images alone, every second pixel of which is set against its neighbour; give images of %dx%d or more"
              .formatted(
                  noisy.source(),
                  whole.width(),
                  whole.height(),
                  CELL * CleanPieces.LEAST_SIDE,
                  CELL * CleanPieces.LEAST_SIDE));
    }
    ThreadLocal<float[]> buffer = ThreadLocal.withInitial(() -> new float[noisy.features()]);
    return new Pairs(
        new NeighbourPieces(noisy, 0, seed, 0, buffer),
        new NeighbourPieces(noisy, 1, seed, 0, buffer));
  }

  @Override
  public Dataset drawnIn(int epoch) {
    return new NeighbourPieces(noisy.drawnIn(epoch), view, seed, epoch, buffer);
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    float[] piece = buffer.get();
    RowSamples.copyRow(noisy, row, MemorySegment.ofArray(piece), 0);
    long key = Noise.key(seed, NoisePurpose.NEIGHBOUR_PIXELS, epoch, row);
    int channels = shape.channels();
    int across = noisy.shape().width();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int cell = y * shape.width() + x;
        int chosen = CHOICES[(int) (Noise.uniform(key, cell) * CHOICES.length)][view];
        int from = ((y * CELL + chosen / CELL) * across + x * CELL + chosen % CELL) * channels;
        for (int c = 0; c < channels; c++) {
          into.set(
              ValueLayout.JAVA_FLOAT_UNALIGNED,
              at + ((long) cell * channels + c) * Float.BYTES,
              piece[from + c]);
        }
      }
    }
  }

  @Override
  public int groupSize() {
    return noisy.groupSize();
  }

  @Override
  public int size() {
    return noisy.size();
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
    return noisy.source();
  }
}
