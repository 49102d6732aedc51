package dev.hourglass.cli.speech;

import dev.hourglass.cli.flags.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes noise out of speech. */
@Command(
    name = "speech",
    header = "Take the noise out of speech, with a model fitted on clean recordings.",
    description = {
      "",
      "fit learns from clean recordings, apply cleans others, evaluate measures how well. Each has"
          + " its own --help."
    },
    subcommands = {SpeechFitCommand.class, SpeechApplyCommand.class, SpeechEvaluateCommand.class},
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise speech fit clean/ --out voice.safetensors",
      "  hourglass denoise speech apply voice.safetensors call.wav --out call-clean.wav",
      "  hourglass denoise speech evaluate voice.safetensors others/ --snr 0 --json"
    })
public final class SpeechCommand implements Runnable {
  @Mixin Subcommands subcommands;

  @Override
  public void run() {
    throw subcommands.missing();
  }
}
