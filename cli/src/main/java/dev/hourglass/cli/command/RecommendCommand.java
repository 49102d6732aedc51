package dev.hourglass.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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
@SuppressWarnings("UnusedVariable") // picocli looks at the flag
public final class RecommendCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "recommend lacks what is to be done: " + String.join(", ", spec.subcommands().keySet()));
  }
}
