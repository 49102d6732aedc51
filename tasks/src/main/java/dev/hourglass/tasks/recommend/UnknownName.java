package dev.hourglass.tasks.recommend;

import dev.hourglass.base.NearestName;
import dev.hourglass.data.dataset.DataException;
import java.util.List;
import java.util.Locale;

/** A user or an item that the recommender has never seen. */
final class UnknownName {
  private UnknownName() {}

  static DataException user(String name, List<String> known) {
    return of(
        "user",
        name,
        known,
        "users with too few ratings were left out; give the items of such a one with option"
            + " 'items'");
  }

  static DataException item(String name, List<String> known) {
    return of("item", name, known, "items with too few ratings were left out, new ones need a fit");
  }

  private static DataException of(String what, String name, List<String> known, String remedy) {
    return new DataException(
        String.format(
            Locale.ROOT,
            "the recommender knows no %s '%s' among %,d. The nearest name is '%s'; %s",
            what,
            name,
            known.size(),
            NearestName.to(name, known.stream()),
            remedy));
  }
}
