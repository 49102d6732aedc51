package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.Screen;
import dev.hourglass.data.rating.ItemTitles;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many items are told, and what they are called. */
public final class RankedItemFlags {
  private static final int DEFAULT_COUNT = 20;

  @Option(
      names = "--n",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "How many items at most. Default: 20.")
  int count = DEFAULT_COUNT;

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description = "What items are called: lines of id and title.")
  Path titles;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "The encoding of the titles, such as latin1. Default: found out.")
  Charset encoding;

  /** How many at most. */
  public int count() {
    return count;
  }

  /** What they are called, where that is known; what had to be guessed goes to the screen. */
  public ItemTitles titles(Screen screen) {
    if (titles == null) {
      return ItemTitles.none();
    }
    ItemTitles read = ItemTitles.read(titles, Optional.ofNullable(encoding));
    read.remarks().forEach(screen::remark);
    return read;
  }
}
