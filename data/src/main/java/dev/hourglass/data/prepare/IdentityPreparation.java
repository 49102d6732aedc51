package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Leaves numbers as they are.
 *
 * @param inputShape the shape of a sample
 * @param unit whether all training samples lay within 0 and 1, as images do
 */
record IdentityPreparation(SampleShape inputShape, boolean unit) implements Preparation {
  /**
   * Noise may push a picture's values outside 0 and 1, but only a forgotten 1/255 goes this far.
   */
  private static final float PLAINLY_NOT_UNIT = 16;

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
    boolean bytes = raw instanceof RawData.Array array && array.kind() == NumberKind.BYTES;
    if (unit && inputShape.isImage() && !bytes) {
      checkUnit(samples, raw instanceof RawData.Array array ? array.firstRow() : 0);
    }
    return samples;
  }

  private static void checkUnit(Dataset samples, long firstRow) {
    float[] row = new float[samples.features()];
    MemorySegment segment = MemorySegment.ofArray(row);
    for (int i = 0; i < samples.size(); i++) {
      RowSamples.copyRow(samples, i, segment, 0);
      for (float value : row) {
        if (value > PLAINLY_NOT_UNIT) {
          throw new DataException(
              ("%s: row %d (counted from 0) has the value %s, but the model was trained "
                          + "on images with ")
                      .formatted(samples.source(), firstRow + i, value)
                  + "values from 0 to 1; divide by 255, or store unsigned bytes");
        }
      }
    }
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
    return IntStream.range(0, prepared.length).mapToObj(i -> Float.toString(prepared[i])).toList();
  }

  @Override
  public float[] unscale(float[] prepared) {
    return prepared.clone();
  }

  @Override
  public double logDeterminant() {
    return 0;
  }

  @Override
  public boolean isIdentity() {
    return true;
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", PreparationCodec.IDENTITY);
    map.put("shape", inputShape.text());
    map.put("unit", unit);
    return map;
  }

  @Override
  public String describe() {
    return inputShape + ", as they are";
  }
}
