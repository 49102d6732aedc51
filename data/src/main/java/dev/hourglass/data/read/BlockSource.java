package dev.hourglass.data.read;

/** Where a {@link RowStream} has its blocks from: one kind of file, read from front to back. */
interface BlockSource extends AutoCloseable {
  /** Whether there is another block. */
  boolean hasNext();

  /** The next block, of at least one row; only when there is one. */
  RawData next();

  @Override
  void close();
}
