package dev.hourglass.spark;

import java.math.BigDecimal;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** What a DataFrame's column is to a model. */
enum InputKind {
  VECTOR,
  NUMBER,
  TEXT;

  /**
   * The kind of a column of that type.
   *
   * @throws IllegalArgumentException if models read no such columns
   */
  static InputKind of(String column, DataType type) {
    if (type.equals(SQLDataTypes.VectorType())) {
      return VECTOR;
    }
    return switch (type) {
      case NumericType _ -> NUMBER;
      case StringType _, BooleanType _, DateType _, TimestampType _, TimestampNTZType _ -> TEXT;
      default ->
          throw new IllegalArgumentException(
              "column '%s' is of type %s, but a model reads numbers, texts, booleans, dates, times and vectors; cast it, or leave it out"
                  .formatted(column, type.simpleString()));
    };
  }

  /** A cell of a column of numbers; NaN where it is missing. */
  static double number(Object cell) {
    return switch (cell) {
      case null -> Double.NaN;
      case BigDecimal decimal -> decimal.doubleValue();
      case Number number -> number.doubleValue();
      default -> throw new IllegalStateException("not a number: " + cell.getClass());
    };
  }
}
