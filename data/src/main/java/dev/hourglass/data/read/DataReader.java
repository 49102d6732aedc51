package dev.hourglass.data.read;

import dev.hourglass.data.dataset.CropSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.file.TableFiles;
import dev.hourglass.data.picture.Binarization;
import dev.hourglass.data.picture.ImageAdjustment;
import dev.hourglass.data.picture.ImageFolder;
import dev.hourglass.data.picture.ImageFormat;
import dev.hourglass.data.picture.ImageOptions;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.ReadingListener;
import dev.hourglass.data.table.CsvTable;
import dev.hourglass.data.table.KnownTable;
import dev.hourglass.data.table.TableSchema;
import dev.hourglass.data.table.TableSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads whatever lies at a path. The kind is recognised from the content, or from the extension
 * where the content says nothing.
 */
public final class DataReader {
  private static final Pattern DIGITS =
      Pattern.compile("digits(?::(\\d{1,9})(?::(-?\\d{1,18}))?)?");
  private static final int DEFAULT_DIGITS = 10_000;
  private static final long DEFAULT_SEED = 1;

  private DataReader() {}

  /**
   * Reads a path, standard input ({@code -}), or the built-in digits: {@code digits} (10,000 of
   * them), {@code digits:N} or {@code digits:N:SEED}.
   *
   * @throws DataException if there is nothing there, or it cannot be used
   */
  public static RawData read(String pathOrDigits, ReadOptions options) {
    return read(pathOrDigits, options, Optional.empty(), ReadingListener.SILENT);
  }

  /** The same, watched. */
  public static RawData read(String pathOrDigits, ReadOptions options, ReadingListener listener) {
    return read(pathOrDigits, options, Optional.empty(), listener);
  }

  /**
   * The same of data whose columns are known, as those of the data that a model was trained on are:
   * a table's cells are read as what the schema says and not as what they look like.
   *
   * @param schema what the columns of a table are, as a preparation says
   */
  public static RawData read(String pathOrDigits, ReadOptions options, TableSchema schema) {
    return read(pathOrDigits, options, schema, ReadingListener.SILENT);
  }

  /** The same, watched. */
  public static RawData read(
      String pathOrDigits, ReadOptions options, TableSchema schema, ReadingListener listener) {
    return read(pathOrDigits, options, Optional.of(schema), listener);
  }

  /** Whether this asks for drawn digits, and is no path, whatever else a file is called. */
  public static boolean namesDigits(String pathOrDigits) {
    return pathOrDigits.equals("digits") || pathOrDigits.startsWith("digits:");
  }

  private static RawData read(
      String pathOrDigits,
      ReadOptions options,
      Optional<TableSchema> schema,
      ReadingListener listener) {
    if (pathOrDigits.equals(OnceOnly.STANDARD_INPUT)) {
      return OnceOnly.standardInput(copy -> read(copy, options, schema, listener));
    }
    if (TableFiles.isGlob(pathOrDigits)) {
      return readTable(TableSource.of(pathOrDigits), options, schema);
    }
    if (!namesDigits(pathOrDigits)) {
      try {
        return read(Path.of(pathOrDigits), options, schema, listener);
      } catch (InvalidPathException e) {
        throw new DataException("'" + pathOrDigits + "' is no path: " + e.getReason(), e);
      }
    }
    Matcher matcher = DIGITS.matcher(pathOrDigits);
    Optional<Integer> count = Optional.empty();
    if (matcher.matches()) {
      count =
          Optional.of(
              matcher.group(1) == null ? DEFAULT_DIGITS : Integer.parseInt(matcher.group(1)));
    }
    if (count.isEmpty() || count.get() < 1) {
      throw new DataException(
          "expected digits, digits:N or digits:N:SEED with N of at least 1, such as digits:10000:1,"
              + " but was '"
              + pathOrDigits
              + "'");
    }
    long seed = matcher.group(2) == null ? DEFAULT_SEED : Long.parseLong(matcher.group(2));
    Digits digits = Digits.generate(count.get(), seed);
    return finished(new RawData.Array(digits, NumberKind.BYTES), options);
  }

  /**
   * Reads a path: an IDX or .npy file (plain or gzip), a folder of IDX files such as MNIST's, a
   * .npz file or {@code FILE.npz:NAME}, a folder of images or of tables, a table, a single image.
   * What is no file, such as a named pipe, is read once from front to back.
   *
   * @throws DataException if there is nothing there, or it cannot be used
   */
  public static RawData read(Path path, ReadOptions options) {
    return read(path, options, Optional.empty(), ReadingListener.SILENT);
  }

  private static RawData read(
      Path path, ReadOptions options, Optional<TableSchema> schema, ReadingListener listener) {
    Optional<NpzFile> array = NpzFile.named(path);
    if (array.isPresent()) {
      return finished(ArrayBlocks.whole(array.get().readArray()), options);
    }
    if (!Files.exists(path)) {
      throw DataException.missing(path);
    }
    if (OnceOnly.is(path)) {
      return OnceOnly.readSamples(path, copy -> read(copy, options, schema, listener));
    }
    if (Files.isDirectory(path)) {
      Optional<Path> idx = IdxFile.imagesIn(path);
      if (idx.isEmpty() && holdsTables(path)) {
        return readTable(TableSource.of(path), options, schema);
      }
      return idx.isPresent()
          ? finished(IdxFile.read(idx.get()), options)
          : labelled(
              binarized(
                  ImageFolder.read(path, options.image(), options.limit(), listener), options),
              options);
    }
    return switch (FileKind.of(path)) {
      case IDX -> finished(IdxFile.read(path), options);
      case NPY -> finished(NpyFile.read(path), options);
      case NPZ ->
          finished(ArrayBlocks.whole(new NpzFile(path, Optional.empty()).readArray()), options);
      case TABLE -> readTable(TableSource.of(path), options, schema);
      case IMAGE -> labelled(ImageFolder.readFile(path, options.image()), options);
      case UNKNOWN ->
          throw new DataException(
              path
                  + ": is of no kind that can be read; expected an IDX or .npy file (plain or"
                  + " gzip), a"
                  + " .npz file, a table (.csv, .jsonl, .parquet), an image (%s) or a folder of images"
                      .formatted(ImageFormat.ALL));
    };
  }

  private static RawData readTable(
      TableSource source, ReadOptions options, Optional<TableSchema> schema) {
    if (options.resize().isPresent() || options.image().crop().isPresent()) {
      throw imageOptionOfTable(source.path(), options);
    }
    // With a labels file, the label column names a column of that file and not of this one.
    ReadOptions own = options.labelsFile().isPresent() ? options.withoutLabel() : options;
    RawData.Table table =
        schema
            .map(known -> KnownTable.read(source, known, own.table()))
            .orElseGet(() -> CsvTable.read(source, own.table(), most(options)));
    return limited(labelled(table, options), options);
  }

  /** How many rows are wanted; labels of a file of their own belong to all. */
  private static OptionalInt most(ReadOptions options) {
    return options.labelsFile().isPresent() ? OptionalInt.empty() : options.limit();
  }

  /** Whether a folder has tables and no pictures in it. */
  static boolean holdsTables(Path folder) {
    if (TableFiles.in(folder).isEmpty()) {
      return false;
    }
    // A text beside images, or beside folders of them, is a text about them.
    try (Stream<Path> files = Files.walk(folder)) {
      return files.noneMatch(file -> ImageFormat.ofName(file).isPresent());
    } catch (UncheckedIOException e) {
      throw DataException.reading(folder, e.getCause());
    } catch (IOException e) {
      throw DataException.reading(folder, e);
    }
  }

  private static RawData labelled(RawData raw, ReadOptions options) {
    return options
        .labelsFile()
        .map(file -> raw.withLabels(LabelsFile.read(file, options, raw.size())))
        .orElse(raw);
  }

  /** Labels, limit and image options for numbers that were read without regard to them. */
  private static RawData finished(RawData.Array raw, ReadOptions options) {
    if (options.label().isPresent() && options.labelsFile().isEmpty()) {
      throw labelledArray(raw.source());
    }
    RawData limited = limited(labelled(raw, options), options);
    RawData.Array adjusted = ImageAdjustment.apply((RawData.Array) limited, options.image());
    return binarized(cropped(adjusted, options.image()), options);
  }

  private static RawData.Array binarized(RawData.Array raw, ReadOptions options) {
    return options.image().binarize().isPresent()
        ? Binarization.apply(raw, options.image().binarize().getAsLong())
        : raw;
  }

  private static RawData.Array cropped(RawData.Array raw, ImageOptions options) {
    return options
        .crop()
        .map(
            size ->
                new RawData.Array(
                    CropSamples.of(raw.samples(), size.height(), size.width()),
                    raw.kind(),
                    0,
                    raw.remarks()))
        .orElse(raw);
  }

  private static RawData limited(RawData raw, ReadOptions options) {
    boolean cuts = options.limit().isPresent() && options.limit().getAsInt() < raw.size();
    return cuts ? raw.subset(options.limited(raw.size())) : raw;
  }

  static DataException imageOptionOfTable(Path path, ReadOptions options) {
    return new DataException(
        "%s: is a table; option '%s' is for images"
            .formatted(path, options.resize().isPresent() ? "resize" : "crop"));
  }

  static DataException labelledArray(String source) {
    return new DataException(
        source
            + ": has no columns, so option 'label-column' cannot name one; labels come from a file"
            + " (option 'labels')");
  }
}
