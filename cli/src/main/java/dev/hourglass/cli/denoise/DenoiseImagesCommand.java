package dev.hourglass.cli.denoise;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.flags.Subcommands;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.image.ImageDetector;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
public final class DenoiseImagesCommand implements Runnable {
  @Mixin Subcommands subcommands;

  /**
   * Reads a model that takes noise away.
   *
   * @throws IllegalArgumentException where it does something else with images
   */
  static ModelFile.Model read(Path file, Kernels kernels) {
    ModelFile.Model model = ModelFile.read(file, kernels);
    if (ImageDetector.is(model)) {
      throw new IllegalArgumentException(
          file
              + ": is a detector, which repairs defects and leaves noise; 'denoise images fit'"
              + " makes a denoiser");
    }
    return model;
  }

  @Override
  public void run() {
    throw subcommands.missing();
  }
}
