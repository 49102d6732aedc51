package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What turns raw data into samples for a network: fitted on the training rows alone, and stored
 * with the model so that raw rows can be scored later.
 */
public sealed interface Preparation
    permits IdentityPreparation, ScaledPreparation, TablePreparation {

  /** The shape of a raw sample: an image's or array's, or a table's number of columns. */
  SampleShape inputShape();

  /** The shape of a prepared sample: what the network sees. */
  SampleShape outputShape();

  /**
   * What a table must hold to be prepared, for a {@link dev.hourglass.data.read.RowStream} that
   * reads it block by block.
   */
  TableSchema schema();

  /**
   * Prepares every row: of a whole file, of a block of a stream, or the one {@link
   * RawData.Table#row row} of a request. What a row becomes does not depend on the others. Numbers
   * are scaled on the fly while they are gathered; tables are turned into float32 at once.
   *
   * @throws DataException if the columns or the shape of {@code raw} do not fit, or a cell does not
   */
  Dataset apply(RawData raw);

  /**
   * What people should know of what this makes of data, a sentence each: bytes taken for pixels,
   * numbers that lose digits. Often empty.
   */
  List<String> remarks(RawData raw);

  /** The names of the raw columns, in order; empty when they have none. */
  List<String> columnNames();

  /** For every prepared feature, the raw column (0-based) it was made of. */
  int[] columnOfFeature();

  /**
   * The features that are 1 where their column's cell is missing, else 0; ascending, often none.
   */
  default int[] marksOfMissing() {
    return new int[0];
  }

  /**
   * A prepared sample, such as a reconstruction, back in the units of the file: one text per raw
   * column, a number or the name of the most likely category; empty where it is marked as missing.
   *
   * @param prepared as many numbers as {@link #outputShape()} has features
   */
  List<String> original(float[] prepared);

  /**
   * The numbers of a prepared sample back in the units of the file: scaling is undone feature by
   * feature, one-hot features stay as they are.
   *
   * @param prepared as many numbers as {@link #outputShape()} has features
   * @return as many again
   */
  double[] unscale(float[] prepared);

  /** Whether numbers in the units of the file need more digits, or a wider range, than float32. */
  boolean exceedsFloat32();

  /**
   * log |det ∂prepared/∂original|: what a density of prepared numbers gains in the units of the
   * file, Σ −log width over the features that are scaled. Densities of differently prepared data
   * compare only with it. Of features that are logarithms it is that at their centre.
   */
  double logDeterminant();

  /** Whether it takes tables, whose columns have kinds, and not arrays. */
  default boolean isTable() {
    return this instanceof TablePreparation;
  }

  /** Whether preparing changes nothing. */
  boolean isIdentity();

  /** The same as plain lists, maps, strings, numbers and booleans, for JSON. */
  Map<String, Object> toMap();

  /** What is done, in one line for people. */
  String describe();

  /**
   * The inverse of {@link #toMap()}; numbers may have become any other kind of {@link Number}.
   *
   * @throws IllegalArgumentException if anything is unknown, missing, of the wrong kind or out of
   *     range
   */
  static Preparation fromMap(Map<String, Object> map) {
    return PreparationCodec.decode(map);
  }

  /**
   * Fits a preparation.
   *
   * @param raw the data
   * @param trainingRows the rows to learn from, at least one
   * @param options what to do
   * @throws DataException if a column has no value in these rows, or too many categories
   * @throws IllegalArgumentException if there are no training rows
   */
  static Preparation fit(RawData raw, int[] trainingRows, PreparationOptions options) {
    return PreparationFitting.fit(raw, trainingRows, options);
  }

  /**
   * Fits a preparation on all rows.
   *
   * @throws DataException if a column has no value, or too many categories
   */
  static Preparation fit(RawData raw, PreparationOptions options) {
    return fit(raw, IntStream.range(0, raw.size()).toArray(), options);
  }

  /** Leaves samples of this shape as they are. */
  static Preparation none(SampleShape shape) {
    return new IdentityPreparation(shape, false, false);
  }
}
