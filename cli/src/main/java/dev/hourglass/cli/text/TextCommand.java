package dev.hourglass.cli.text;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Puts misspelt words right. */
@Command(
    name = "text",
    header = "Put misspelt words right, in any language you have a word list of.",
    description = {
      "",
      "fit makes a corrector of a word list, apply puts a text right, evaluate measures it on pairs"
          + " of misspelt and right words. Each has its own --help."
    },
    subcommands = {TextFitCommand.class, TextApplyCommand.class, TextEvaluateCommand.class},
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise text fit words.txt --pairs misspellings.tsv --out english.safetensors",
      "  hourglass denoise text apply english.safetensors letter.txt --out letter-corrected.txt",
      "  hourglass denoise text evaluate english.safetensors others.tsv --json"
    })
@SuppressWarnings("UnusedVariable") // picocli looks at the flag
public final class TextCommand implements Runnable {
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
        "denoise text lacks what is to be done: " + String.join(", ", spec.subcommands().keySet()));
  }
}
