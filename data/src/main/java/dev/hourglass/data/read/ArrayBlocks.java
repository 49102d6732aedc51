package dev.hourglass.data.read;

import dev.hourglass.data.array.NumberArray;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import java.util.List;

/**
 * Blocks of an array that lies in a mapped file: each is a part of it, where it can be in place.
 */
final class ArrayBlocks implements RawBlocks {
  private final NumberArray array;
  private final int size;
  private final int rows;
  private int done;

  ArrayBlocks(NumberArray array, int mostRows) {
    this.array = array;
    this.size = array.samples();
    this.rows = RawBlocks.rowsOf(array.features(), mostRows);
  }

  /** All rows of an array. */
  static RawData.Array whole(NumberArray array) {
    return rows(array, 0, array.samples(), 0)
        .withRemarks(array.roundedNumbers().map(List::of).orElse(List.of()));
  }

  /**
   * Some rows of an array.
   *
   * @param firstRow what the first of them is called in messages
   */
  static RawData.Array rows(NumberArray array, int from, int count, long firstRow) {
    NumberKind kind = array.isBytes() ? NumberKind.BYTES : NumberKind.FLOATS;
    return new RawData.Array(array.toSamples(from, count, firstRow), kind, firstRow);
  }

  @Override
  public boolean hasNext() {
    return done < size;
  }

  @Override
  public RawData next() {
    int count = Math.min(rows, size - done);
    RawData block = rows(array, done, count, done);
    done += count;
    return block;
  }

  /** The mapping goes when nobody refers to a block any more. */
  @Override
  public void close() {}
}
