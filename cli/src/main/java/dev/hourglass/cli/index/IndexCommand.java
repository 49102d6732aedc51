package dev.hourglass.cli.index;

import dev.hourglass.cli.flags.Subcommands;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Finds what is alike. */
@Command(
    name = "index",
    header = "Find the samples that are most like another, by their codes.",
    description = {
      "",
      "build makes an index of data, query asks what is like an image, a row or an item, add,"
          + " delete and rebuild change it, evaluate measures it on labelled data. Each has its own"
          + " --help."
    },
    subcommands = {
      IndexBuildCommand.class,
      IndexAddCommand.class,
      IndexDeleteCommand.class,
      IndexQueryCommand.class,
      IndexEvaluateCommand.class,
      IndexRebuildCommand.class
    },
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass index build photos/ --out photos.index",
      "  hourglass index query photos.index new.jpg --k 10 --out similar.html",
      "  hourglass index add photos.index more/"
    })
@SuppressWarnings("UnusedVariable") // a logger needs to be held
public final class IndexCommand implements Runnable {
  @Mixin Subcommands subcommands;

  /** Held, because a logger that nobody holds forgets its level. */
  private final Logger lucene = withoutGreeting();

  /** Lucene says at its start what processor it found; of slow kernels our own warn already. */
  private static Logger withoutGreeting() {
    Logger logger = Logger.getLogger("org.apache.lucene");
    logger.setLevel(Level.SEVERE);
    return logger;
  }

  @Override
  public void run() {
    throw subcommands.missing();
  }
}
