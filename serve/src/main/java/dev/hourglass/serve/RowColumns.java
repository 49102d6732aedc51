package dev.hourglass.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.NumberText;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema;
import dev.hourglass.data.table.TableSchema.ColumnKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The columns of a request's rows, filled cell by cell as the model's table has them. */
final class RowColumns {
  private static final int FIRST_ROWS = 16;
  private static final int MOST_TEXT = 120;

  private final List<Cells> columns = new ArrayList<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final boolean named;
  private final NumberText text;
  private int rows;

  private sealed interface Cells {
    String name();
  }

  private static final class Numbers implements Cells {
    private final String name;
    private double[] values = new double[FIRST_ROWS];

    Numbers(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }
  }

  private static final class Texts implements Cells {
    private final String name;
    private final Map<String, Integer> categories = new LinkedHashMap<>();
    private int[] codes = new int[FIRST_ROWS];

    Texts(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }
  }

  private boolean[] filled;

  /** The columns of a table; none for arrays. */
  RowColumns(TableSchema schema, boolean isTable) {
    this.named = schema.named();
    this.text = new NumberText(schema.decimal());
    if (isTable) {
      for (TableSchema.ColumnType column : schema.columns()) {
        positions.put(column.name(), columns.size());
        columns.add(
            switch (column.kind()) {
              case ColumnKind.Numeric _ -> new Numbers(column.name());
              case ColumnKind.Categorical _, ColumnKind.Temporal _ -> new Texts(column.name());
            });
      }
    }
    this.filled = new boolean[columns.size()];
  }

  boolean isEmpty() {
    return columns.isEmpty();
  }

  boolean has(String column) {
    return positions.containsKey(column);
  }

  /** Of a column; below 0 where the model does not ask for it. */
  int position(String column) {
    return positions.getOrDefault(column, -1);
  }

  int rows() {
    return rows;
  }

  void begin() {
    Arrays.fill(filled, false);
    for (Cells cells : columns) {
      switch (cells) {
        case Numbers numbers -> numbers.values = grown(numbers.values);
        case Texts texts -> texts.codes = grown(texts.codes);
      }
    }
  }

  private double[] grown(double[] values) {
    return rows < values.length ? values : Arrays.copyOf(values, 2 * rows);
  }

  private int[] grown(int[] values) {
    return rows < values.length ? values : Arrays.copyOf(values, 2 * rows);
  }

  void put(int position, JsonToken token, JsonParser parser) throws IOException {
    if (position >= columns.size()) {
      if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
        parser.skipChildren();
      }
      return; // counted, and refused at the end of the row
    }
    filled[position] = true;
    switch (columns.get(position)) {
      case Numbers numbers -> numbers.values[rows] = number(numbers, token, parser);
      case Texts texts -> texts.codes[rows] = code(texts, token, parser);
    }
  }

  private double number(Numbers column, JsonToken token, JsonParser parser) throws IOException {
    return switch (token) {
      case VALUE_NULL -> Double.NaN;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> finite(column, parser);
      case VALUE_STRING -> parsed(column, parser.getText());
      case null, default -> throw notA("number", column, parser);
    };
  }

  private double finite(Numbers column, JsonParser parser) throws IOException {
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw notA("finite number", column, parser);
    }
    return value;
  }

  private double parsed(Numbers column, String cell) {
    return switch (text.read(cell)) {
      case NUMBER -> text.value();
      case MISSING, PLACEHOLDER, NAN -> Double.NaN;
      case INFINITY, TEXT ->
          throw Refusal.bad(
              "row %d, column '%s': '%s' is no number"
                  .formatted(rows + 1, column.name, excerpt(cell)));
    };
  }

  private int code(Texts column, JsonToken token, JsonParser parser) throws IOException {
    String text =
        switch (token) {
          case VALUE_NULL -> "";
          case VALUE_STRING -> NumberText.strip(parser.getText());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getText();
          case null, default -> throw notA("text", column, parser);
        };
    if (Cell.of(text) == Cell.MISSING) {
      return -1;
    }
    return column.categories.computeIfAbsent(text, _ -> column.categories.size());
  }

  private Refusal notA(String kind, Cells column, JsonParser parser) throws IOException {
    return Refusal.bad(
        "row %d, column '%s': %s is no %s"
            .formatted(rows + 1, column.name(), excerpt(parser.getText()), kind));
  }

  /** Ends a row of names. */
  void end() {
    for (int i = 0; i < filled.length; i++) {
      if (!filled[i]) {
        throw Refusal.bad(
            "row %d lacks the column '%s'; give null where it is missing"
                .formatted(rows + 1, columns.get(i).name()));
      }
    }
    rows++;
  }

  /** Ends a row of so many cells in order. */
  void endInOrder(int cells) {
    if (cells != columns.size()) {
      throw Refusal.bad(
          "row %d has %d cells, but the model takes %d columns"
              .formatted(rows + 1, cells, columns.size()));
    }
    rows++;
  }

  RawData.Table table() {
    if (rows == 0) {
      throw Refusal.bad("there are no rows in it");
    }
    List<Column> all = new ArrayList<>();
    for (Cells cells : columns) {
      all.add(
          switch (cells) {
            case Numbers numbers ->
                new Column.Numeric(numbers.name, Arrays.copyOf(numbers.values, rows));
            case Texts texts ->
                new Column.Categorical(
                    texts.name,
                    Arrays.copyOf(texts.codes, rows),
                    List.copyOf(texts.categories.keySet()));
          });
    }
    return new RawData.Table(
        all, named, IntStream.rangeClosed(1, rows).toArray(), Optional.empty(), "body");
  }

  static String excerpt(String text) {
    return text == null || text.length() <= MOST_TEXT
        ? String.valueOf(text)
        : text.substring(0, MOST_TEXT) + "…";
  }
}
