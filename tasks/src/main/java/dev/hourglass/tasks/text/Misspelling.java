package dev.hourglass.tasks.text;

import dev.hourglass.data.dataset.DataException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A word as it was typed and as it should have been.
 *
 * @param typed what was typed
 * @param right what was meant
 */
public record Misspelling(String typed, String right) {
  private static final Set<String> HEADERS = Set.of("correct", "correction", "right", "word");

  /** Refuses empty words. */
  public Misspelling {
    if (typed.isBlank() || right.isBlank()) {
      throw new IllegalArgumentException(
          "a misspelling has a typed word and the right one, but was '%s', '%s'"
              .formatted(typed, right));
    }
  }

  /**
   * Reads pairs in UTF-8, one a line: the typed word, a tab or a comma, the right one. A header is
   * known by its second name: correct, correction, right or word.
   *
   * @throws DataException naming the line that is none, or if there is no pair
   */
  public static List<Misspelling> read(Path file) {
    List<String> lines = Utf8Lines.of(file);
    List<Misspelling> pairs = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String line = Normalizer.normalize(lines.get(i), Normalizer.Form.NFC);
      String[] cells = line.split(line.contains("\t") ? "\t" : ",", -1);
      if (cells.length < 2 || cells[0].isBlank() || cells[1].isBlank()) {
        throw new DataException(
            "%s, line %d: found '%s', expected a misspelt word and the right one, a tab or comma"
                    .formatted(file, i + 1, lines.get(i))
                + " between them");
      }
      if (!(pairs.isEmpty() && HEADERS.contains(cells[1].strip()) && i == 0)) {
        pairs.add(new Misspelling(cells[0].strip(), cells[1].strip()));
      }
    }
    if (pairs.isEmpty()) {
      throw new DataException(file + ": has no pair of a misspelt word and the right one");
    }
    return List.copyOf(pairs);
  }
}
