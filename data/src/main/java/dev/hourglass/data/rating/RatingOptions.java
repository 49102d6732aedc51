package dev.hourglass.data.rating;

import dev.hourglass.base.ShortList;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/**
 * How ratings are written, where that is not to be found out.
 *
 * @param encoding of the text
 * @param separator between cells, such as {@code ::} or a tab
 * @param columns names or 1-based numbers of the columns of user, item, rating and time, the last
 *     two of which may be left out; none to find them out
 * @param duplicates what counts where a pair is rated twice
 */
public record RatingOptions(
    Optional<Charset> encoding,
    Optional<String> separator,
    List<String> columns,
    Optional<Duplicates> duplicates) {
  private static final int FEWEST_COLUMNS = 2;
  private static final int MOST_COLUMNS = 4;

  public RatingOptions {
    columns = List.copyOf(columns);
    if (!columns.isEmpty() && (columns.size() < FEWEST_COLUMNS || columns.size() > MOST_COLUMNS)) {
      throw new IllegalArgumentException(
          "option 'columns' names the columns of user, item, rating and time, of which rating and"
              + " time may be left out, but was "
              + ShortList.of(columns));
    }
    if (separator.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException("option 'separator' needs at least one character");
    }
  }

  /** Everything is found out; of ratings the last counts, events are summed. */
  public static RatingOptions defaults() {
    return new RatingOptions(Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }
}
