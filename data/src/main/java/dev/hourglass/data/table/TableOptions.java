package dev.hourglass.data.table;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a text table is read: what its columns mean and how they are told apart.
 *
 * @param label the column that holds the class: a header's name, or a 1-based position, or a
 *     negative position counted from the end (-1 is the last column)
 * @param ignore columns to leave out, named the same way
 * @param categorical columns whose cells are categories even where they look like numbers, named
 *     the same way
 * @param header whether the first row names the columns
 * @param delimiter what separates the cells; found out when empty
 * @param nanIsMissing whether a cell that says {@code NaN} is a missing cell; otherwise it is an
 *     error
 */
public record TableOptions(
    Optional<String> label,
    List<String> ignore,
    List<String> categorical,
    Header header,
    Optional<Character> delimiter,
    boolean nanIsMissing) {

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
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(delimiter, "delimiter");
  }

  /** Everything found out from the table; no column is a label, none is left out. */
  public static TableOptions defaults() {
    return new TableOptions(
        Optional.empty(), List.of(), List.of(), Header.AUTO, Optional.empty(), false);
  }

  /** These options with another {@link #label}, or none. */
  public TableOptions withLabel(Optional<String> value) {
    return new TableOptions(value, ignore, categorical, header, delimiter, nanIsMissing);
  }

  /** These options with another {@link #ignore}. */
  public TableOptions withIgnore(List<String> value) {
    return new TableOptions(label, value, categorical, header, delimiter, nanIsMissing);
  }

  /** These options with another {@link #categorical}. */
  public TableOptions withCategorical(List<String> value) {
    return new TableOptions(label, ignore, value, header, delimiter, nanIsMissing);
  }

  /** These options with another {@link #header}. */
  public TableOptions withHeader(Header value) {
    return new TableOptions(label, ignore, categorical, value, delimiter, nanIsMissing);
  }

  /** These options with another {@link #delimiter}, or one that is found out. */
  public TableOptions withDelimiter(Optional<Character> value) {
    return new TableOptions(label, ignore, categorical, header, value, nanIsMissing);
  }

  /** These options with another {@link #nanIsMissing}. */
  public TableOptions withNanIsMissing(boolean value) {
    return new TableOptions(label, ignore, categorical, header, delimiter, value);
  }
}
