package dev.hourglass.data.raw;

/** Blocks of raw data: one source, read from front to back. */
public interface RawBlocks extends AutoCloseable {
  /** Stands for as many rows in a block as suit their width. */
  int GOOD_SIZE = 0;

  /** Stands for all rows in one block. */
  int ALL_ROWS = Integer.MAX_VALUE;

  /** The most rows of a block of a good size. */
  int MOST_ROWS = 4096;

  /** The most numbers of one: 8 MB of a table, whatever its width. */
  int MOST_NUMBERS = 1 << 20;

  /** Whether there is another block. */
  boolean hasNext();

  /** The next block, of at least one row; only when there is one. */
  RawData next();

  @Override
  void close();

  /** How many rows of so many numbers a block has: as many as asked for, or a good size. */
  static int rowsOf(int numbers, int mostRows) {
    return mostRows != GOOD_SIZE ? mostRows : Math.clamp(MOST_NUMBERS / numbers, 1, MOST_ROWS);
  }
}
