package dev.hourglass.data.rating;

import dev.hourglass.data.dataset.DataException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people call items: read from a list of ids and titles.
 *
 * @param titles by id
 * @param remarks how they were read, for people
 */
public record ItemTitles(Map<String, String> titles, List<String> remarks) {
  private static final Set<String> TITLE = Set.of("title", "name", "booktitle", "itemname");

  public ItemTitles {
    titles = Map.copyOf(titles);
    remarks = List.copyOf(remarks);
  }

  /** No item has a title. */
  public static ItemTitles none() {
    return new ItemTitles(Map.of(), List.of());
  }

  /**
   * Reads a file whose first column is the item's id and whose second is its title, unless a header
   * calls another one that.
   *
   * @throws DataException if there is no such file, or its lines are not alike
   */
  public static ItemTitles read(Path file, Optional<Charset> encoding) {
    Map<String, String> titles = new HashMap<>();
    List<String> remarks = new ArrayList<>();
    try (SeparatedRows rows =
        SeparatedRows.open(file, encoding, head -> CellSeparator.of(file.toString(), head))) {
      rows.guessedEncoding()
          .ifPresent(
              name ->
                  remarks.add(
                      "%s: is not UTF-8; read as %s (another with option 'encoding')"
                          .formatted(file, name)));
      int column = 1;
      boolean first = true;
      while (rows.next()) {
        int named = first ? titleColumn(rows) : -1;
        if (named > 0) {
          column = named;
        } else {
          titles.putIfAbsent(rows.text(0), rows.text(column));
        }
        first = false;
      }
    }
    return new ItemTitles(titles, remarks);
  }

  private static int titleColumn(SeparatedRows rows) {
    for (int c = 1; c < rows.cells(); c++) {
      if (TITLE.contains(rows.text(c).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))) {
        return c;
      }
    }
    return -1;
  }

  /** The item's title, where it has one. */
  public Optional<String> of(String item) {
    return Optional.ofNullable(titles.get(item)).filter(title -> !title.isBlank());
  }
}
