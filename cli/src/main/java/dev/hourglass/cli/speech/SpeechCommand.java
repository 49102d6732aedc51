package dev.hourglass.cli.speech;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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
@SuppressWarnings("UnusedVariable") // picocli looks at the flag
public final class SpeechCommand implements Runnable {
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
        "denoise speech lacks what is to be done: "
            + String.join(", ", spec.subcommands().keySet()));
  }
}
