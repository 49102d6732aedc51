package dev.hourglass.data.table;

import dev.hourglass.base.Reason;
import dev.hourglass.base.ShortList;
import dev.hourglass.data.cells.CopiedRows;
import dev.hourglass.data.cells.FormatCursor;
import dev.hourglass.data.cells.PartsCursor;
import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.cells.RowCursor;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.file.LiveInput;
import dev.hourglass.data.file.TableFiles;
import dev.hourglass.data.format.FormatRows;
import dev.hourglass.data.format.Formats;
import dev.hourglass.data.json.JsonHead;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.text.TableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the rows of a table come from: a file of text, JSON or Parquet, packed or not, a stream of
 * text or JSON, or several files of the same columns.
 */
public final class TableSource {
  private static final int MOST_LOOKED_AT = 1000;
  private static final int MAGIC = 4;

  private sealed interface Origin {
    record OneFile() implements Origin {}

    record Stream(InputStream in) implements Origin {}

    record Parts(List<Path> files) implements Origin {}
  }

  private final Path path;
  private final Origin origin;

  private TableSource(Path path, Origin origin) {
    this.path = path;
    this.origin = origin;
  }

  /**
   * A file, or the tables of a folder.
   *
   * @throws DataException if the folder has no tables
   */
  public static TableSource of(Path path) {
    if (!Files.isDirectory(path)) {
      return new TableSource(path, new Origin.OneFile());
    }
    List<Path> files = TableFiles.in(path);
    if (files.isEmpty()) {
      throw new DataException(path + ": has no tables in it (.csv, .jsonl, .parquet and the like)");
    }
    return of(path, files);
  }

  /** The same, or the files that a glob such as {@code 2024-*.csv} names. */
  public static TableSource of(String pathOrGlob) {
    return TableFiles.isGlob(pathOrGlob)
        ? of(globName(pathOrGlob), TableFiles.matching(pathOrGlob))
        : of(Path.of(pathOrGlob));
  }

  private static Path globName(String glob) {
    return Path.of(glob);
  }

  /**
   * Several files read as one table, in this order.
   *
   * @param name what they are called together
   */
  public static TableSource of(Path name, List<Path> files) {
    return new TableSource(name, new Origin.Parts(List.copyOf(files)));
  }

  /**
   * A stream, read once.
   *
   * @param name what messages call it
   * @param in closed with the rows, or at once when they cannot begin
   */
  public static TableSource of(Path name, InputStream in) {
    return new TableSource(name, new Origin.Stream(in));
  }

  /** The file, the folder, the glob, or what a stream is called. */
  public Path path() {
    return path;
  }

  /** How many bytes it has; 0 where that is not known. */
  long bytes() {
    List<Path> files =
        switch (origin) {
          case Origin.OneFile _ -> List.of(path);
          case Origin.Stream _ -> List.of();
          case Origin.Parts(List<Path> parts) -> parts;
        };
    long bytes = 0;
    for (Path file : files) {
      try {
        bytes += Files.size(file);
      } catch (IOException e) {
        throw DataException.reading(file, e);
      }
    }
    return bytes;
  }

  /**
   * Finds out how it is written, and begins with its rows.
   *
   * @param schema what its columns are, where that is known
   * @throws DataException if it cannot be read, is empty, or {@code options} name a column that it
   *     has not
   */
  OpenTable open(TableOptions options, Optional<TableSchema> schema) {
    OpenTable table =
        switch (origin) {
          case Origin.OneFile _ -> file(path, options, schema, List.of());
          case Origin.Stream(InputStream in) -> stream(in, options, schema);
          case Origin.Parts(List<Path> files) -> parts(files, options, schema);
        };
    return ChosenRows.of(table, options.where());
  }

  private static OpenTable file(
      Path path, TableOptions options, Optional<TableSchema> schema, List<String> likely) {
    if (Formats.isParquet(start(path))) {
      return parquet(path, path, options);
    }
    return text(TableText.open(path, options.dialect().encoding()), options, schema, true, likely);
  }

  /** Parquet begins at its end, so that it is copied before it is read. */
  private OpenTable stream(InputStream in, TableOptions options, Optional<TableSchema> schema) {
    try {
      if (in instanceof LiveInput live && Formats.isParquet(live.upcoming(MAGIC))) {
        return copied(in, options);
      }
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
    TableText text = TableText.of(path, in, options.dialect().encoding());
    return text(text, options, schema, false, List.of());
  }

  private OpenTable copied(InputStream in, TableOptions options) {
    try (in) {
      Path copy = Files.createTempFile("hourglass", ".parquet");
      try {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        OpenTable table = parquet(path, copy, options);
        return new OpenTable(
            table.header(),
            table.writing(),
            table.decimal(),
            table.columns(),
            table.remarks(),
            new CopiedRows(table.rows(), copy),
            table.again());
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(copy);
        throw e;
      }
    } catch (IOException e) {
      throw new DataException(
          "%s: could not be copied to the temporary folder %s: %s"
              .formatted(path, System.getProperty("java.io.tmpdir"), Reason.of(e)),
          e);
    }
  }

  private static byte[] start(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(MAGIC);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static OpenTable text(
      TableText text,
      TableOptions options,
      Optional<TableSchema> schema,
      boolean isFile,
      List<String> likely) {
    try {
      return JsonHead.begins(text.head())
          ? JsonTable.open(text, options, schema, isFile, likely)
          : csv(text, options, schema);
    } catch (RuntimeException e) {
      text.close();
      throw e;
    }
  }

  private static OpenTable csv(TableText text, TableOptions options, Optional<TableSchema> schema) {
    DialectSniffer.Sniffed sniffed =
        DialectSniffer.sniff(text, options, schema.map(TableSchema::decimal));
    Dialect dialect = sniffed.dialect();
    CsvHeader header = sniffed.header();
    Path path = text.path();
    Supplier<RowCursor> again =
        () -> {
          TableText anew = TableText.open(path, Optional.of(dialect.encoding().charset()));
          return new CsvCursor(path, dialect, header, anew.reader());
        };
    return new OpenTable(
        header,
        dialect.text(),
        dialect.decimal(),
        sniffed.columns(),
        sniffed.remarks(),
        new CsvCursor(path, dialect, header, text.reader()),
        again);
  }

  /** The rows of a file, which messages call {@code path}. */
  private static OpenTable parquet(Path path, Path file, TableOptions options) {
    List<String> remarks = new ArrayList<>();
    Supplier<RowCursor> again = () -> new FormatCursor(path, Formats.parquet(file));
    FormatRows rows = Formats.parquet(file);
    CsvHeader header = CsvHeader.of(path, 0, rows.columns(), false, options, remarks);
    try (RowCursor first = again.get()) {
      List<List<String>> columns = looked(first, header.width());
      return new OpenTable(
          header,
          "Parquet",
          DecimalMark.POINT,
          columns,
          remarks,
          new FormatCursor(path, rows),
          again);
    }
  }

  /** The cells of some rows, column by column. */
  static List<List<String>> looked(RowCursor rows, int width) {
    List<List<String>> columns = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      columns.add(new ArrayList<>());
    }
    for (int r = 0; r < MOST_LOOKED_AT && rows.step(); r++) {
      RowCells cells = rows.cells();
      for (int c = 0; rows.fits() && c < width; c++) {
        columns.get(c).add(cells.text(c));
      }
    }
    return columns;
  }

  private OpenTable parts(List<Path> files, TableOptions options, Optional<TableSchema> schema) {
    OpenTable first = file(files.getFirst(), options, schema, List.of());
    TableOptions like =
        options.withDialect(
            options
                .dialect()
                .withHeader(
                    first.header().named() ? TableOptions.Header.YES : TableOptions.Header.NO)
                .withDecimal(first.decimal()));
    List<Path> others = files.subList(1, files.size());
    CsvHeader named = first.header();
    CsvHeader header =
        new CsvHeader(path, named.line(), named.names(), named.named(), named.rowNames());
    return new OpenTable(
        header,
        files.size() + (files.size() == 1 ? " file, " : " files, ") + first.writing(),
        first.decimal(),
        first.columns(),
        first.remarks(),
        new PartsCursor(first.rows(), opened(others, named, like, schema)),
        () -> new PartsCursor(first.again().get(), opened(others, named, like, schema)));
  }

  private static Iterator<RowCursor> opened(
      List<Path> files, CsvHeader first, TableOptions options, Optional<TableSchema> schema) {
    return files.stream()
        .map(
            file -> {
              OpenTable table = file(file, options, schema, first.names());
              if (!table.header().names().equals(first.names())) {
                table.rows().close();
                throw others(table.header(), first);
              }
              return table.rows();
            })
        .iterator();
  }

  private static DataException others(CsvHeader header, CsvHeader first) {
    List<String> missing = new ArrayList<>(first.names());
    missing.removeAll(header.names());
    List<String> more = new ArrayList<>(header.names());
    more.removeAll(first.names());
    String found =
        missing.isEmpty() && more.isEmpty()
            ? "its columns are in another order"
            : (missing.isEmpty() ? "" : "it lacks " + quoted(missing))
                + (missing.isEmpty() || more.isEmpty() ? "" : " and ")
                + (more.isEmpty() ? "" : "it also has " + quoted(more));
    return new DataException(
        ("%s: has other columns than %s: %s; files that are read as one table need the same"
                + " columns in the same order")
            .formatted(header.path(), first.path(), found));
  }

  private static String quoted(List<String> names) {
    return ShortList.of(names.stream().map(name -> "'" + name + "'").toList());
  }
}
