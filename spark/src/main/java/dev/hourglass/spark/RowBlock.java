package dev.hourglass.spark;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** Rows of a DataFrame as a model reads them. */
final class RowBlock {
  private static final String SOURCE = "rows";

  private RowBlock() {}

  /**
   * Why a row cannot be read, seen without the model; empty where it can.
   *
   * @param features a vector must have
   * @param mayMiss whether numbers may be missing, as a table's may
   */
  static Optional<String> fault(Row row, InputColumns input, int features, boolean mayMiss) {
    for (InputColumns.Place column : input.columns()) {
      Object cell = row.get(column.position());
      Optional<String> fault =
          switch (column.kind()) {
            case VECTOR -> vectorFault(column.name(), cell, features, mayMiss);
            case NUMBER -> numberFault(column.name(), InputKind.number(cell), mayMiss);
            case TEXT -> Optional.empty();
          };
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> vectorFault(
      String column, Object cell, int features, boolean mayMiss) {
    if (!(cell instanceof Vector vector)) {
      return Optional.of("column '%s' is null".formatted(column));
    }
    if (vector.size() != features) {
      return Optional.of(
          "column '%s' holds a vector of %d numbers, but the model reads %d"
              .formatted(column, vector.size(), features));
    }
    double[] values =
        switch (vector) {
          case SparseVector sparse -> sparse.values();
          default -> vector.toArray();
        };
    for (double value : values) {
      if (Double.isNaN(value) ? !mayMiss : Double.isInfinite(mayMiss ? value : (float) value)) {
        return Optional.of(
            "column '%s' holds %s, which is no finite number".formatted(column, value));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> numberFault(String column, double value, boolean mayMiss) {
    if (Double.isInfinite(value)) {
      return Optional.of("column '%s' is %s".formatted(column, value));
    }
    return Double.isNaN(value) && !mayMiss
        ? Optional.of(
            "column '%s' is missing, and the model has nothing to fill it with".formatted(column))
        : Optional.empty();
  }

  /**
   * Rows without faults as raw data.
   *
   * @param asTable whether the model's preparation reads a table; vectors become its columns
   */
  static RawData raw(List<Row> rows, InputColumns input, boolean asTable) {
    if (input.isVector()) {
      int position = input.columns().getFirst().position();
      return asTable ? vectorTable(rows, position) : array(rows, position);
    }
    List<Column> columns = new ArrayList<>();
    for (InputColumns.Place place : input.columns()) {
      columns.add(place.kind() == InputKind.NUMBER ? numbers(rows, place) : texts(rows, place));
    }
    return table(columns, input.named(), rows.size());
  }

  /** Rows without faults, to be kept: vectors stay sparse where all of them are. */
  static RawRows rows(List<Row> rows, InputColumns input) {
    if (!input.isVector()) {
      return RawRows.of(raw(rows, input, true));
    }
    int position = input.columns().getFirst().position();
    boolean sparse = rows.stream().allMatch(row -> row.get(position) instanceof SparseVector);
    return RawRows.of(sparse ? sparse(rows, position) : array(rows, position));
  }

  private static RawData sparse(List<Row> rows, int position) {
    int width = ((Vector) rows.getFirst().get(position)).size();
    SparseBuilder builder = SparseSamples.builder(width).source(SOURCE);
    for (Row row : rows) {
      var vector = (SparseVector) row.get(position);
      float[] values = new float[vector.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) vector.values()[i];
      }
      builder.add(vector.indices(), values);
    }
    return new RawData.Array(builder.build(), NumberKind.FLOATS);
  }

  private static RawData.Table table(List<Column> columns, boolean named, int rows) {
    int[] lines = IntStream.rangeClosed(1, rows).toArray();
    return new RawData.Table(columns, named, lines, Optional.empty(), SOURCE);
  }

  private static RawData array(List<Row> rows, int position) {
    float[][] samples = new float[rows.size()][];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = floats((Vector) rows.get(i).get(position));
    }
    return new RawData.Array(Dataset.of(samples).from(SOURCE), NumberKind.FLOATS);
  }

  private static float[] floats(Vector vector) {
    float[] floats = new float[vector.size()];
    switch (vector) {
      case SparseVector sparse -> {
        int[] indices = sparse.indices();
        double[] values = sparse.values();
        for (int i = 0; i < indices.length; i++) {
          floats[indices[i]] = (float) values[i];
        }
      }
      default -> {
        double[] values = vector.toArray();
        for (int i = 0; i < values.length; i++) {
          floats[i] = (float) values[i];
        }
      }
    }
    return floats;
  }

  private static RawData vectorTable(List<Row> rows, int position) {
    int width = ((Vector) rows.getFirst().get(position)).size();
    double[][] values = new double[width][rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      double[] row = ((Vector) rows.get(i).get(position)).toArray();
      for (int c = 0; c < width; c++) {
        values[c][i] = row[c];
      }
    }
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      columns.add(new Column.Numeric("column " + (c + 1), values[c]));
    }
    return table(columns, false, rows.size());
  }

  private static Column numbers(List<Row> rows, InputColumns.Place place) {
    double[] values = new double[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = InputKind.number(rows.get(i).get(place.position()));
    }
    return new Column.Numeric(place.name(), values);
  }

  private static Column texts(List<Row> rows, InputColumns.Place place) {
    String[] texts = new String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      Object cell = rows.get(i).get(place.position());
      texts[i] = cell == null ? "" : cell.toString();
    }
    return categorical(place.name(), texts);
  }

  /** Texts as a table's reader has them: stripped, what says that nothing is there missing. */
  static Column.Categorical categorical(String name, String[] texts) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    int[] codes = new int[texts.length];
    for (int i = 0; i < codes.length; i++) {
      String text = texts[i].strip();
      codes[i] = seen.computeIfAbsent(text, _ -> seen.size());
    }
    List<String> sorted =
        seen.keySet().stream().filter(text -> Cell.of(text) != Cell.MISSING).sorted().toList();
    int[] place = new int[seen.size()];
    Arrays.fill(place, -1);
    for (int k = 0; k < sorted.size(); k++) {
      place[seen.get(sorted.get(k))] = k;
    }
    return new Column.Categorical(
        name, Arrays.stream(codes).map(code -> place[code]).toArray(), sorted);
  }
}
