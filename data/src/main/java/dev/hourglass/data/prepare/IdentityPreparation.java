package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Leaves numbers as they are.
 *
 * @param inputShape the shape of a sample
 * @param unit whether all training samples lay within 0 and 1, as images do
 * @param bytesAsStored whether bytes stay 0 to 255; otherwise they are those of a picture, 0 to 1
 */
record IdentityPreparation(SampleShape inputShape, boolean unit, boolean bytesAsStored)
    implements Preparation {
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
    Dataset fitted = ShapeFit.fit(raw, inputShape);
    Dataset samples = bytesAsStored ? fitted.asStored() : fitted;
    boolean bytes = raw instanceof RawData.Array array && array.kind() == NumberKind.BYTES;
    long firstRow = raw instanceof RawData.Array array ? array.firstRow() : 0;
    if (unit && inputShape.isImage() && !bytes) {
      checkUnit(samples, firstRow);
    }
    return samples.exceedsFloat32()
        ? RoundedSamples.of(samples, (row, f, x) -> rounded(samples, firstRow + row, f, x))
        : samples;
  }

  private static float rounded(Dataset samples, long row, int feature, double value) {
    float rounded = (float) value;
    if (Float.isInfinite(rounded)) {
      throw new DataException(
          ("%s: row %d, feature %d (both counted from 0) is %s, more than float32 holds; scale it"
                  + " (option 'scaling' = min-max)")
              .formatted(samples.source(), row, feature, value));
    }
    return rounded;
  }

  private static void checkUnit(Dataset samples, long firstRow) {
    double[] row = new double[samples.features()];
    for (int i = 0; i < samples.size(); i++) {
      samples.copyDoubles(i, row);
      for (double value : row) {
        if (value > PLAINLY_NOT_UNIT) {
          throw new DataException(
              ("%s: row %d (counted from 0) has the value %s, but the model was trained "
                          + "on images with ")
                      .formatted(samples.source(), firstRow + i, (float) value)
                  + "values from 0 to 1; divide by 255, or store unsigned bytes");
        }
      }
    }
  }

  @Override
  public List<String> remarks(RawData raw) {
    return raw instanceof RawData.Array array && array.kind() == NumberKind.BYTES && !bytesAsStored
        ? BytePictures.remarks(array)
        : List.of();
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
  public double[] unscale(float[] prepared) {
    return IntStream.range(0, prepared.length).mapToDouble(i -> prepared[i]).toArray();
  }

  @Override
  public boolean exceedsFloat32() {
    return false;
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
    if (bytesAsStored) {
      map.put(PreparationCodec.BYTES_AS_STORED, true);
    }
    return map;
  }

  @Override
  public String describe() {
    return inputShape + ", as they are";
  }
}
