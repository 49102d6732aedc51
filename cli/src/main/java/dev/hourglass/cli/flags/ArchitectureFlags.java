package dev.hourglass.cli.flags;

import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.autoencoder.blueprint.Sparsity;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.network.Initializer;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The layers. What is left out (null) is the variant's own. */
@FlagGroup("The network")
public final class ArchitectureFlags {
  @Option(
      names = "--hidden",
      paramLabel = "STAGES",
      description =
          "The encoder's stages: units of dense layers, as 128,64; convolutions, as"
              + " conv:32,conv:64:2,128 (filters, stride; also :k5 for taps, :d2 for dilation,"
              + " :valid for no padding); or none. Default: 128; for images of 24x24 or more"
              + " conv:16:2,conv:32:2,128 with --variant undercomplete, and"
              + " conv:16,conv:16,conv:32:2,conv:64:2 with --skips.")
  Stages hidden;

  @Option(
      names = "--decoder-hidden",
      paramLabel = "STAGES",
      description =
          "The decoder's stages, from the code outwards; also plane:7x7x64, a dense layer laid out"
              + " as height x width x channels, and upconv:32:2, which widens by its stride."
              + " Default: the encoder's, mirrored.")
  Stages decoderHidden;

  @Option(
      names = "--code",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Units of the code. Default: 32, or a third of the features where there are fewer than"
              + " 96; with --variant variational 8 or all features at least.")
  Integer code;

  @Option(
      names = "--code-channels",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Make the code by a convolution with that many channels at each place, in place of"
              + " --code: it keeps the height and width that the encoder's last convolution"
              + " leaves.")
  Integer codeChannels;

  @Option(
      names = "--code-step",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description =
          "Train the code to be rounded to whole multiples of X, on the scale of the prepared"
              + " features, and to take few bits then: for compression. Default: it is not"
              + " rounded.")
  Double codeStep;

  @Option(
      names = "--codebook",
      paramLabel = "N",
      converter = NumberFlag.Count.class,
      description =
          "Make the code of the nearest of N entries that are learned (VQ-VAE); 0 for none."
              + " Default: 0; vector-quantized 256.")
  Integer codebook;

  @Option(
      names = "--codebook-width",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Units of the code that make a group, each with a codebook of its own. Default: 2, or 1"
              + " where the code is odd; all channels of a place with --code-channels, where"
              + " places share codebooks.")
  Integer codebookWidth;

  @Option(
      names = "--commitment",
      paramLabel = "X",
      converter = NumberFlag.Weight.class,
      description = "How much the encoder is held to a codebook's entries. Default: 0.25.")
  Double commitment;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description =
          "Of the hidden layers: relu, leaky-relu, elu, silu, gelu, sigmoid, tanh, softplus or"
              + " identity. Default: relu; elu for images with --variant undercomplete, denoising"
              + " or contractive.")
  Activation activation;

  @Option(
      names = "--code-activation",
      paramLabel = "NAME",
      description = "Of the code. Default: identity, or what the sparsity wants.")
  Activation codeActivation;

  @Option(
      names = "--output-activation",
      paramLabel = "NAME",
      description =
          "Of the output: identity, sigmoid or clip (to 0 and 1). Default: identity for tables; for"
              + " images sigmoid, and clip beside a linear path.")
  Activation outputActivation;

  @Option(
      names = "--initializer",
      paramLabel = "NAME",
      description =
          "How weights start: he-, xavier- or lecun-, -uniform or -normal. Default: he-uniform, or"
              + " xavier-uniform where the activation is no rectifier or the code random.")
  Initializer initializer;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      converter = NumberFlag.Share.class,
      description = "Share of each hidden layer's units dropped while training. Default: 0.")
  Double dropout;

  @Option(
      names = "--normalize",
      negatable = true,
      fallbackValue = "true",
      description = "Normalise every hidden layer before its activation (layer normalisation).")
  Boolean normalize;

  @Option(
      names = "--tied",
      negatable = true,
      fallbackValue = "true",
      description = "Use the encoder's weights, transposed, in the decoder.")
  Boolean tied;

  @Option(
      names = "--linear-path",
      negatable = true,
      fallbackValue = "true",
      description =
          "Weights that lead past the layers, from input to code and from code to output, and start"
              + " at PCA's solution. Default: with --variant undercomplete where code and output"
              + " are linear.")
  Boolean linearPath;

  @Option(
      names = "--skips",
      negatable = true,
      fallbackValue = "true",
      description =
          "Hand what each of the encoder's convolutions puts out to the decoder's stage of the same"
              + " size, and add the input to the output (U-Net): for denoising, where the code need"
              + " not hold all. Default: with --variant denoising on images of 24x24 or more where"
              + " neither layers nor code are given.")
  Boolean skips;

  /** Units of the code where nobody says, for a use that knows better than the variant. */
  public void setDefaultCode(int units) {
    if (code == null && codeChannels == null) {
      code = units;
    }
  }

  /** What they say of hidden layers. */
  PresetChanges.LayerChanges layerChanges() {
    return new PresetChanges.LayerChanges(
        Optional.ofNullable(hidden),
        Optional.ofNullable(decoderHidden),
        Optional.ofNullable(activation),
        Optional.ofNullable(dropout),
        Optional.ofNullable(normalize));
  }

  /** What they say of weights. */
  PresetChanges.WeightChanges weightChanges() {
    return new PresetChanges.WeightChanges(
        Optional.ofNullable(initializer),
        Optional.ofNullable(tied),
        Optional.ofNullable(linearPath),
        Optional.ofNullable(skips));
  }

  /** What they say of the code, with the sparsity that other flags say. */
  PresetChanges.CodeChanges codeChanges(Optional<List<Sparsity>> sparsity) {
    return new PresetChanges.CodeChanges(
        Optional.ofNullable(code),
        Optional.ofNullable(codeChannels),
        Optional.ofNullable(codeActivation),
        sparsity,
        Optional.ofNullable(codeStep),
        new PresetChanges.CodebookChanges(
            Optional.ofNullable(codebook),
            Optional.ofNullable(codebookWidth),
            Optional.ofNullable(commitment)));
  }

  /** The activation of the output. */
  public Optional<Activation> outputActivation() {
    return Optional.ofNullable(outputActivation);
  }
}
