package dev.hourglass.spark;

import dev.hourglass.data.raw.RawData;
import java.io.Serializable;
import org.apache.spark.sql.types.StructField;

/**
 * What a model says of rows: the columns that it adds, and how they are filled. It travels to the
 * executors.
 */
interface Results extends Serializable {
  /** The columns that are added, all of which may hold nulls. */
  StructField[] columns();

  /** How many numbers a sample has, as the model reads it before it prepares it. */
  int features(SharedModel model);

  /** Whether the model reads tables. */
  boolean isTable(SharedModel model);

  /**
   * A block of rows' values, {@code [rows][columns]}.
   *
   * @throws dev.hourglass.data.dataset.DataException if one of them cannot be read
   */
  Object[][] of(SharedModel model, RawData rows);
}
