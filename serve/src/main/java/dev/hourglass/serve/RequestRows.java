package dev.hourglass.serve;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.read.RowStream;
import dev.hourglass.data.table.PlainCsv;
import dev.hourglass.data.table.TableSchema;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the rows of bodies, in whatever form they come.
 *
 * @param schema of the model's tables
 * @param isTable whether it takes tables, and not arrays
 * @param features of an array
 * @param plainCsv reads the plainest CSV quicker, to the same rows
 * @param plainJson the same of JSON
 */
record RequestRows(
    TableSchema schema,
    boolean isTable,
    int features,
    Optional<PlainCsv> plainCsv,
    Optional<PlainJson> plainJson) {
  static final String JSON = "application/json";
  static final String CSV = "text/csv";
  static final String NPY = "application/x-npy";
  private static final String NAME = "body";

  /** How rows are written. */
  enum Form {
    JSON,
    CSV,
    NPY;

    /** By a request's content type; JSON where it says none. */
    static Form of(String contentType) {
      String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      return switch (type) {
        // What curl says of data that it is told nothing about.
        case "", RequestRows.JSON, "application/x-www-form-urlencoded" -> JSON;
        case RequestRows.CSV -> CSV;
        case RequestRows.NPY, "application/octet-stream" -> NPY;
        default ->
            throw new Refusal(
                Refusal.UNSUPPORTED_TYPE,
                "rows come as %s, %s or %s, but not as %s"
                    .formatted(
                        RequestRows.JSON,
                        RequestRows.CSV,
                        RequestRows.NPY,
                        RowColumns.excerpt(type)));
      };
    }
  }

  /** Rows for a model. */
  static RequestRows of(Preparation preparation) {
    TableSchema schema = preparation.schema();
    boolean isTable = preparation.isTable();
    return new RequestRows(
        schema,
        isTable,
        preparation.inputShape().features(),
        isTable ? PlainCsv.of(schema) : Optional.empty(),
        isTable ? PlainJson.of(schema) : Optional.empty());
  }

  /**
   * Reads a body.
   *
   * @throws Refusal if it cannot be read, or has too many rows
   * @throws DataException if it does not fit the model
   */
  RawData read(Form form, byte[] body, int mostRows) {
    if (body.length == 0) {
      throw Refusal.bad("the body is empty; send rows");
    }
    RawData rows =
        switch (form) {
          case JSON ->
              plainJson
                  .flatMap(plain -> plain.read(body, NAME, mostRows))
                  .orElseGet(() -> json(body, mostRows));
          case CSV ->
              plainCsv
                  .flatMap(plain -> plain.read(body, NAME, mostRows))
                  .<RawData>map(table -> table)
                  .orElseGet(() -> csv(body, mostRows));
          case NPY -> NpyFile.read(NAME, body);
        };
    if (rows.size() > mostRows) {
      throw new Refusal(
          Refusal.TOO_LARGE,
          "there are %,d rows in it, but at most %,d at once".formatted(rows.size(), mostRows));
    }
    return rows;
  }

  private RawData json(byte[] body, int mostRows) {
    return JsonRows.read(body, new RowColumns(schema, isTable), features, mostRows);
  }

  private RawData csv(byte[] body, int mostRows) {
    // Room is made for a whole block: one of all that may come would cost small requests most.
    int block = Math.min(mostRows, mostLines(body)) + 1;
    try (RowStream stream =
        RowStream.table(
            new ByteArrayInputStream(body), NAME, schema, ReadOptions.defaults(), block)) {
      return stream.next();
    }
  }

  /** Lines there are at most, however they end. */
  private static int mostLines(byte[] body) {
    int lines = 1;
    for (byte each : body) {
      lines += each == '\n' || each == '\r' ? 1 : 0;
    }
    return lines;
  }
}
