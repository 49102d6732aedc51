package dev.hourglass.cli.exchange;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.flags.ArchitectureFlags;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.Composition;
import dev.hourglass.cli.flags.ObjectiveFlags;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.onnx.WeightImport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model of weights that PyTorch trained. */
@Command(
    name = "import",
    header = "Make a model of weights that PyTorch trained.",
    description = {
      "",
      "The flags say what the network is; the layers of WEIGHTS (nn.Linear, nn.Conv2d,"
          + " nn.ConvTranspose2d) fill it in their order, the encoder's first, or as --layer names"
          + " them. Shapes are checked. The model takes samples as they are: prepare them as they"
          + " were in PyTorch.",
      "",
      "Without --output-activation the output is linear. Convolutions pad as torch's padding='same'"
          + " does; of an odd kernel and stride 1 that is padding=kernel//2."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass import ae.safetensors --shape 784 --hidden 128 --code 16 --activation relu \\",
      "      --out ae.hourglass.safetensors",
      "  hourglass import ae.safetensors --shape 30 --hidden 16 --code 4 --layer encoder.0=fc1 \\",
      "      --layer encoder.1=fc2 --layer decoder.0=fc3 --layer decoder.1=fc4 --out m.safetensors"
    })
public final class ImportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "WEIGHTS",
      description = "A safetensors file of a state_dict, as safetensors.torch.save_file writes it.")
  Path weights;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      required = true,
      description = "Of a sample: numbers, such as 784, or HEIGHTxWIDTH[xCHANNELS].")
  String shape;

  @Option(
      names = "--layer",
      paramLabel = "OURS=THEIRS",
      description =
          "Which layer there fills which here, such as encoder.0=fc1; one for each. Default: in"
              + " their order.")
  Map<String, String> layers = new LinkedHashMap<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the model goes: .safetensors.")
  Path out;

  @Mixin ArchitectureFlags architecture;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination = Destination.of("--out", out, Destination.Kind.SAFETENSORS);
    ModelFile.Model model = WeightImport.of(weights, blueprint(), layers, common.kernels());
    ModelFile.write(destination.withFolder().file(), model);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("out", out.toString());
    figures.put("summary", model.autoencoder().blueprint().summary());
    figures.put("parameters", model.autoencoder().parameterCount());
    if (common.json) {
      common.print(figures);
    }
    common
        .page()
        .printf(
            "%s: %s, %,d parameters%n",
            out, model.autoencoder().blueprint().summary(), model.autoencoder().parameterCount());
    return ExitCode.OK;
  }

  private Blueprint blueprint() {
    Blueprint blueprint =
        new Composition(architecture, new ObjectiveFlags())
            .blueprint(Preset.UNDERCOMPLETE, sampleShape());
    Activation output = architecture.outputActivation().orElse(Activation.IDENTITY);
    // There are no weights for a path of PCA's.
    return blueprint.withLinearPath(false).withLikelihood(new Likelihood.Gaussian(), output);
  }

  private SampleShape sampleShape() {
    try {
      return SampleShape.parse(shape);
    } catch (IllegalArgumentException e) {
      throw new Mistake("--shape %s: %s".formatted(shape, e.getMessage()));
    }
  }
}
