package dev.hourglass.serve;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.read.RowStream;
import java.io.ByteArrayInputStream;
import java.util.Locale;

/** The rows of a body, in whatever form they come. */
record RequestRows(Preparation preparation, int mostRows) {
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

  /**
   * Reads a body.
   *
   * @throws Refusal if it cannot be read, or has too many rows
   * @throws DataException if it does not fit the model
   */
  RawData read(Form form, byte[] body) {
    if (body.length == 0) {
      throw Refusal.bad("the body is empty; send rows");
    }
    RawData rows =
        switch (form) {
          case JSON ->
              JsonRows.read(
                  body,
                  new RowColumns(preparation.schema(), isTable()),
                  preparation.inputShape().features(),
                  mostRows);
          case CSV -> csv(body);
          case NPY -> NpyFile.read(NAME, body);
        };
    if (rows.size() > mostRows) {
      throw new Refusal(
          Refusal.TOO_LARGE,
          "there are %,d rows in it, but at most %,d at once".formatted(rows.size(), mostRows));
    }
    return rows;
  }

  /** Whether rows have columns by name or kind, and are no arrays. */
  private boolean isTable() {
    return "table".equals(preparation.toMap().get("kind"));
  }

  private RawData csv(byte[] body) {
    try (RowStream stream =
        RowStream.table(
            new ByteArrayInputStream(body),
            NAME,
            preparation.schema(),
            ReadOptions.defaults(),
            mostRows + 1)) {
      return stream.next();
    }
  }
}
