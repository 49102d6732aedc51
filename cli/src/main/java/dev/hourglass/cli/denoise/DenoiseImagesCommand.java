package dev.hourglass.cli.denoise;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Takes noise out of images. */
@Command(
    name = "images",
    header = "Take the noise out of images of any size.",
    description = {
      "",
      "fit learns from clean images, apply cleans a file or a folder, evaluate measures how near"
          + " it comes to the clean ones, beside classic filters. Each has its own --help."
    },
    subcommands = {ImagesFitCommand.class, ImagesApplyCommand.class, ImagesEvaluateCommand.class},
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise images fit scans/ --out clean.safetensors",
      "  hourglass denoise images apply clean.safetensors noisy/ --out cleaned/",
      "  hourglass denoise images evaluate clean.safetensors others/ --noise gaussian:0.1"
    })
@SuppressWarnings("UnusedVariable") // picocli looks at the flag
public final class DenoiseImagesCommand implements Runnable {
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
        "denoise images lacks what is to be done: "
            + String.join(", ", spec.subcommands().keySet()));
  }
}
