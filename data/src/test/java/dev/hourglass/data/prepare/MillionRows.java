package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.read.RowStream;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A table of a million rows that lies nowhere, prepared block by block: prints count and sum. */
final class MillionRows {
  static final int ROWS = 1_000_000;
  static final int NUMBERS = 9;
  static final int RANGE = 1000;

  private MillionRows() {}

  /** What stands in a row's numeric columns, {@code 0 … RANGE - 1}. */
  static int cell(int row, int column) {
    return (int) ((row * 7919L + column * 104_729L) % RANGE);
  }

  /** What stands in the last column. */
  static String text(int row) {
    return row % 3 == 0 ? "fir" : "oak";
  }

  public static void main(String[] args) {
    Preparation preparation = preparation();
    long count = 0;
    double sum = 0;
    try (RowStream rows =
        RowStream.table(new Table(), "a pipe", preparation.schema(), ReadOptions.defaults())) {
      while (rows.hasNext()) {
        Dataset block = preparation.apply(rows.next());
        float[] values = new float[block.size() * block.features()];
        block.gather(
            IntStream.range(0, block.size()).toArray(),
            0,
            block.size(),
            MemorySegment.ofArray(values));
        for (float value : values) {
          sum += value;
        }
        count += block.size();
      }
    }
    System.out.println(count);
    System.out.println(sum);
  }

  /** Fitted on two rows that span the range. */
  private static Preparation preparation() {
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < NUMBERS; c++) {
      columns.add(new Column.Numeric("n" + c, new double[] {0, RANGE - 1}));
    }
    columns.add(new Column.Categorical("tree", new int[] {0, 1}, List.of("fir", "oak")));
    RawData two = new RawData.Table(columns, true, new int[] {2, 3}, Optional.empty(), "two rows");
    return Preparation.fit(two, PreparationOptions.defaults());
  }

  /** The table's text, made as it is read. */
  private static final class Table extends InputStream {
    private byte[] line = header();
    private int at;
    private int row;

    private static byte[] header() {
      StringBuilder names = new StringBuilder();
      IntStream.range(0, NUMBERS).forEach(c -> names.append('n').append(c).append(','));
      return bytes(names.append("tree\n"));
    }

    private static byte[] bytes(StringBuilder text) {
      return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private boolean atEnd() {
      if (at < line.length) {
        return false;
      }
      if (row == ROWS) {
        return true;
      }
      StringBuilder text = new StringBuilder();
      for (int c = 0; c < NUMBERS; c++) {
        text.append(cell(row, c)).append(',');
      }
      line = bytes(text.append(text(row)).append('\n'));
      at = 0;
      row++;
      return false;
    }

    @Override
    public int read() {
      return atEnd() ? -1 : line[at++];
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (atEnd()) {
        return -1;
      }
      int count = Math.min(length, line.length - at);
      System.arraycopy(line, at, into, offset, count);
      at += count;
      return count;
    }
  }
}
