package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.DatasetView;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleKernels;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.dataset.WarmUp;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Scales every feature of numbers by itself.
 *
 * @param inputShape the shape of a sample
 * @param scaling how the scales were found; not {@link Scaling#NONE}
 * @param clip how far a scaled value may lie outside
 * @param scales one per feature
 * @param bytesAsStored whether the scales are of bytes from 0 to 255; otherwise bytes are those of
 *     a picture, 0 to 1
 */
record ScaledPreparation(
    SampleShape inputShape, Scaling scaling, double clip, List<Scale> scales, boolean bytesAsStored)
    implements Preparation {

  ScaledPreparation {
    scales = List.copyOf(scales);
    if (scales.size() != inputShape.features() || scaling == Scaling.NONE) {
      throw new IllegalArgumentException(
          "%d scales (%s) for %s".formatted(scales.size(), scaling, inputShape));
    }
  }

  @Override
  public SampleShape outputShape() {
    return inputShape;
  }

  @Override
  public TableSchema schema() {
    return TableSchema.numbers(inputShape.features());
  }

  @Override
  public Dataset apply(RawData raw) {
    Dataset samples = ShapeFit.fit(raw, inputShape);
    Dataset numbers = bytesAsStored ? samples.asStored() : samples;
    return numbers.exceedsFloat32()
        ? RoundedSamples.of(numbers, this::scaled)
        : new ScaledView(numbers, this);
  }

  private float scaled(int row, int feature, double value) {
    return (float) scales.get(feature).prepare(value, scaling, clip);
  }

  @Override
  public List<String> remarks(RawData raw) {
    return List.of();
  }

  @Override
  public List<String> columnNames() {
    return List.of();
  }

  @Override
  public int[] columnOfFeature() {
    return IntStream.range(0, inputShape.features()).toArray();
  }

  @Override
  public List<String> original(float[] prepared) {
    return IntStream.range(0, scales.size())
        .mapToObj(i -> scales.get(i).restoredText(prepared[i]))
        .toList();
  }

  @Override
  public double[] unscale(float[] prepared) {
    double[] values = new double[scales.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = scales.get(i).restore(prepared[i]);
    }
    return values;
  }

  @Override
  public double logDeterminant() {
    return scales.stream().mapToDouble(scale -> -Math.log(scale.width())).sum();
  }

  @Override
  public boolean exceedsFloat32() {
    return scales.stream().anyMatch(Scale::exceedsFloat32);
  }

  @Override
  public boolean isIdentity() {
    return false;
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", PreparationCodec.SCALED);
    map.put("shape", inputShape.text());
    map.put("scaling", scaling.text());
    map.put("clip", clip);
    map.put("offset", scales.stream().map(Scale::offset).toList());
    map.put("width", scales.stream().map(Scale::width).toList());
    if (bytesAsStored) {
      map.put(PreparationCodec.BYTES_AS_STORED, true);
    }
    return map;
  }

  @Override
  public String describe() {
    return inputShape + ", each feature " + PreparationCodec.wording(scaling);
  }

  /** Scales rows while they are gathered, so that bytes stay bytes. */
  private static final class ScaledView implements RowSamples, DatasetView {
    private final Dataset samples;
    private final ScaledPreparation preparation;
    private final float[] offset;
    private final float[] factor;
    private final float lowest;
    private final float highest;
    private final WarmUp warmUp = new WarmUp();

    ScaledView(Dataset samples, ScaledPreparation preparation) {
      this.samples = samples;
      this.preparation = preparation;
      List<Scale> scales = preparation.scales;
      this.offset = new float[scales.size()];
      this.factor = new float[scales.size()];
      for (int i = 0; i < offset.length; i++) {
        offset[i] = (float) scales.get(i).offset();
        factor[i] = (float) (1 / scales.get(i).width());
      }
      this.lowest = Scale.lowest(preparation.scaling, preparation.clip);
      this.highest = Scale.highest(preparation.scaling, preparation.clip);
    }

    @Override
    public Dataset samples() {
      return samples;
    }

    @Override
    public void copyRow(int row, MemorySegment into, long at) {
      RowSamples.copyRow(samples, row, into, at);
      scale(into, at);
    }

    @Override
    public Dataset drawnIn(int epoch) {
      return new ScaledView(samples.drawnIn(epoch), preparation);
    }

    @Override
    public Dataset subset(int[] rows) {
      return new ScaledView(samples.subset(rows), preparation);
    }

    @Override
    public void gather(int[] rows, int from, int count, MemorySegment into) {
      samples.gather(rows, from, count, into);
      long rowBytes = (long) offset.length * Float.BYTES;
      for (int i = 0; i < count; i++) {
        scale(into, i * rowBytes);
      }
    }

    private void scale(MemorySegment into, long at) {
      SampleKernels.scale(into, at, offset, factor, lowest, highest, warmUp.next());
    }
  }
}
