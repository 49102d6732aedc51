package dev.hourglass.tasks.compress;

import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.read.RowStream;
import dev.hourglass.data.table.TableSchema;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/** Samples that can be gone through from front to back as often as need be, a block at a time. */
public interface SampleSource {
  /** Begins at the first sample. */
  RawBlocks open();

  /** What messages call it: where it is a text table, its path. */
  String name();

  /** Samples that are there as a whole. */
  static SampleSource of(RawData raw) {
    return new SampleSource() {
      @Override
      public RawBlocks open() {
        return new Parts(raw);
      }

      @Override
      public String name() {
        return raw.source();
      }
    };
  }

  /**
   * Samples of a file that is read block by block, so that it may be larger than memory.
   *
   * @param schema what the columns of a table are
   * @param options such that {@link RowStream#opens}
   */
  static SampleSource of(Path path, TableSchema schema, ReadOptions options) {
    return new SampleSource() {
      @Override
      public RawBlocks open() {
        return new Rows(RowStream.open(path, schema, options));
      }

      @Override
      public String name() {
        return path.toString();
      }
    };
  }

  /** The blocks of a stream. */
  record Rows(RowStream stream) implements RawBlocks {
    @Override
    public boolean hasNext() {
      return stream.hasNext();
    }

    @Override
    public RawData next() {
      return stream.next();
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  /** Parts of what is there. */
  final class Parts implements RawBlocks {
    private final RawData raw;
    private final int most;
    private int at;

    private Parts(RawData raw) {
      this.raw = raw;
      this.most =
          switch (raw) {
            case RawData.Array array ->
                RawBlocks.rowsOf(array.samples().features(), RawBlocks.GOOD_SIZE);
            case RawData.Table table ->
                RawBlocks.rowsOf(table.columns().size(), RawBlocks.GOOD_SIZE);
          };
    }

    @Override
    public boolean hasNext() {
      return at < raw.size();
    }

    @Override
    public RawData next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all samples have been read");
      }
      int from = at;
      at = Math.min(raw.size(), from + most);
      return raw.subset(IntStream.range(from, at).toArray());
    }

    @Override
    public void close() {}
  }
}
