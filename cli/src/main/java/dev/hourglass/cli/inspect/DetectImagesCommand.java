package dev.hourglass.cli.inspect;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Finds what is wrong in images. */
@Command(
    name = "images",
    header = "Find images that are unlike normal ones, and show where.",
    description = {
      "",
      "fit makes a detector of normal images, score asks it about others and draws heat maps,"
          + " evaluate measures it on labelled ones. Each has its own --help. This is no medical"
          + " device: nothing it says is a finding."
    },
    subcommands = {
      InspectFitCommand.class,
      InspectScoreCommand.class,
      InspectEvaluateCommand.class
    },
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass detect images fit good/ --out parts.safetensors",
      "  hourglass detect images score parts.safetensors new/ --overlay heat/",
      "  hourglass detect images evaluate parts.safetensors labelled/ --normal good"
    })
@SuppressWarnings("UnusedVariable") // picocli looks at the flag
public final class DetectImagesCommand implements Runnable {
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
        "detect images lacks what is to be done: "
            + String.join(", ", spec.subcommands().keySet()));
  }
}
