package dev.hourglass.data.table;

import dev.hourglass.base.Decimal;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.NumberText;
import dev.hourglass.data.text.TableText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out how a text table is written, from the start of its text. */
final class DialectSniffer {
  /**
   * What was found out.
   *
   * @param dialect how the table is written
   * @param header its columns
   * @param columns some cells of each column, below the header
   * @param remarks what had to be guessed
   */
  record Sniffed(
      Dialect dialect, CsvHeader header, List<List<String>> columns, List<String> remarks) {}

  private static final char[] SEPARATORS = {',', ';', '\t', '|', Dialect.BLANKS};
  private static final String SEPARATOR_LINE = "sep=";
  private static final int MOST_COMMENTS = 1000;
  private static final double EVEN = 0.5;
  private static final int FEWEST_WITH_UNITS = 5;

  private final TableText text;
  private final TableOptions options;
  private final Optional<DecimalMark> likely;
  private final DialectOptions asked;
  private final char quote;
  private final List<String> remarks = new ArrayList<>();

  private DialectSniffer(TableText text, TableOptions options, Optional<DecimalMark> likely) {
    this.text = text;
    this.likely = likely;
    this.options = options;
    this.asked = options.dialect();
    this.quote = Dialect.Marks.quoteIn(text.head());
  }

  /**
   * Looks at the start of a table.
   *
   * @param likely the decimal mark to take where nothing tells
   * @throws DataException if it is empty, or {@code options} name a column that does not exist
   */
  static Sniffed sniff(TableText text, TableOptions options, Optional<DecimalMark> likely) {
    return new DialectSniffer(text, options, likely).sniffed();
  }

  private Path path() {
    return text.path();
  }

  private Sniffed sniffed() {
    Top top = top();
    SampledRows rows = rows(top);
    if (rows.rows().isEmpty()) {
      throw new DataException(path() + ": is empty; give a table with at least one row");
    }
    int skipped = top.lines() + rows.titles();
    if (text.encoding().isGuessed()) {
      remarks.add(
          "%s: is read as %s, which is a guess; option 'encoding' names another encoding"
              .formatted(path(), text.encoding().charset()));
    }
    Optional<DecimalMark> evident = evidentDecimal(rows).or(() -> likely);
    DecimalMark decimal = evident.orElse(DecimalMark.POINT);
    List<String> first = rows.rows().getFirst();
    Optional<List<String>> above = namesAbove(top, rows, decimal);
    boolean headed = above.isEmpty() && isHeaded(rows, decimal);
    remarkSkipped(top, skipped, above.isPresent());
    boolean units = headed && hasUnits(rows, decimal);
    int headerRows = (headed ? 1 : 0) + (units ? 1 : 0);
    CsvHeader header =
        above.isPresent()
            ? CsvHeader.of(path(), skipped, above.get(), false, options, remarks)
            : headed
                ? header(rows, first, skipped + 1)
                : CsvHeader.unnamed(path(), skipped + 1, rows.width());
    boolean comments = top.comments();
    boolean trailing = rows.shape() == SampledRows.Shape.TRAILING;
    Dialect dialect =
        new Dialect(
            text.encoding(),
            new Dialect.Marks(rows.separator(), quote),
            skipped,
            comments,
            headerRows,
            trailing,
            decimal);
    List<List<String>> columns = rows.columns(headerRows, Integer.MAX_VALUE);
    if (evident.isEmpty()) {
      remarkDoubt(header, columns);
    }
    return new Sniffed(dialect, header, columns, remarks);
  }

  /**
   * What stands above a table.
   *
   * @param lines how many lines
   * @param rest the text below
   * @param separator what {@code sep=;} says
   * @param lastComment the last line that begins with #, directly above
   * @param comments whether there are such lines
   */
  private record Top(
      int lines,
      String rest,
      Optional<Character> separator,
      Optional<String> lastComment,
      boolean comments) {
    boolean isSeparatorLine() {
      return separator.isPresent();
    }
  }

  private Top top() {
    String rest = text.head();
    int lines = 0;
    while (lines < asked.skipLines() && !rest.isEmpty()) {
      rest = behind(rest);
      lines++;
    }
    Optional<Character> separator = Optional.empty();
    String first = line(rest).strip();
    if (first.startsWith(SEPARATOR_LINE) && first.length() <= SEPARATOR_LINE.length() + 1) {
      boolean tab = first.length() == SEPARATOR_LINE.length();
      separator = Optional.of(tab ? '\t' : first.charAt(SEPARATOR_LINE.length()));
      rest = behind(rest);
      lines++;
    }
    Optional<String> comment = Optional.empty();
    boolean comments = hasComments(rest);
    while (comments && !rest.isEmpty()) {
      String line = line(rest);
      if (!line.isBlank() && !line.startsWith("#")) {
        break;
      }
      comment = line.isBlank() ? Optional.empty() : Optional.of(line);
      rest = behind(rest);
      lines++;
    }
    return new Top(lines, rest, separator, comment, comments);
  }

  /** Lines that begin with # are comments where others follow that do not. */
  private static boolean hasComments(String text) {
    String rest = text;
    int comments = 0;
    while (line(rest).startsWith("#") && comments < MOST_COMMENTS) {
      comments++;
      rest = behind(rest);
    }
    String below = rest;
    int hashed = 0;
    for (int i = 0; i < comments + 2 && !rest.isEmpty(); i++) {
      hashed += line(rest).startsWith("#") ? 1 : 0;
      rest = behind(rest);
    }
    return comments > 0 && hashed == 0 && !below.isEmpty();
  }

  private static String line(String text) {
    return text.substring(0, lineEnd(text));
  }

  private static String behind(String text) {
    int end = lineEnd(text);
    boolean pair = text.startsWith("\r\n", end);
    return text.substring(Math.min(text.length(), end + (pair ? 2 : 1)));
  }

  private static int lineEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
        return i;
      }
    }
    return text.length();
  }

  private SampledRows rows(Top top) {
    Optional<Character> known = asked.delimiter().or(top::separator);
    if (known.isPresent()) {
      return cut(top, known.get());
    }
    SampledRows alone = cut(top, Dialect.NOTHING);
    List<SampledRows> candidates = new ArrayList<>();
    for (char separator : SEPARATORS) {
      candidates.add(cut(top, separator));
    }
    Optional<SampledRows> even =
        candidates.stream()
            .filter(c -> c.width() > 1 || c.shape() == SampledRows.Shape.TRAILING)
            .filter(c -> c.shape() != SampledRows.Shape.RAGGED)
            .filter(c -> c.separator() != Dialect.BLANKS || c.typedShare() > 0)
            .min(
                Comparator.comparing(SampledRows::oddities)
                    .thenComparing(c -> -c.typedShare())
                    .thenComparing(c -> c.separator() == Dialect.BLANKS)
                    .thenComparing(c -> -c.width()));
    if (even.isPresent()) {
      boolean oneColumn = even.get().oddities() > 0 && alone.typedShare() == 1;
      return oneColumn ? alone : even.get();
    }
    boolean tabs = path().getFileName().toString().toLowerCase(Locale.ROOT).contains(".tsv");
    return candidates.stream()
        .filter(c -> c.width() > 1 && c.evenness() >= EVEN && c.separator() != Dialect.BLANKS)
        .max(
            Comparator.comparing(SampledRows::evenness)
                .thenComparing(c -> tabs == (c.separator() == '\t')))
        .orElse(alone);
  }

  private SampledRows cut(Top top, char separator) {
    return SampledRows.of(
        top.rest(), text.isWhole(), new Dialect.Marks(separator, quote), top.comments());
  }

  private Optional<DecimalMark> evidentDecimal(SampledRows rows) {
    if (asked.decimal().isPresent()) {
      return asked.decimal();
    }
    DecimalVotes votes = new DecimalVotes();
    rows.columns(Math.min(1, rows.rows().size() - 1), Integer.MAX_VALUE).forEach(votes::add);
    return votes.result();
  }

  /** Says how numbers such as 1.000 and 1,060 were read where nothing tells. */
  private void remarkDoubt(CsvHeader header, List<List<String>> columns) {
    NumberText point = new NumberText(DecimalMark.POINT);
    NumberText comma = new NumberText(DecimalMark.COMMA);
    for (int c = 0; c < columns.size(); c++) {
      for (String cell : columns.get(c)) {
        if (point.read(cell) == Cell.NUMBER
            && comma.read(cell) == Cell.NUMBER
            && point.value() != comma.value()) {
          remarks.add(
              "%s: column '%s': '%s' was read as %s; option 'decimal' = comma reads it as %s"
                  .formatted(
                      path(),
                      header.names().get(c),
                      cell,
                      Decimal.text(point.value()),
                      Decimal.text(comma.value())));
          break;
        }
      }
    }
  }

  private boolean isHeaded(SampledRows rows, DecimalMark decimal) {
    if (asked.header() != TableOptions.Header.AUTO) {
      return asked.header() == TableOptions.Header.YES;
    }
    if (rows.shape() == SampledRows.Shape.ROW_NAMES) {
      return true;
    }
    List<String> first = rows.rows().getFirst();
    if (first.size() != rows.width()) {
      return true; // ragged: whatever it is, rows are measured by it
    }
    List<List<String>> columns = rows.columns(1, Integer.MAX_VALUE);
    List<ColumnGuess> guesses =
        columns.stream()
            .map(cells -> ColumnGuess.of(cells, Optional.of(decimal), asked.dates()))
            .toList();
    HeaderVotes.Answer answer = HeaderVotes.of(first, columns, guesses);
    String shown = String.join(", ", first.subList(0, Math.min(3, first.size())));
    switch (answer) {
      case NAMES_THAT_COUNT ->
          remarks.add(
              "%s: the first row (%s …) was taken for the columns' names; option 'header' = no takes"
                      .formatted(path(), shown)
                  + " it for data");
      case ROW_THAT_COUNTS ->
          remarks.add(
              "%s: the first row (%s …) was taken for data; option 'header' = yes takes it for the"
                      .formatted(path(), shown)
                  + " columns' names");
      case NAMES, ROW -> {}
    }
    return answer.isNamed();
  }

  private void remarkSkipped(Top top, int skipped, boolean namesAbove) {
    int wanted = asked.skipLines() + (top.isSeparatorLine() ? 1 : 0) + (namesAbove ? 1 : 0);
    int more = skipped - wanted;
    if (more > 0) {
      remarks.add(
          "%s: the table begins on line %d; %s left out"
              .formatted(
                  path(),
                  skipped + 1,
                  more == 1 ? "one line above it was" : more + " lines above it were"));
    }
  }

  /** Whether a second row says what the numbers below it are in. */
  private boolean hasUnits(SampledRows rows, DecimalMark decimal) {
    if (asked.header() != TableOptions.Header.AUTO || rows.rows().size() < FEWEST_WITH_UNITS) {
      return false;
    }
    List<String> second = rows.rows().get(1);
    List<List<String>> columns = rows.columns(2, Integer.MAX_VALUE);
    int units = 0;
    for (int c = 0; c < Math.min(second.size(), columns.size()); c++) {
      Optional<DecimalMark> mark = Optional.of(decimal);
      boolean typed = ColumnGuess.of(List.of(second.get(c)), mark, asked.dates()).isTyped();
      boolean numbers = ColumnGuess.isPure(columns.get(c), mark, asked.dates());
      if (typed) {
        return false;
      }
      units += numbers && Cell.of(second.get(c)) == Cell.TEXT ? 1 : 0;
    }
    if (units * 2 < columns.size()) {
      return false;
    }
    remarks.add(
        "%s: the second row (%s …) was taken for the columns' units and left out; option 'header' ="
                .formatted(path(), String.join(", ", second.subList(0, Math.min(3, second.size()))))
            + " yes takes it for data");
    return true;
  }

  private CsvHeader header(SampledRows rows, List<String> first, int line) {
    if (rows.shape() == SampledRows.Shape.ROW_NAMES) {
      remarks.add(
          "%s: the header has one name fewer than the rows have cells, so the first ones were taken"
                  .formatted(path())
              + " for the rows' names and left out");
      List<String> names = Stream.concat(Stream.of("row names"), first.stream()).toList();
      return CsvHeader.of(path(), line, names, true, options, remarks);
    }
    if (first.size() > 1 && first.getFirst().isEmpty() && rows.hasIndex()) {
      remarks.add(
          "%s: the first column has no name and counts the rows; it was left out"
              .formatted(path()));
      return CsvHeader.of(path(), line, first, true, options, remarks);
    }
    return CsvHeader.of(path(), line, first, false, options, remarks);
  }

  /** Names in the last comment: {@code # x y z} over three columns of numbers. */
  private Optional<List<String>> namesAbove(Top top, SampledRows rows, DecimalMark decimal) {
    if (asked.header() != TableOptions.Header.AUTO
        || rows.titles() > 0
        || top.lastComment().isEmpty()
        || rows.width() < 2) {
      return Optional.empty();
    }
    String line = top.lastComment().get();
    String plain = line.startsWith("# ") ? line.substring(2) : line;
    SampledRows cut =
        SampledRows.of(plain, true, new Dialect.Marks(rows.separator(), quote), false);
    if (cut.rows().size() != 1 || cut.rows().getFirst().size() != rows.width()) {
      return Optional.empty();
    }
    return isHeaded(
            new SampledRows(
                rows.separator(),
                0,
                Stream.concat(cut.rows().stream(), rows.rows().stream()).toList(),
                SampledRows.Shape.EQUAL,
                rows.width()),
            decimal)
        ? Optional.of(cut.rows().getFirst())
        : Optional.empty();
  }
}
