package dev.hourglass.data.table;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a text table is read: what its columns mean and how it is written.
 *
 * @param label the column that holds the class: a header's name, or a 1-based position, or a
 *     negative position counted from the end (-1 is the last column)
 * @param ignore columns to leave out, named the same way
 * @param categorical columns whose cells are categories even where they look like numbers, dates or
 *     identifiers, named the same way
 * @param nanIsMissing whether a cell that says {@code NaN} is a missing cell; otherwise it is an
 *     error
 * @param dialect how the table is written
 * @param columns those to read, named the same way; all where it is empty
 * @param where conditions that a row fulfils to be read
 */
public record TableOptions(
    Optional<String> label,
    List<String> ignore,
    List<String> categorical,
    boolean nanIsMissing,
    DialectOptions dialect,
    List<String> columns,
    List<RowCondition> where) {

  /** Whether the first row of a table names its columns. */
  public enum Header {
    /** It does when it reads like names over numbers. */
    AUTO,
    YES,
    NO
  }

  public TableOptions {
    Objects.requireNonNull(label, "label");
    ignore = List.copyOf(ignore);
    categorical = List.copyOf(categorical);
    Objects.requireNonNull(dialect, "dialect");
    columns = List.copyOf(columns);
    where = List.copyOf(where);
  }

  /** Everything found out from the table; no column is a label, none is left out. */
  public static TableOptions defaults() {
    return new TableOptions(
        Optional.empty(),
        List.of(),
        List.of(),
        false,
        DialectOptions.defaults(),
        List.of(),
        List.of());
  }

  /** These options with another {@link #label}, or none. */
  public TableOptions withLabel(Optional<String> value) {
    return new TableOptions(value, ignore, categorical, nanIsMissing, dialect, columns, where);
  }

  /** These options with another {@link #ignore}. */
  public TableOptions withIgnore(List<String> value) {
    return new TableOptions(label, value, categorical, nanIsMissing, dialect, columns, where);
  }

  /** These options with another {@link #categorical}. */
  public TableOptions withCategorical(List<String> value) {
    return new TableOptions(label, ignore, value, nanIsMissing, dialect, columns, where);
  }

  /** These options with another {@link #nanIsMissing}. */
  public TableOptions withNanIsMissing(boolean value) {
    return new TableOptions(label, ignore, categorical, value, dialect, columns, where);
  }

  /** These options with another {@link #dialect}. */
  public TableOptions withDialect(DialectOptions value) {
    return new TableOptions(label, ignore, categorical, nanIsMissing, value, columns, where);
  }

  /** These options with other {@link #columns}. */
  public TableOptions withColumns(List<String> value) {
    return new TableOptions(label, ignore, categorical, nanIsMissing, dialect, value, where);
  }

  /** These options with other conditions, {@link #where}. */
  public TableOptions withWhere(List<RowCondition> value) {
    return new TableOptions(label, ignore, categorical, nanIsMissing, dialect, columns, value);
  }
}
