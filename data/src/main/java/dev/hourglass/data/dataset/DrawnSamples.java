package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Samples that are drawn anew in every epoch, all at once, and of which several datasets show parts
 * side by side: what a network reads and what it is to write. The last draw is kept, so that they
 * share it. Safe to use from several threads.
 *
 * @param <D> what is drawn of an epoch
 */
public final class DrawnSamples<D> {
  private static final int NONE = -1;

  /**
   * Writes a sample.
   *
   * @param <D> what it is a part of
   */
  @FunctionalInterface
  public interface Writer<D> {
    /** Writes one as float32 from byte {@code at} of {@code into}; allocates nothing. */
    void write(D draw, int row, MemorySegment into, long at);
  }

  private final int size;
  private final String source;
  private final IntFunction<D> drawing;

  private int drawnEpoch = NONE;
  private D drawn;

  /**
   * Samples of draws.
   *
   * @param size how many samples every draw has
   * @param source what messages call them
   * @param drawing makes the draw of an epoch, counted from 0; always the same of the same
   */
  public DrawnSamples(int size, String source, IntFunction<D> drawing) {
    this.size = size;
    this.source = source;
    this.drawing = drawing;
  }

  private synchronized D draw(int epoch) {
    if (epoch != drawnEpoch) {
      drawn = drawing.apply(epoch);
      drawnEpoch = epoch;
    }
    return drawn;
  }

  /**
   * A dataset of one part of the samples, in the first epoch.
   *
   * @param shape of the part
   * @param writer writes it
   */
  public Dataset part(SampleShape shape, Writer<D> writer) {
    return new Part(draw(0), shape, writer);
  }

  private final class Part implements RowSamples {
    private final D draw;
    private final SampleShape shape;
    private final Writer<D> writer;

    Part(D draw, SampleShape shape, Writer<D> writer) {
      this.draw = draw;
      this.shape = shape;
      this.writer = writer;
    }

    @Override
    public Dataset drawnIn(int epoch) {
      return new Part(draw(epoch), shape, writer);
    }

    @Override
    public void copyRow(int row, MemorySegment into, long at) {
      writer.write(draw, row, into, at);
    }

    @Override
    public int size() {
      return size;
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
  }
}
