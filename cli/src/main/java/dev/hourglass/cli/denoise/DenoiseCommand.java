package dev.hourglass.cli.denoise;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Takes noise away. */
@Command(
    name = "denoise",
    header = "Take the noise out of images, with a model fitted on clean ones.",
    description = {
      "",
      "denoise images fit learns from clean images, apply cleans others, evaluate measures how"
          + " well. Each has its own --help."
    },
    subcommands = DenoiseImagesCommand.class,
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise images fit scans/ --out clean.safetensors",
      "  hourglass denoise images apply clean.safetensors photo.png --out photo-clean.png"
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
