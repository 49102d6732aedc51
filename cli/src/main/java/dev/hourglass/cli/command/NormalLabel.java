package dev.hourglass.cli.command;

import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.read.ReadOptions;

/** What {@code --normal} says: a label, or a column and a label, {@code COLUMN=VALUE}. */
final class NormalLabel {
  private NormalLabel() {}

  /** How data is read, with the label column that is named there. */
  static ReadOptions of(String normal, ReadOptions options) {
    if (normal == null || options.label().isPresent()) {
      return options;
    }
    int equals = normal.indexOf('=');
    if (equals < 1) {
      throw new Mistake(
          "--normal %s: there is no column to look for it; give --label-column COLUMN, or --normal"
                  .formatted(normal)
              + " COLUMN=VALUE");
    }
    return options.withLabel(normal.substring(0, equals));
  }

  /** The label; where a label column is named, all of the text. */
  static String value(String normal, ReadOptions options) {
    return options.label().isPresent() ? normal : normal.substring(normal.indexOf('=') + 1);
  }
}
