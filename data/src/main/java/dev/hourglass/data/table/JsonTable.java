package dev.hourglass.data.table;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.cells.RowCursor;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.json.JsonCursor;
import dev.hourglass.data.json.JsonHead;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.text.TableText;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Tables of JSON objects: which columns they have, and how to begin with them. */
final class JsonTable {
  private JsonTable() {}

  /**
   * Begins with a text.
   *
   * @param schema what its columns are, where that is known: of a stream, which is not looked
   *     through first, members may be missing at its beginning
   * @param isFile whether it can be looked through first
   * @param likely its columns in their order, if it has no others
   */
  static OpenTable open(
      TableText text,
      TableOptions options,
      Optional<TableSchema> schema,
      boolean isFile,
      List<String> likely) {
    Path path = text.path();
    JsonHead head = JsonHead.of(text.head(), text.isWhole());
    List<String> remarks = new ArrayList<>();
    List<String> own =
        text.isWhole()
            ? head.names()
            : isFile ? all(head, reader(text)) : withFitted(path, head, schema, remarks);
    List<String> names = likely.containsAll(own) ? likely : own;
    if (names.isEmpty()) {
      throw new DataException(path + ": its JSON objects have no members; give rows with columns");
    }
    CsvHeader header = CsvHeader.of(path, 1, names, false, options, remarks);
    Supplier<RowCursor> again = () -> new JsonCursor(path, names, head.lines(), reader(text));
    try (RowCursor first =
        new JsonCursor(path, names, head.lines(), new StringReader(text.head()))) {
      return new OpenTable(
          header,
          text.encoding().text() + (head.lines() ? ", JSON lines" : ", JSON"),
          DecimalMark.POINT,
          TableSource.looked(first, names.size()),
          remarks,
          new JsonCursor(path, names, head.lines(), text.reader()),
          again);
    }
  }

  private static Reader reader(TableText text) {
    return TableText.open(text.path(), Optional.of(text.encoding().charset())).reader();
  }

  private static List<String> all(JsonHead head, Reader in) {
    try (in) {
      return head.allNames(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names at the beginning of a stream, and those that were fitted, if it has one of them. */
  private static List<String> withFitted(
      Path path, JsonHead head, Optional<TableSchema> schema, List<String> remarks) {
    List<String> names = new ArrayList<>(head.names());
    List<String> fitted =
        schema.filter(TableSchema::named).stream()
            .flatMap(known -> known.columns().stream().map(TableSchema.ColumnType::name))
            .toList();
    List<String> missing = fitted.stream().filter(name -> !names.contains(name)).toList();
    if (!missing.isEmpty() && missing.size() < fitted.size()) {
      remarks.add(
          "%s: its first rows have no %s; taken for missing there"
              .formatted(path, ShortList.of(missing)));
      names.addAll(missing);
    }
    return names;
  }
}
