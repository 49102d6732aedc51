package dev.hourglass.cli.denoise;

import dev.hourglass.cli.flags.Subcommands;
import dev.hourglass.cli.speech.SpeechCommand;
import dev.hourglass.cli.text.TextCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes noise away. */
@Command(
    name = "denoise",
    header = "Take the noise out of what you have, with a model fitted on your own clean material.",
    description = {
      "",
      "images cleans pictures, speech recordings, text puts misspelt words right. Each has fit,"
          + " apply and evaluate, with their own --help."
    },
    subcommands = {DenoiseImagesCommand.class, SpeechCommand.class, TextCommand.class},
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise images fit scans/ --out clean.safetensors",
      "  hourglass denoise images apply clean.safetensors photo.png --out photo-clean.png",
      "  hourglass denoise speech fit clean/ --out voice.safetensors",
      "  hourglass denoise speech apply voice.safetensors call.wav --out call-clean.wav",
      "  hourglass denoise text fit words.txt --pairs misspellings.tsv --out english.safetensors",
      "  hourglass denoise text apply english.safetensors letter.txt --out letter-corrected.txt"
    })
public final class DenoiseCommand implements Runnable {
  @Mixin Subcommands subcommands;

  @Override
  public void run() {
    throw subcommands.missing();
  }
}
