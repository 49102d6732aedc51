package dev.hourglass.cli.text;

import dev.hourglass.tasks.text.Change;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was changed in a text, as tab-separated lines under a header. */
final class ChangeList {
  private final List<Change> changes = new ArrayList<>();

  void add(List<Change> more) {
    changes.addAll(more);
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  int size() {
    return changes.size();
  }

  void write(OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write("position\tfrom\tto\tconfidence\n");
    for (Change change : changes) {
      writer.write(
          String.format(
              Locale.ROOT,
              "%d:%d\t%s\t%s\t%.3f\n",
              change.line(),
              change.column(),
              change.from(),
              change.to(),
              change.confidence()));
    }
    writer.flush();
  }
}
