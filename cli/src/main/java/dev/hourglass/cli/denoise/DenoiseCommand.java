package dev.hourglass.cli.denoise;

import dev.hourglass.cli.text.TextCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Takes out what does not belong. */
@Command(
    name = "denoise",
    header = "Take the noise out of what you have; fitted on your own clean material.",
    description = {
      "",
      "text puts misspelt words right. Each has fit, apply and evaluate, with their own --help."
    },
    subcommands = {TextCommand.class},
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise text fit words.txt --pairs misspellings.tsv --out english.safetensors",
      "  hourglass denoise text apply english.safetensors letter.txt --out letter-corrected.txt"
    })
@SuppressWarnings("UnusedVariable") // picocli looks at the flag
public final class DenoiseCommand implements Runnable {
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
        "denoise lacks what is to be cleaned: " + String.join(", ", spec.subcommands().keySet()));
  }
}
