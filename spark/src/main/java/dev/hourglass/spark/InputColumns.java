package dev.hourglass.spark;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.prepare.Preparation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * Where a model's input lies in the rows of a DataFrame: one column of vectors, or plain columns.
 *
 * @param columns in the model's order
 * @param named whether they go by their names; otherwise by their order
 */
record InputColumns(List<Place> columns, boolean named) implements Serializable {
  /**
   * A column.
   *
   * @param name in the DataFrame
   * @param position in its rows, from 0
   * @param kind what it holds
   * @param type how Spark keeps that
   * @param toExternal from there to objects such as dates and vectors
   */
  record Place(
      String name,
      int position,
      InputKind kind,
      DataType type,
      Function1<Object, Object> toExternal)
      implements Serializable {
    /** A cell as an object; null where it is null. */
    Object external(InternalRow row) {
      return row.isNullAt(position) ? null : toExternal.apply(row.get(position, type));
    }
  }

  InputColumns {
    columns = new ArrayList<>(columns); // immutable lists are not what Java serialises best
  }

  /** The column of vectors, where it is one. */
  boolean isVector() {
    return columns.size() == 1 && columns.getFirst().kind() == InputKind.VECTOR;
  }

  /** The same where rows hold these columns and no others. */
  InputColumns selected() {
    List<Place> places = new ArrayList<>();
    for (Place place : columns) {
      places.add(
          new Place(place.name(), places.size(), place.kind(), place.type(), place.toExternal()));
    }
    return new InputColumns(places, named);
  }

  /**
   * Finds what a model reads.
   *
   * @param featuresCol the column of vectors; read where it is there and holds vectors
   * @param inputCols plain columns instead; where empty, those that the model was trained on
   * @throws IllegalArgumentException naming the columns that are missing or of the wrong type, and
   *     those that are there
   */
  static InputColumns of(
      StructType schema, String featuresCol, String[] inputCols, Preparation preparation) {
    boolean plain = inputCols.length > 0;
    Set<String> there = Set.of(schema.fieldNames());
    if (!plain && there.contains(featuresCol) && isVector(schema, featuresCol)) {
      return new InputColumns(List.of(place(schema, featuresCol)), false);
    }
    List<String> trainedOn = preparation.columnNames();
    List<String> wanted = plain ? Arrays.asList(inputCols) : trainedOn;
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no column '%s' of vectors, and the model was trained on %d numbers without names; it has %s. Set featuresCol to a column of vectors, or inputCols to %d columns in the model's order"
              .formatted(
                  featuresCol,
                  preparation.inputShape().features(),
                  ShortList.of(Arrays.asList(schema.fieldNames())),
                  preparation.inputShape().features()));
    }
    List<String> missing = wanted.stream().filter(name -> !there.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "the DataFrame lacks %s that the model reads: %s; it has %s. Add the missing ones (nulls are filled in), or rename them"
              .formatted(
                  missing.size() == 1 ? "a column" : missing.size() + " columns",
                  ShortList.of(missing),
                  ShortList.of(Arrays.asList(schema.fieldNames()))));
    }
    boolean named = !trainedOn.isEmpty() && wanted.containsAll(trainedOn);
    if (!named && wanted.size() != preparation.inputShape().features()) {
      throw new IllegalArgumentException(
          "inputCols names %d columns, but the model reads %d: %s"
              .formatted(
                  wanted.size(),
                  preparation.inputShape().features(),
                  trainedOn.isEmpty() ? "numbers without names" : ShortList.of(trainedOn)));
    }
    return plain(schema, wanted, named);
  }

  /** What is to be trained on: vectors where there are such and no columns are named. */
  static InputColumns toFit(StructType schema, String featuresCol, String[] inputCols) {
    Set<String> there = Set.of(schema.fieldNames());
    if (inputCols.length > 0) {
      List<String> missing =
          Arrays.stream(inputCols).filter(name -> !there.contains(name)).toList();
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException(
            "the DataFrame has no column %s, which inputCols names; it has %s"
                .formatted(
                    ShortList.of(missing), ShortList.of(Arrays.asList(schema.fieldNames()))));
      }
      return plain(schema, Arrays.asList(inputCols), true);
    }
    if (there.contains(featuresCol) && isVector(schema, featuresCol)) {
      return new InputColumns(List.of(place(schema, featuresCol)), false);
    }
    throw new IllegalArgumentException(
        "there is no column '%s' of vectors to train on; it has %s. Set featuresCol to a column of vectors, or inputCols to plain columns"
            .formatted(featuresCol, ShortList.of(Arrays.asList(schema.fieldNames()))));
  }

  private static InputColumns plain(StructType schema, List<String> names, boolean named) {
    List<Place> places = names.stream().map(name -> place(schema, name)).toList();
    places.stream()
        .filter(place -> place.kind() == InputKind.VECTOR)
        .findFirst()
        .ifPresent(
            vector -> {
              throw new IllegalArgumentException(
                  "column '%s' holds vectors, but the model reads plain columns; name it with featuresCol, or leave it out of inputCols"
                      .formatted(vector.name()));
            });
    return new InputColumns(places, named);
  }

  private static boolean isVector(StructType schema, String column) {
    return InputKind.of(column, schema.apply(column).dataType()) == InputKind.VECTOR;
  }

  private static Place place(StructType schema, String name) {
    int position = schema.fieldIndex(name);
    StructField field = schema.fields()[position];
    DataType type = field.dataType();
    return new Place(
        name,
        position,
        InputKind.of(name, type),
        type,
        CatalystTypeConverters.createToScalaConverter(type));
  }
}
