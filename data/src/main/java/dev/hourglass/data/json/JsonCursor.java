package dev.hourglass.data.json;

import dev.hourglass.data.cells.RowCells;
import dev.hourglass.data.cells.RowCursor;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.file.Gzip;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes through JSON objects as rows of a table: members are cells, those that lack are empty. */
public final class JsonCursor implements RowCursor {
  private final Path path;
  private final JsonObjects objects;
  private final JsonMembers members = new JsonMembers();
  private final Map<String, Integer> positions = new HashMap<>();
  private final String[] values;
  private final RowCells cells;
  private String object = "";
  private Optional<String> unknown = Optional.empty();
  private Optional<String> problem = Optional.empty();

  /**
   * Begins.
   *
   * @param path the file, for messages
   * @param names the columns
   * @param lines whether every line is an object
   * @param in the text; closed with the cursor
   */
  public JsonCursor(Path path, List<String> names, boolean lines, Reader in) {
    this.path = path;
    this.objects = new JsonObjects(in, lines);
    this.cells = new RowCells(path.toString());
    this.values = new String[names.size()];
    for (String name : names) {
      positions.put(name, positions.size());
    }
  }

  @Override
  public boolean step() {
    try {
      object = objects.next();
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
    if (object.isEmpty()) {
      return false;
    }
    cells.begin(objects.line());
    Arrays.fill(values, "");
    try {
      members.read(object, this::take);
      problem = Optional.empty();
      for (String value : values) {
        cells.add(value);
      }
    } catch (JsonMembers.Malformed e) {
      problem = Optional.of(e.getMessage());
      cells.add(object);
    }
    return true;
  }

  private void take(String name, String value) {
    Integer at = positions.get(name);
    if (at != null) {
      values[at] = value;
    } else if (unknown.isEmpty() && !value.isEmpty()) {
      unknown = Optional.of("line %d has a member '%s'".formatted(objects.line(), name));
    }
  }

  @Override
  public List<String> lateRemarks() {
    return unknown.stream()
        .map(
            found ->
                "%s: %s that none of its first rows has; it does not count".formatted(path, found))
        .toList();
  }

  @Override
  public boolean fits() {
    return problem.isEmpty();
  }

  @Override
  public DataException misfit() {
    return new DataException(
        "%s, line %d: %s; expected an object such as {\"name\": 1.5, \"other\": \"text\"}, one a line"
            .formatted(path, objects.line(), problem.orElseThrow()));
  }

  @Override
  public RowCells cells() {
    return cells;
  }

  @Override
  public int line() {
    return cells.line();
  }

  @Override
  public boolean isJson() {
    return true;
  }

  @Override
  public Optional<String> members() {
    String inner = object.strip();
    return inner.length() < 2 || inner.indexOf('\n') >= 0
        ? Optional.empty()
        : Optional.of(inner.substring(1, inner.length() - 1).strip()).filter(s -> !s.isEmpty());
  }

  @Override
  public void close() {
    try {
      objects.close();
    } catch (IOException e) {
      throw Gzip.failure(path, e);
    }
  }
}
