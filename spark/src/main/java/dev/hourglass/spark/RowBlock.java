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
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Some rows of a DataFrame as a model reads them, column by column: straight from the form that
 * Spark keeps them in, for objects of every cell cost more than the model's own work.
 */
final class RowBlock {
  private static final String SOURCE = "rows";
  private static final int MISSING = -1;

  private final InternalRow[] rows;
  private final InputColumns input;
  private final int features;
  private final boolean mayMiss;
  private final String[] reasons;
  private final List<Column> columns = new ArrayList<>();
  private Vector[] vectors = new Vector[0];
  private boolean isWhole = true;

  /**
   * Reads rows.
   *
   * @param rows none of which is overwritten later
   * @param features a vector must have
   * @param mayMiss whether numbers may be missing, as a table's may
   */
  RowBlock(InternalRow[] rows, InputColumns input, int features, boolean mayMiss) {
    this.rows = rows;
    this.input = input;
    this.features = features;
    this.mayMiss = mayMiss;
    this.reasons = new String[rows.length];
    for (InputColumns.Place place : input.columns()) {
      switch (place.kind()) {
        case VECTOR -> vectors(place);
        case NUMBER -> numbers(place);
        case TEXT -> texts(place);
      }
    }
  }

  /** The rows that can be read as far as is seen without the model, ascending. */
  int[] sound() {
    return isWhole
        ? IntStream.range(0, rows.length).toArray()
        : IntStream.range(0, rows.length).filter(row -> reasons[row] == null).toArray();
  }

  /** Why a row cannot be read; empty where it can. */
  Optional<String> fault(int row) {
    return Optional.ofNullable(reasons[row]);
  }

  private void fault(int row, String reason) {
    isWhole = false;
    if (reasons[row] == null) {
      reasons[row] = reason;
    }
  }

  // ---- columns ----

  private void numbers(InputColumns.Place place) {
    double[] values = new double[rows.length];
    InputKind.Number number = InputKind.number(place);
    int position = place.position();
    for (int i = 0; i < values.length; i++) {
      double value = rows[i].isNullAt(position) ? Double.NaN : number.of(rows[i], position);
      values[i] = value;
      if (Double.isInfinite(value)) {
        fault(i, "column '%s' is %s".formatted(place.name(), value));
      } else if (Double.isNaN(value) && !mayMiss) {
        fault(
            i,
            "column '%s' is missing, and the model has nothing to fill it with"
                .formatted(place.name()));
      }
    }
    columns.add(new Column.Numeric(place.name(), values));
  }

  private void texts(InputColumns.Place place) {
    InputKind.Text text = InputKind.text(place);
    Map<UTF8String, Integer> seen = new HashMap<>();
    List<String> texts = new ArrayList<>();
    int[] codes = new int[rows.length];
    int position = place.position();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = MISSING;
      if (!rows[i].isNullAt(position)) {
        UTF8String cell = text.of(rows[i], position);
        Integer code = seen.get(cell);
        if (code == null) {
          code = texts.size();
          seen.put(cell, code);
          texts.add(cell.toString());
        }
        codes[i] = code;
      }
    }
    columns.add(categorical(place.name(), codes, texts));
  }

  /** Texts, one a row, as a table's reader has them; empty where one is missing. */
  static Column.Categorical categorical(String name, String[] cells) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    int[] codes = new int[cells.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = seen.computeIfAbsent(cells[i], _ -> seen.size());
    }
    return categorical(name, codes, List.copyOf(seen.keySet()));
  }

  /** The same by their places among texts: stripped, what says that nothing is there missing. */
  private static Column.Categorical categorical(String name, int[] codes, List<String> texts) {
    List<String> stripped = texts.stream().map(String::strip).toList();
    List<String> sorted =
        stripped.stream()
            .distinct()
            .filter(text -> Cell.of(text) != Cell.MISSING)
            .sorted()
            .toList();
    int[] places =
        stripped.stream()
            .mapToInt(text -> Math.max(MISSING, Collections.binarySearch(sorted, text)))
            .toArray();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = codes[i] == MISSING ? MISSING : places[codes[i]];
    }
    return new Column.Categorical(name, codes, sorted);
  }

  private void vectors(InputColumns.Place place) {
    vectors = new Vector[rows.length];
    for (int i = 0; i < vectors.length; i++) {
      Object cell = place.external(rows[i]);
      if (cell instanceof Vector vector && vector.size() == features) {
        vectors[i] = vector;
        check(i, place.name(), vector);
      } else {
        vectors[i] = new SparseVector(features, new int[0], new double[0]);
        fault(
            i,
            cell instanceof Vector other
                ? "column '%s' holds a vector of %d numbers, but the model reads %d"
                    .formatted(place.name(), other.size(), features)
                : "column '%s' is null".formatted(place.name()));
      }
    }
  }

  private void check(int row, String column, Vector vector) {
    for (double value : stored(vector)) {
      if (Double.isNaN(value) ? !mayMiss : Double.isInfinite(mayMiss ? value : (float) value)) {
        fault(row, "column '%s' holds %s, which is no finite number".formatted(column, value));
        return;
      }
    }
  }

  private static double[] stored(Vector vector) {
    return vector instanceof SparseVector sparse ? sparse.values() : vector.toArray();
  }

  // ---- raw data ----

  /**
   * All rows; what is in those that cannot be read means nothing.
   *
   * @param asTable whether the model's preparation reads a table; vectors become its columns
   */
  RawData raw(boolean asTable) {
    if (!input.isVector()) {
      return table(columns, input.named());
    }
    return asTable ? vectorTable() : array();
  }

  /** All rows, all of which can be read, to be kept: vectors stay sparse where all are. */
  RawRows kept() {
    boolean sparse =
        input.isVector() && Arrays.stream(vectors).allMatch(SparseVector.class::isInstance);
    return RawRows.of(sparse ? sparse() : raw(!input.isVector()));
  }

  private RawData sparse() {
    SparseBuilder builder = SparseSamples.builder(features).source(SOURCE);
    for (Vector each : vectors) {
      var vector = (SparseVector) each;
      float[] values = new float[vector.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) vector.values()[i];
      }
      builder.add(vector.indices(), values);
    }
    return new RawData.Array(builder.build(), NumberKind.FLOATS);
  }

  private RawData.Table table(List<Column> all, boolean named) {
    int[] lines = IntStream.rangeClosed(1, rows.length).toArray();
    return new RawData.Table(all, named, lines, Optional.empty(), SOURCE);
  }

  private RawData array() {
    float[][] samples = new float[rows.length][];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = floats(vectors[i]);
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

  private RawData vectorTable() {
    double[][] values = new double[features][rows.length];
    for (int i = 0; i < rows.length; i++) {
      double[] row = vectors[i].toArray();
      for (int c = 0; c < features; c++) {
        values[c][i] = row[c];
      }
    }
    List<Column> all = new ArrayList<>();
    for (int c = 0; c < features; c++) {
      all.add(new Column.Numeric("column " + (c + 1), values[c]));
    }
    return table(all, false);
  }
}
