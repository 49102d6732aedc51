package dev.hourglass.cli.inspect;

import dev.hourglass.cli.flags.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
public final class DetectImagesCommand implements Runnable {
  @Mixin Subcommands subcommands;

  @Override
  public void run() {
    throw subcommands.missing();
  }
}
