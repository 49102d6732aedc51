package dev.hourglass.data.read;

/**
 * Blocks of an array that lies in a mapped file: each is a part of it, where it can be in place.
 */
final class ArrayBlocks implements BlockSource {
  private final NumberArray array;
  private final int size;
  private final int rows;
  private int done;

  ArrayBlocks(NumberArray array, int mostRows) {
    this.array = array;
    this.size = array.samples();
    this.rows = RowStream.rowsOf(array.features(), mostRows);
  }

  @Override
  public boolean hasNext() {
    return done < size;
  }

  @Override
  public RawData next() {
    int count = Math.min(rows, size - done);
    RawData block = array.toSamples(done, count, done);
    done += count;
    return block;
  }

  /** The mapping goes when nobody refers to a block any more. */
  @Override
  public void close() {}
}
