package dev.hourglass.data.table;

import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.TemporalFormats.DayOrder;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a text table is written; what is empty is found out.
 *
 * @param header whether the first row names the columns
 * @param delimiter what separates the cells; a space stands for any run of spaces and tabs
 * @param encoding how bytes stand for characters
 * @param decimal the decimal mark of numbers
 * @param dates whether day or month comes first in dates such as 03/04/2024
 * @param skipLines how many lines to leave out above the header; at least 0
 * @param missing words that mean that a cell is missing, besides empty ones, {@code NA}, {@code
 *     N/A}, {@code null} and {@code ?}
 */
public record DialectOptions(
    TableOptions.Header header,
    Optional<Character> delimiter,
    Optional<Charset> encoding,
    Optional<DecimalMark> decimal,
    Optional<DayOrder> dates,
    int skipLines,
    List<String> missing) {

  /**
   * @throws IllegalArgumentException if {@code skipLines} is negative
   */
  public DialectOptions {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(delimiter, "delimiter");
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(decimal, "decimal");
    Objects.requireNonNull(dates, "dates");
    missing = List.copyOf(missing);
    if (skipLines < 0) {
      throw new IllegalArgumentException("skipLines must be at least 0, but was " + skipLines);
    }
  }

  /**
   * The encoding of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Charset encodingNamed(String name) {
    try {
      return Charset.forName(name.strip());
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "expected an encoding's name such as UTF-8, windows-1252 or GB18030, but was '%s'"
              .formatted(name),
          e);
    }
  }

  /** These options, and those of others wherever these find out. */
  public DialectOptions orElse(DialectOptions others) {
    return new DialectOptions(
        header == TableOptions.Header.AUTO ? others.header : header,
        delimiter.or(others::delimiter),
        encoding.or(others::encoding),
        decimal.or(others::decimal),
        dates.or(others::dates),
        skipLines == 0 ? others.skipLines : skipLines,
        missing.isEmpty() ? others.missing : missing);
  }

  /** Everything found out. */
  public static DialectOptions defaults() {
    return new DialectOptions(
        TableOptions.Header.AUTO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        List.of());
  }

  /** These options with another {@link #header}. */
  public DialectOptions withHeader(TableOptions.Header value) {
    return new DialectOptions(value, delimiter, encoding, decimal, dates, skipLines, missing);
  }

  /** These options with another {@link #delimiter}. */
  public DialectOptions withDelimiter(char value) {
    return new DialectOptions(
        header, Optional.of(value), encoding, decimal, dates, skipLines, missing);
  }

  /** These options with another {@link #encoding}. */
  public DialectOptions withEncoding(Charset value) {
    return new DialectOptions(
        header, delimiter, Optional.of(value), decimal, dates, skipLines, missing);
  }

  /** These options with another {@link #decimal}. */
  public DialectOptions withDecimal(DecimalMark value) {
    return new DialectOptions(
        header, delimiter, encoding, Optional.of(value), dates, skipLines, missing);
  }

  /** These options with another {@link #dates}. */
  public DialectOptions withDates(DayOrder value) {
    return new DialectOptions(
        header, delimiter, encoding, decimal, Optional.of(value), skipLines, missing);
  }

  /** These options with another {@link #skipLines}. */
  public DialectOptions withSkipLines(int value) {
    return new DialectOptions(header, delimiter, encoding, decimal, dates, value, missing);
  }

  /** These options with other words for {@link #missing}. */
  public DialectOptions withMissing(List<String> value) {
    return new DialectOptions(header, delimiter, encoding, decimal, dates, skipLines, value);
  }
}
