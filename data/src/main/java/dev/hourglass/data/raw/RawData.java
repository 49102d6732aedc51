package dev.hourglass.data.raw;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** What a reader returns: samples as they lie in the file, before any preparation. */
public sealed interface RawData {

  /** How many samples there are, at least 1. */
  int size();

  /** The class of every sample, where known. */
  Optional<Labels> labels();

  /** The path or description the samples came from, for messages. */
  String source();

  /**
   * What people should know of how this was read, a sentence each: what was left out, guessed or
   * converted. Often empty.
   */
  List<String> remarks();

  /** The same samples with these remarks in place of their own. */
  RawData withRemarks(List<String> remarks);

  /** The same samples from a source of another name. */
  RawData from(String source);

  /** These rows in this order. */
  RawData subset(int[] rows);

  /**
   * The same samples with these labels in place of their own.
   *
   * @throws IllegalArgumentException if there are not as many labels as samples
   */
  RawData withLabels(Labels labels);

  /**
   * Samples that are all numbers: images, arrays.
   *
   * @param samples the numbers
   * @param kind what they are stored as
   * @param firstRow the number in the file, from 0, of the first sample, for messages; only a block
   *     of a stream begins elsewhere than at 0
   * @param remarks what people should know of the reading
   */
  record Array(Dataset samples, NumberKind kind, long firstRow, List<String> remarks)
      implements RawData {
    public Array {
      Objects.requireNonNull(samples, "samples");
      Objects.requireNonNull(kind, "kind");
      remarks = List.copyOf(remarks);
    }

    /** Samples nothing need be said of. */
    public Array(Dataset samples, NumberKind kind, long firstRow) {
      this(samples, kind, firstRow, List.of());
    }

    /** Samples from the first one on. */
    public Array(Dataset samples, NumberKind kind) {
      this(samples, kind, 0);
    }

    @Override
    public int size() {
      return samples.size();
    }

    @Override
    public Optional<Labels> labels() {
      return samples.labels();
    }

    @Override
    public String source() {
      return samples.source();
    }

    @Override
    public Array subset(int[] rows) {
      return new Array(samples.subset(rows), kind, 0, remarks);
    }

    @Override
    public Array withLabels(Labels labels) {
      return new Array(samples.withLabels(labels), kind, firstRow, remarks);
    }

    @Override
    public Array withRemarks(List<String> others) {
      return new Array(samples, kind, firstRow, others);
    }

    @Override
    public Array from(String source) {
      return new Array(samples.from(source), kind, firstRow, remarks);
    }
  }

  /**
   * A table of typed columns.
   *
   * @param columns the columns in file order, at least one, all of the same length; the label
   *     column and ignored columns are not among them
   * @param named whether the file has a header; otherwise columns are called {@code column 1} … and
   *     are matched by position
   * @param lines for every row the 1-based line it begins on in the file, for messages; not to be
   *     written to
   * @param labels the class of every row, where a label column was chosen
   * @param source the path, for messages
   * @param remarks what people should know of the reading
   * @param layout how the file was understood
   */
  @SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
  record Table(
      List<Column> columns,
      boolean named,
      int[] lines,
      Optional<Labels> labels,
      String source,
      List<String> remarks,
      TableLayout layout)
      implements RawData {

    /**
     * @throws IllegalArgumentException if there is no column or their lengths differ
     */
    public Table {
      columns = List.copyOf(columns);
      remarks = List.copyOf(remarks);
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("a table needs at least one column");
      }
      Set<String> names = new HashSet<>();
      for (Column column : columns) {
        if (column.size() != lines.length) {
          throw new IllegalArgumentException(
              "column '%s' has %d rows where the table has %d"
                  .formatted(column.name(), column.size(), lines.length));
        }
        if (!names.add(column.name())) {
          throw new IllegalArgumentException("two columns are named '" + column.name() + "'");
        }
      }
      if (labels.isPresent() && labels.get().size() != lines.length) {
        throw new IllegalArgumentException(
            "%d labels for %d rows".formatted(labels.get().size(), lines.length));
      }
    }

    /** A table nothing need be said of. */
    public Table(
        List<Column> columns, boolean named, int[] lines, Optional<Labels> labels, String source) {
      this(columns, named, lines, labels, source, List.of(), TableLayout.NONE);
    }

    /**
     * One row that lies in no file, such as a request to a served model. Cells read as a CSV file's
     * do: an empty one, {@code NA} and the like are missing.
     *
     * @param cells each column's text by its name, at least one. A preparation ignores those that
     *     it does not ask for; one that was fitted without names takes them in this order
     * @throws IllegalArgumentException if there are no cells
     */
    public static Table row(SequencedMap<String, String> cells) {
      List<Column> columns = new ArrayList<>();
      cells.forEach((name, cell) -> columns.add(column(name, cell.strip())));
      return new Table(columns, true, new int[] {1}, Optional.empty(), "row");
    }

    private static Column column(String name, String cell) {
      return Cell.of(cell) == Cell.MISSING
          ? new Column.Categorical(name, new int[] {-1}, List.of())
          : new Column.Categorical(name, new int[] {0}, List.of(cell));
    }

    @Override
    public int size() {
      return lines.length;
    }

    /** The columns' names in order. */
    public List<String> columnNames() {
      return columns.stream().map(Column::name).toList();
    }

    @Override
    public Table subset(int[] rows) {
      List<Column> chosen = new ArrayList<>();
      for (Column column : columns) {
        chosen.add(column.subset(rows));
      }
      int[] chosenLines = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        chosenLines[i] = lines[rows[i]];
      }
      Optional<Labels> chosenLabels = labels.map(l -> l.subset(rows));
      return new Table(chosen, named, chosenLines, chosenLabels, source, remarks, layout);
    }

    @Override
    public Table withLabels(Labels newLabels) {
      return new Table(columns, named, lines, Optional.of(newLabels), source, remarks, layout);
    }

    @Override
    public Table withRemarks(List<String> others) {
      return new Table(columns, named, lines, labels, source, others, layout);
    }

    @Override
    public Table from(String other) {
      return new Table(columns, named, lines, labels, other, remarks, layout);
    }

    // Lines and columns are what a file holds, not what a table is: identity is enough here.
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    @Override
    public String toString() {
      return size() + " rows of " + columnNames() + " from " + source;
    }
  }
}
