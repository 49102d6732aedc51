package dev.hourglass.cli.command;

import dev.hourglass.cli.flags.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Finds anomalies in tables. */
@Command(
    name = "detect",
    header = "Find the rows of a table that are unlike the others, and say why.",
    description = {
      "",
      "fit makes a detector of a table, score asks it about rows, evaluate measures it on labelled"
          + " ones, report writes a page; images does the same with images. Each has its own"
          + " --help."
    },
    subcommands = {
      DetectFitCommand.class,
      DetectScoreCommand.class,
      DetectEvaluateCommand.class,
      DetectReportCommand.class
    },
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass detect fit payments.csv --out payments.safetensors",
      "  hourglass detect score payments.safetensors new.csv --explain 3",
      "  hourglass detect evaluate payments.safetensors labelled.csv --label-column fraud"
    })
public final class DetectCommand implements Runnable {
  @Mixin Subcommands subcommands;

  @Override
  public void run() {
    throw subcommands.missing();
  }
}
