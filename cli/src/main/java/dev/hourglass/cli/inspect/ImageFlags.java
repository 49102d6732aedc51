package dev.hourglass.cli.inspect;

import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.data.read.ReadOptions;
import picocli.CommandLine.Option;

/** How images are read. */
@FlagGroup("Images")
public final class ImageFlags {
  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "At most N images, spread evenly over the folder. Default: all.")
  Integer limit;

  @Option(
      names = "--skip-unreadable",
      description = "Leave out images that cannot be read, and say which.")
  boolean skipUnreadable;

  ReadOptions options() {
    ReadOptions options = ReadOptions.defaults();
    options = options.withImage(options.image().withSkipsUnreadable(skipUnreadable));
    return limit == null ? options : options.withLimit(limit);
  }
}
