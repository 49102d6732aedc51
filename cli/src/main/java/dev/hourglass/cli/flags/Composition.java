package dev.hourglass.cli.flags;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.SampleShape;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The flags that change a variant, together.
 *
 * @param architecture the layers
 * @param objective what is learned
 */
public record Composition(ArchitectureFlags architecture, ObjectiveFlags objective) {
  /** The names of all of them. */
  public static String[] flags() {
    return Stream.of(new ArchitectureFlags(), new ObjectiveFlags())
        .flatMap(group -> CommandSpec.forAnnotatedObject(group).options().stream())
        .map(OptionSpec::longestName)
        .toArray(String[]::new);
  }

  /** Says which of them change nothing in a network of that blueprint. */
  public static void remark(WithoutEffect remarks, Blueprint blueprint) {
    remarks.when(
        blueprint.encoder().list().isEmpty() && blueprint.decoder().list().isEmpty(),
        "there is no hidden layer",
        "--activation",
        "--dropout",
        "--normalize",
        "--no-normalize");
  }

  /** Says which of them go to none of the variants of a comparison. */
  public static void remark(WithoutEffect remarks, List<Preset> variants) {
    String why = "it goes to %s, which is not compared";
    remarks
        .when(!variants.contains(Preset.SPARSE), why.formatted("sparse"), "--sparsity")
        .when(!variants.contains(Preset.DENOISING), why.formatted("denoising"), "--corruption")
        .when(
            !variants.contains(Preset.CONTRACTIVE),
            why.formatted("contractive"),
            "--contractive",
            "--contractive-probes")
        .when(
            !variants.contains(Preset.VARIATIONAL) && !variants.contains(Preset.STOCHASTIC),
            "it goes to variational and stochastic, which are not compared",
            "--beta",
            "--beta-annealing",
            "--free-bits")
        .when(!variants.contains(Preset.WASSERSTEIN), why.formatted("wasserstein"), "--mmd")
        .when(
            !variants.contains(Preset.VECTOR_QUANTIZED),
            why.formatted("vector-quantized"),
            "--codebook",
            "--codebook-width",
            "--commitment");
  }

  /** What the flags want instead of what a variant says. */
  private PresetChanges changes() {
    return new PresetChanges(
        architecture.layerChanges(),
        architecture.weightChanges(),
        architecture.codeChanges(objective.sparsity()),
        objective.goalChanges(architecture.outputActivation()),
        objective.priorChanges());
  }

  /**
   * The blueprint for samples of a shape.
   *
   * @throws Mistake if the flags do not go together
   */
  public Blueprint blueprint(Preset preset, SampleShape shape) {
    return blueprint(preset, shape, changes());
  }

  /**
   * The same with those flags alone that do not make another variant out of {@code preset}.
   *
   * @throws Mistake if the flags do not go together
   */
  public Blueprint blueprintWithin(Preset preset, SampleShape shape) {
    return blueprint(preset, shape, changes().meantFor(preset));
  }

  private static Blueprint blueprint(Preset preset, SampleShape shape, PresetChanges changes) {
    try {
      return preset.blueprint(shape, changes);
    } catch (IllegalArgumentException e) {
      throw new Mistake(e.getMessage());
    }
  }
}
