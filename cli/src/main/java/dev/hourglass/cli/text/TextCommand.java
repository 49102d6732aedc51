package dev.hourglass.cli.text;

import dev.hourglass.cli.flags.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
public final class TextCommand implements Runnable {
  @Mixin Subcommands subcommands;

  @Override
  public void run() {
    throw subcommands.missing();
  }
}
