package dev.hourglass.spark;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Raw data that Spark can keep and send: vectors, or a table's columns. */
sealed interface RawRows extends Serializable {
  /** How many rows there are. */
  int size();

  /** These rows in this order. */
  RawRows at(int[] rows);

  /** As the preparation reads them. */
  RawData raw(SampleShape shape);

  /** Raw data as it can be sent. */
  static RawRows of(RawData raw) {
    return switch (raw) {
      case RawData.Array array -> new Vectors(Blocks.of(array.samples(), true));
      case RawData.Table table ->
          new Table(table.columns().stream().map(Cells::of).toList(), table.named());
    };
  }

  /** All of them, one behind the other; at least one. */
  static RawRows joined(List<RawRows> parts) {
    if (parts.getFirst() instanceof Vectors) {
      return new Vectors(
          Blocks.joined(parts.stream().map(part -> ((Vectors) part).blocks()).toList()));
    }
    List<Table> tables = parts.stream().map(Table.class::cast).toList();
    List<Cells> columns = new ArrayList<>();
    for (int c = 0; c < tables.getFirst().columns().size(); c++) {
      int column = c;
      columns.add(Cells.joined(tables.stream().map(t -> t.columns().get(column)).toList()));
    }
    return new Table(columns, tables.getFirst().named());
  }

  /** Vectors. */
  record Vectors(Blocks blocks) implements RawRows {
    @Override
    public int size() {
      return blocks.rows();
    }

    @Override
    public Vectors at(int[] rows) {
      return new Vectors(blocks.at(rows));
    }

    @Override
    public RawData raw(SampleShape shape) {
      return new RawData.Array(blocks.samples(shape), NumberKind.FLOATS);
    }
  }

  /** A table's columns. */
  record Table(List<Cells> columns, boolean named) implements RawRows {
    public Table {
      columns = new ArrayList<>(columns);
    }

    @Override
    public int size() {
      return columns.getFirst().size();
    }

    @Override
    public Table at(int[] rows) {
      return new Table(columns.stream().map(column -> column.at(rows)).toList(), named);
    }

    @Override
    public RawData raw(SampleShape shape) {
      return new RawData.Table(
          columns.stream().map(Cells::column).toList(),
          named,
          IntStream.rangeClosed(1, size()).toArray(),
          Optional.empty(),
          "DataFrame");
    }
  }

  /**
   * A column: numbers, or texts by their place among those that occur.
   *
   * @param numbers NaN where missing; none of a column of texts
   * @param codes -1 where missing; none of a column of numbers
   */
  @SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
  record Cells(String name, double[] numbers, int[] codes, String[] texts) implements Serializable {
    static Cells of(Column column) {
      return switch (column) {
        case Column.Numeric(String name, double[] values) ->
            new Cells(name, values, new int[0], new String[0]);
        case Column.Categorical(String name, int[] codes, List<String> categories) ->
            new Cells(name, new double[0], codes, categories.toArray(String[]::new));
        case Column.Temporal _ -> throw new IllegalStateException("no DataFrame's column is one");
      };
    }

    boolean isNumeric() {
      return codes.length == 0;
    }

    int size() {
      return Math.max(numbers.length, codes.length);
    }

    Column column() {
      return isNumeric()
          ? new Column.Numeric(name, numbers)
          : new Column.Categorical(name, codes, Arrays.asList(texts));
    }

    Cells at(int[] rows) {
      return of(column().subset(rows));
    }

    static Cells joined(List<Cells> parts) {
      String name = parts.getFirst().name;
      if (parts.getFirst().isNumeric()) {
        double[] all =
            parts.stream().flatMapToDouble(part -> Arrays.stream(part.numbers)).toArray();
        return new Cells(name, all, new int[0], new String[0]);
      }
      String[] cells =
          parts.stream()
              .flatMap(
                  part ->
                      Arrays.stream(part.codes).mapToObj(code -> code < 0 ? "" : part.texts[code]))
              .toArray(String[]::new);
      return of(RowBlock.categorical(name, cells));
    }
  }
}
