package dev.hourglass.data.rating;

import dev.hourglass.base.NearestName;
import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which column of a list of ratings is which, 0-based.
 *
 * @param header whether the first row names the columns
 */
record RatingColumns(
    boolean header, int user, int item, Optional<Integer> rating, Optional<Integer> time) {
  private static final Set<String> USER =
      Set.of(
          "user",
          "userid",
          "uid",
          "username",
          "customer",
          "customerid",
          "reviewer",
          "reviewerid",
          "member",
          "memberid",
          "visitor",
          "visitorid",
          "account",
          "accountid",
          "session",
          "sessionid",
          "profileid");
  private static final Set<String> ITEM =
      Set.of(
          "item",
          "itemid",
          "iid",
          "movie",
          "movieid",
          "product",
          "productid",
          "asin",
          "parentasin",
          "isbn",
          "book",
          "bookid",
          "song",
          "songid",
          "track",
          "trackid",
          "artist",
          "artistid",
          "article",
          "articleid",
          "sku",
          "business",
          "businessid",
          "anime",
          "animeid",
          "game",
          "gameid",
          "joke",
          "jokeid",
          "recipe",
          "recipeid");
  private static final Set<String> RATING =
      Set.of(
          "rating",
          "ratings",
          "score",
          "stars",
          "value",
          "overall",
          "bookrating",
          "count",
          "plays",
          "playcount",
          "listens",
          "weight",
          "quantity",
          "clicks",
          "views");
  private static final Set<String> TIME =
      Set.of(
          "time",
          "timestamp",
          "ts",
          "date",
          "datetime",
          "unixtime",
          "unixreviewtime",
          "reviewtime",
          "ratedat",
          "createdat",
          "invoicedate",
          "eventtime");

  private static final int MOST_WITHOUT_NAMES = 4;

  /** Smaller numbers are no seconds since 1970: it would be before April 1973. */
  private static final double EARLIEST = 1e8;

  /**
   * Finds out the columns.
   *
   * @param source the file, for messages
   * @param rows the first rows, at least one
   * @param wanted names or 1-based numbers, or none
   * @throws DataException if they cannot be told, or there are none of those names
   */
  static RatingColumns of(String source, List<List<String>> rows, List<String> wanted) {
    List<String> first = rows.getFirst();
    if (!wanted.isEmpty()) {
      return chosen(source, first, wanted);
    }
    OptionalInt user = named(first, USER);
    OptionalInt item = named(first, ITEM);
    if (user.isPresent() && item.isPresent()) {
      return new RatingColumns(
          true,
          user.getAsInt(),
          item.getAsInt(),
          boxed(named(first, RATING)),
          boxed(named(first, TIME)));
    }
    List<List<String>> body = rows.size() > 1 ? rows.subList(1, rows.size()) : rows;
    int width = body.getFirst().size();
    if (width < 2 || width > MOST_WITHOUT_NAMES) {
      throw unclear(source, first);
    }
    boolean header = false;
    for (int c = 2; c < width; c++) {
      header |= c < first.size() && isText(first.get(c)) && !isText(body.getFirst().get(c));
    }
    if (width == 2) {
      return new RatingColumns(false, 0, 1, Optional.empty(), Optional.empty());
    }
    if (width == 3 && body.stream().allMatch(row -> row.size() > 2 && isTime(row.get(2)))) {
      return new RatingColumns(header, 0, 1, Optional.empty(), Optional.of(2));
    }
    return new RatingColumns(
        header, 0, 1, Optional.of(2), width == 3 ? Optional.empty() : Optional.of(3));
  }

  private static Optional<Integer> boxed(OptionalInt column) {
    return column.isPresent() ? Optional.of(column.getAsInt()) : Optional.empty();
  }

  private static DataException unclear(String source, List<String> first) {
    return new DataException(
        ("%s: which of its columns %s are users and items cannot be told: name those of user, item,"
                + " rating and time in this order with option 'columns', by name or by number from"
                + " 1")
            .formatted(source, ShortList.of(first)));
  }

  private static RatingColumns chosen(String source, List<String> first, List<String> wanted) {
    List<Integer> columns = new ArrayList<>();
    boolean header = false;
    for (String each : wanted) {
      int named = first.indexOf(each);
      if (named >= 0) {
        header = true;
        columns.add(named);
      } else if (each.matches("[1-9][0-9]{0,3}")) {
        columns.add(Integer.parseInt(each) - 1);
        if (columns.getLast() >= first.size()) {
          throw new DataException(
              "%s: has %d columns, but option 'columns' asks for column %s"
                  .formatted(source, first.size(), each));
        }
      } else {
        throw new DataException(
            "%s: has no column '%s'. %sIts first row is %s"
                .formatted(
                    source,
                    each,
                    NearestName.suggestion(each, first.stream()),
                    ShortList.of(first)));
      }
    }
    boolean headerByLook = header || columns.size() > 2 && isText(first.get(columns.get(2)));
    return new RatingColumns(
        headerByLook,
        columns.get(0),
        columns.get(1),
        columns.size() > 2 ? Optional.of(columns.get(2)) : Optional.empty(),
        columns.size() > 3 ? Optional.of(columns.get(3)) : Optional.empty());
  }

  private static OptionalInt named(List<String> first, Set<String> names) {
    for (int c = 0; c < first.size(); c++) {
      String bare = first.get(c).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
      if (names.contains(bare)) {
        return OptionalInt.of(c);
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isText(String cell) {
    return !cell.isEmpty() && RatingTime.parse(cell).isEmpty();
  }

  private static boolean isTime(String cell) {
    OptionalInt year = RatingTime.yearOf(cell);
    if (year.isPresent()) {
      return true;
    }
    try {
      return Double.parseDouble(cell) >= EARLIEST;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /** For people: {@code user, item, rating and time in columns 1, 2, 3 and 4}. */
  String text() {
    StringBuilder names = new StringBuilder("user, item");
    StringBuilder numbers = new StringBuilder().append(user + 1).append(", ").append(item + 1);
    rating.ifPresent(
        c -> {
          names.append(", rating");
          numbers.append(", ").append(c + 1);
        });
    time.ifPresent(
        c -> {
          names.append(", time");
          numbers.append(", ").append(c + 1);
        });
    return names + " in columns " + numbers;
  }
}
