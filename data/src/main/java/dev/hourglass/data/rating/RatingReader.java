package dev.hourglass.data.rating;

import dev.hourglass.data.dataset.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Reads ratings: a line each, of user, item, and rating and time where there are some, packed by
 * gzip or not; or a row each of a file in Parquet.
 */
public final class RatingReader {
  private static final String STANDARD_INPUT = "-";

  /** Rows that tell which column is which. */
  private static final int FIRST_ROWS = 50;

  private final String source;
  private final RatingOptions options;
  private final List<String> remarks = new ArrayList<>();

  private RatingReader(String source, RatingOptions options) {
    this.source = source;
    this.options = options;
  }

  /**
   * Reads a file, or standard input ({@code -}).
   *
   * @throws DataException if there is no such file, or a row is no rating; it names the line
   */
  public static Ratings read(String pathOrDash, RatingOptions options) {
    boolean standardInput = pathOrDash.equals(STANDARD_INPUT);
    String source = standardInput ? "standard input" : pathOrDash;
    return new RatingReader(source, options).read(standardInput);
  }

  private Ratings read(boolean standardInput) {
    Path path = Path.of(source);
    if (!standardInput && ParquetRows.isOne(path)) {
      try (ParquetRows rows = new ParquetRows(path)) {
        return read(rows, "in Parquet");
      }
    }
    String[] separator = new String[1];
    Function<String, String> choice =
        head -> separator[0] = options.separator().orElseGet(() -> CellSeparator.of(source, head));
    try (SeparatedRows rows =
        standardInput
            ? SeparatedRows.of(path, System.in, options.encoding(), choice)
            : SeparatedRows.open(path, options.encoding(), choice)) {
      rows.guessedEncoding()
          .ifPresent(
              name ->
                  remarks.add(
                      "%s: is not UTF-8; read as %s (another with option 'encoding')"
                          .formatted(source, name)));
      return read(rows, "separated by " + CellSeparator.name(separator[0]));
    }
  }

  /** The first rows are kept until it is known what their columns are. */
  private Ratings read(RatingRows rows, String written) {
    List<List<String>> first = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    while (first.size() < FIRST_ROWS && rows.next()) {
      List<String> cells = new ArrayList<>();
      for (int c = 0; c < rows.cells(); c++) {
        cells.add(rows.text(c));
      }
      first.add(cells);
      lines.add(rows.line());
    }
    if (first.isEmpty()) {
      throw new DataException(source + ": is empty, where ratings are expected, a line each");
    }
    RatingColumns columns = RatingColumns.of(source, first, options.columns());
    remarks.add(
        "%s: %s, %s, %s header (otherwise with option 'columns')"
            .formatted(source, columns.text(), written, columns.header() ? "below a" : "no"));
    RatingBuilder builder = new RatingBuilder(columns.time().isPresent());
    for (int r = columns.header() ? 1 : 0; r < first.size(); r++) {
      add(builder, columns, first.get(r), lines.get(r));
    }
    while (rows.next()) {
      add(builder, columns, rows);
    }
    if (builder.size() == 0) {
      throw new DataException(source + ": has a header and nothing below it");
    }
    return built(builder, columns);
  }

  private Ratings built(RatingBuilder builder, RatingColumns columns) {
    int read = builder.size();
    Duplicates duplicates =
        options
            .duplicates()
            .orElse(columns.rating().isPresent() ? Duplicates.LAST : Duplicates.SUM);
    Ratings.Entries entries = builder.build(duplicates);
    if (builder.repeated() > 0) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d rows are of a user and item seen before; %s counts (otherwise with"
                  + " option 'duplicates')",
              source,
              builder.repeated(),
              read,
              switch (duplicates) {
                case LAST -> "the last";
                case MEAN -> "their mean";
                case SUM -> "their sum";
              }));
    }
    return new Ratings(builder.names(), entries, source, remarks);
  }

  private void add(RatingBuilder builder, RatingColumns columns, List<String> cells, int line) {
    String user = cell(cells, columns.user());
    String item = cell(cells, columns.item());
    float value = 1;
    if (columns.rating().isPresent()) {
      String text = cell(cells, columns.rating().get());
      double number = text.isEmpty() ? Double.NaN : number(text);
      value = checkedValue(number, text, line);
    }
    long time = columns.time().isPresent() ? time(cell(cells, columns.time().get()), line) : 0;
    builder.add(checked("user", user, line), checked("item", item, line), value, time);
  }

  private static String cell(List<String> cells, int column) {
    return column < cells.size() ? cells.get(column) : "";
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  private void add(RatingBuilder builder, RatingColumns columns, RatingRows rows) {
    String user = checked("user", rows.text(columns.user()), rows.line());
    String item = checked("item", rows.text(columns.item()), rows.line());
    float value = 1;
    if (columns.rating().isPresent()) {
      int column = columns.rating().get();
      double number = rows.number(column);
      value =
          Double.isFinite(number)
              ? (float) number
              : checkedValue(number, rows.text(column), rows.line());
    }
    long time = 0;
    if (columns.time().isPresent()) {
      int column = columns.time().get();
      double number = rows.number(column);
      time =
          Double.isNaN(number) || Math.abs(number) > RatingTime.MOST_SECONDS
              ? time(rows.text(column), rows.line())
              : (long) number;
    }
    builder.add(user, item, value, time);
  }

  private String checked(String what, String id, int line) {
    if (id.isEmpty()) {
      throw new DataException(
          "%s: line %d has no %s; give every row one, or leave the row out"
              .formatted(source, line, what));
    }
    return id;
  }

  private float checkedValue(double number, String text, int line) {
    if (!Double.isFinite(number)) {
      throw new DataException(
          "%s: line %d has '%s' for a rating, where a number is expected; mend it, or say with"
                  .formatted(source, line, text)
              + " option 'columns' which column holds the ratings (none where only user and item"
              + " are named)");
    }
    return (float) number;
  }

  private long time(String text, int line) {
    OptionalLong time = RatingTime.parse(text);
    return time.orElseThrow(
        () ->
            new DataException(
                "%s: line %d has '%s' for a time, where seconds since 1970 or an ISO date such as"
                        .formatted(source, line, text)
                    + " 2020-01-31 is expected; mend it, or leave the time out with option"
                    + " 'columns'"));
  }
}
