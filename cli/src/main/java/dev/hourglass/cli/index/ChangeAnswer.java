package dev.hourglass.cli.index;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.search.IndexBuilder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says what became of an index. */
final class ChangeAnswer {
  private ChangeAnswer() {}

  static void print(Path folder, IndexBuilder.Change change, CommonFlags common) {
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("index", folder.toString());
      figures.put("added", change.added());
      figures.put("replaced", change.replaced());
      figures.put("deleted", change.deleted());
      figures.put("items", change.items());
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "%s: %,d added, %,d replaced, %,d deleted; %,d items%n",
            folder,
            change.added(),
            change.replaced(),
            change.deleted(),
            change.items());
  }
}
