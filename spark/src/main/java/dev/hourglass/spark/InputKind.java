package dev.hourglass.spark;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** What a DataFrame's column is to a model. */
enum InputKind {
  VECTOR,
  NUMBER,
  TEXT;

  /** A cell that is not null as a number. */
  @FunctionalInterface
  interface Number {
    double of(InternalRow row, int position);
  }

  /** A cell that is not null as a text. */
  @FunctionalInterface
  interface Text {
    UTF8String of(InternalRow row, int position);
  }

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

  /** How the cells of a column of numbers are read. */
  static Number number(InputColumns.Place place) {
    return switch (place.type()) {
      case IntegerType _ -> InternalRow::getInt;
      case DoubleType _ -> InternalRow::getDouble;
      case LongType _ -> InternalRow::getLong;
      case FloatType _ -> InternalRow::getFloat;
      case ShortType _ -> InternalRow::getShort;
      case ByteType _ -> InternalRow::getByte;
      default -> (row, _) -> ((java.lang.Number) place.external(row)).doubleValue();
    };
  }

  /** How the cells of a column of texts are read, or of what is read as texts. */
  static Text text(InputColumns.Place place) {
    return place.type() instanceof StringType
        ? InternalRow::getUTF8String
        : (row, _) -> UTF8String.fromString(String.valueOf(place.external(row)));
  }
}
