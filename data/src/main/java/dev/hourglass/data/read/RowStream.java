package dev.hourglass.data.read;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.picture.ImageAdjustment;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableBlocks;
import dev.hourglass.data.table.TableSchema;
import dev.hourglass.data.table.TableSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Raw rows in blocks, so that data of any length is prepared and scored in memory of one size: a
 * text table, an IDX file (either of them packed or not) or a .npy file, read from front to back.
 *
 * <p>A block is what {@link DataReader} would have read of these rows, with two differences: a
 * table's columns are of the kinds that a {@link TableSchema} says and not of those they look like,
 * and labels are those of a table's label column only, their classes the block's. Whatever is wrong
 * with the data is said, as there, by file and line, but only when its block is reached.
 *
 * <p>Not thread-safe; the blocks are.
 */
public final class RowStream implements Iterator<RawData>, AutoCloseable {
  private final RawBlocks blocks;
  private final ReadOptions options;

  private RowStream(RawBlocks blocks, ReadOptions options) {
    this.blocks = blocks;
    this.options = options;
  }

  /**
   * Opens a file, to be read in blocks of a good size.
   *
   * @param schema what the columns of a table are, as the preparation that is to be applied says
   * @param options as for {@link DataReader}, but without a limit and a labels file
   * @throws DataException if there is nothing there, it cannot be used, or is of a kind that is
   *     read as a whole only, such as a folder of images
   */
  public static RowStream open(Path path, TableSchema schema, ReadOptions options) {
    return opened(path, schema, options, RawBlocks.GOOD_SIZE);
  }

  /**
   * The same in blocks of another size.
   *
   * @param mostRows in a block, at least 1; every block but the last has so many
   * @throws IllegalArgumentException if {@code mostRows} is below 1
   */
  public static RowStream open(Path path, TableSchema schema, ReadOptions options, int mostRows) {
    if (mostRows < 1) {
      throw new IllegalArgumentException("a block has at least 1 row, but was asked " + mostRows);
    }
    return opened(path, schema, options, mostRows);
  }

  /** Whether what lies at a path can be read with these options, and more than once. */
  public static boolean opens(Path path, ReadOptions options) {
    if (options.limit().isPresent() || options.labelsFile().isPresent()) {
      return false;
    }
    if (Files.isDirectory(path)) {
      return IdxFile.imagesIn(path).isPresent() || DataReader.holdsTables(path);
    }
    return Files.isRegularFile(path)
        && switch (FileKind.of(path)) {
          case IDX, NPY, NPZ, TABLE -> true;
          case IMAGE, UNKNOWN -> false;
        };
  }

  private static RowStream opened(
      Path path, TableSchema schema, ReadOptions options, int mostRows) {
    checkOptions(path, options);
    if (!Files.exists(path)) {
      throw DataException.missing(path);
    }
    if (OnceOnly.is(path)) {
      // Only a table need not be there as a whole.
      return new RowStream(
          table(TableSource.of(path, bytesOf(path)), schema, options, mostRows), options);
    }
    if (Files.isDirectory(path)) {
      if (IdxFile.imagesIn(path).isEmpty() && DataReader.holdsTables(path)) {
        return new RowStream(table(TableSource.of(path), schema, options, mostRows), options);
      }
      Path idx = IdxFile.imagesIn(path).orElseThrow(() -> onlyAsAWhole(path, "a folder"));
      return new RowStream(arrays(idx, IdxFile.blocks(idx, mostRows), options), options);
    }
    RawBlocks blocks =
        switch (FileKind.of(path)) {
          case IDX -> arrays(path, IdxFile.blocks(path, mostRows), options);
          case NPY -> arrays(path, new ArrayBlocks(NpyFile.readArray(path), mostRows), options);
          case NPZ ->
              arrays(
                  path,
                  new ArrayBlocks(new NpzFile(path, Optional.empty()).readArray(), mostRows),
                  options);
          case TABLE -> table(TableSource.of(path), schema, options, mostRows);
          case IMAGE -> throw onlyAsAWhole(path, "an image");
          case UNKNOWN ->
              throw new DataException(
                  path
                      + ": is of no kind that can be read in blocks; expected a table (.csv, .tsv),"
                      + " an IDX file (either of them plain or gzip) or a .npy file");
        };
    return new RowStream(blocks, options);
  }

  /**
   * Reads a table that comes from anywhere, such as a pipe, packed or not.
   *
   * @param in the table; closed with the stream
   * @param name what messages call it
   * @param schema what its columns are
   * @param options as for {@link #open}
   * @throws DataException if it has no rows, is no table, or lacks a column that {@code options}
   *     name
   */
  public static RowStream table(
      InputStream in, String name, TableSchema schema, ReadOptions options) {
    return table(in, name, schema, options, RawBlocks.GOOD_SIZE);
  }

  /**
   * The same in blocks of another size.
   *
   * @param mostRows of a block, at least 1
   */
  public static RowStream table(
      InputStream in, String name, TableSchema schema, ReadOptions options, int mostRows) {
    Path path = Path.of(name);
    checkOptions(path, options);
    return new RowStream(table(TableSource.of(path, in), schema, options, mostRows), options);
  }

  private static RawBlocks table(
      TableSource source, TableSchema schema, ReadOptions options, int mostRows) {
    if (options.resize().isPresent() || options.image().crop().isPresent()) {
      throw DataReader.imageOptionOfTable(source.path(), options);
    }
    return TableBlocks.open(source, schema, options.table(), mostRows);
  }

  private static RawBlocks arrays(Path path, RawBlocks blocks, ReadOptions options) {
    if (options.label().isPresent()) {
      blocks.close();
      throw DataReader.labelledArray(path.toString());
    }
    return blocks;
  }

  private static InputStream bytesOf(Path path) {
    try {
      return Files.newInputStream(path);
    } catch (IOException e) {
      throw DataException.reading(path, e);
    }
  }

  private static void checkOptions(Path path, ReadOptions options) {
    if (options.limit().isPresent()) {
      throw new DataException(
          path
              + ": option 'limit' spreads its samples over the whole, which is not known when rows"
              + " are read as they come; leave it out and stop reading instead");
    }
    if (options.labelsFile().isPresent()) {
      throw new DataException(
          path
              + ": option 'labels' does not go with rows that are read as they come; leave it out");
    }
  }

  private static DataException onlyAsAWhole(Path path, String what) {
    return new DataException(
        path + ": is " + what + ", which is read as a whole and not row by row");
  }

  /**
   * Whether there is another block.
   *
   * @throws DataException if what comes next is damaged
   */
  @Override
  public boolean hasNext() {
    return blocks.hasNext();
  }

  /**
   * The next rows, at least one.
   *
   * @throws DataException if a row cannot be used, or what comes next is damaged
   * @throws NoSuchElementException if there are none left
   */
  @Override
  public RawData next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all rows have been read");
    }
    return switch (blocks.next()) {
      case RawData.Array array -> ImageAdjustment.apply(array, options.image());
      case RawData.Table table -> table;
    };
  }

  /** Closes the file; the blocks that were read can still be used. */
  @Override
  public void close() {
    blocks.close();
  }
}
