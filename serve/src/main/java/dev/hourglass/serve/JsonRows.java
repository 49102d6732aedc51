package dev.hourglass.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows as JSON: a row, a list of rows, or an object whose {@code rows} is one. A row is an object
 * of cells by their columns' names, or a list of them in order; of pictures and arrays a list of
 * numbers.
 */
final class JsonRows {
  private static final JsonFactory FACTORY =
      JsonBuffers.lent().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();
  static final String ROWS = "rows";

  private final RowColumns columns;
  private final boolean isTable;
  private final int features;
  private final int mostRows;
  private final List<float[]> numbers = new ArrayList<>();

  private JsonRows(RowColumns columns, boolean isTable, int features, int mostRows) {
    this.columns = columns;
    this.isTable = isTable;
    this.features = features;
    this.mostRows = mostRows;
  }

  /**
   * Reads rows.
   *
   * @param columns of a table; empty where the model takes arrays
   * @param features of an array
   */
  static RawData read(byte[] body, RowColumns columns, int features, int mostRows) {
    JsonRows rows = new JsonRows(columns, !columns.isEmpty(), features, mostRows);
    try (JsonParser parser = FACTORY.createParser(body)) {
      rows.document(parser);
      if (parser.nextToken() != null) {
        throw Refusal.bad("there is more behind the JSON document");
      }
    } catch (JsonProcessingException e) {
      throw Refusal.bad("the body is no JSON: " + reason(e));
    } catch (IOException _) {
      throw Refusal.bad("the body is no JSON");
    }
    return rows.data();
  }

  /** Without where the parser's object began, which tells nobody anything. */
  private static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int aside = message.indexOf(" (start marker");
    return RowColumns.excerpt(aside < 0 ? message : message.substring(0, aside));
  }

  private RawData data() {
    if (isTable) {
      return columns.table();
    }
    if (numbers.isEmpty()) {
      throw Refusal.bad("there are no rows in it");
    }
    return new RawData.Array(Dataset.of(numbers.toArray(float[][]::new)), NumberKind.FLOATS);
  }

  private void document(JsonParser parser) throws IOException {
    switch (parser.nextToken()) {
      case START_ARRAY -> list(parser);
      case START_OBJECT -> object(parser);
      case null -> throw Refusal.bad("the body is empty; send rows");
      default ->
          throw Refusal.bad(
              "expected rows, but found '%s'".formatted(RowColumns.excerpt(parser.getText())));
    }
  }

  /** A list of rows, or one row that is a list. */
  private void list(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    switch (first) {
      case START_ARRAY, START_OBJECT -> rows(parser, first);
      case END_ARRAY -> throw Refusal.bad("there are no rows in it");
      case null, default -> rowOfList(parser, first);
    }
  }

  private void rows(JsonParser parser, JsonToken first) throws IOException {
    for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      switch (token) {
        case START_ARRAY -> rowOfList(parser, parser.nextToken());
        case START_OBJECT -> {
          parser.nextToken();
          rowOfObject(parser);
        }
        case null, default ->
            throw Refusal.bad("row %d is neither an object nor a list".formatted(count() + 1));
      }
    }
  }

  private int count() {
    return isTable ? columns.rows() : numbers.size();
  }

  /** One row by its names, or what has rows in it. */
  private void object(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    boolean hasRows = first == JsonToken.FIELD_NAME && parser.currentName().equals(ROWS);
    if (!hasRows || columns.has(ROWS)) {
      rowOfObject(parser);
      return;
    }
    JsonToken value = parser.nextToken();
    if (value != JsonToken.START_ARRAY) {
      throw Refusal.bad("'rows' is no list");
    }
    JsonToken row = parser.nextToken();
    if (row == JsonToken.END_ARRAY) {
      throw Refusal.bad("there are no rows in it");
    }
    rows(parser, row);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      parser.nextToken();
      parser.skipChildren();
    }
  }

  private void begin() {
    if (count() == mostRows) {
      throw new Refusal(
          Refusal.TOO_LARGE,
          "there are more than %,d rows in it; send fewer at once".formatted(mostRows));
    }
  }

  /** From the first token behind the bracket to the closing one. */
  private void rowOfList(JsonParser parser, JsonToken first) throws IOException {
    begin();
    if (isTable) {
      columns.begin();
      int position = 0;
      for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
        columns.put(position++, token, parser);
      }
      columns.endInOrder(position);
      return;
    }
    float[] row = new float[features];
    int at = 0;
    for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      float value = token != null && token.isNumeric() ? parser.getFloatValue() : Float.NaN;
      if (!Float.isFinite(value)) {
        throw Refusal.bad(
            "row %d: number %d is %s, which is none"
                .formatted(numbers.size() + 1, at + 1, RowColumns.excerpt(parser.getText())));
      }
      if (at < features) {
        row[at] = value;
      }
      at++;
    }
    if (at != features) {
      throw Refusal.bad(
          "row %d has %d numbers, but the model takes %d"
              .formatted(numbers.size() + 1, at, features));
    }
    numbers.add(row);
  }

  /** With the first field's name read. */
  private void rowOfObject(JsonParser parser) throws IOException {
    if (!isTable) {
      throw Refusal.bad(
          "the model takes rows of %d numbers, as lists, but found an object".formatted(features));
    }
    begin();
    columns.begin();
    while (parser.currentToken() == JsonToken.FIELD_NAME) {
      int position = columns.position(parser.currentName());
      JsonToken value = parser.nextToken();
      if (position < 0) {
        parser.skipChildren();
      } else {
        columns.put(position, value, parser);
      }
      parser.nextToken();
    }
    columns.end();
  }
}
