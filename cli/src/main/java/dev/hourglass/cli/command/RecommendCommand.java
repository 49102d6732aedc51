package dev.hourglass.cli.command;

import dev.hourglass.cli.flags.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Recommends items to users. */
@Command(
    name = "recommend",
    header = "Tell what users may like from what they and others liked.",
    description = {
      "",
      "fit makes a recommender of ratings, top asks it for the best items of a user, similar for"
          + " those that go with an item, evaluate measures it on users held out. Each has its own"
          + " --help."
    },
    subcommands = {
      RecommendFitCommand.class,
      RecommendTopCommand.class,
      RecommendSimilarCommand.class,
      RecommendEvaluateCommand.class
    },
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass recommend evaluate ratings.dat --min-rating 6 --splits 5",
      "  hourglass recommend fit ratings.dat --min-rating 6 --out films.safetensors",
      "  hourglass recommend top films.safetensors --user 42 --titles movies.dat --explain 2"
    })
public final class RecommendCommand implements Runnable {
  @Mixin Subcommands subcommands;

  @Override
  public void run() {
    throw subcommands.missing();
  }
}
