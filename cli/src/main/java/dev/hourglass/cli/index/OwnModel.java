package dev.hourglass.cli.index;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.cli.flags.ArchitectureFlags;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.Composition;
import dev.hourglass.cli.flags.ObjectiveFlags;
import dev.hourglass.cli.flags.TrainingFlags;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.Kernels;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The model of a use that was given none, trained on the use's own data.
 *
 * @param composition what is built
 * @param training how it is trained
 * @param common where progress is told
 */
public record OwnModel(Composition composition, TrainingFlags training, CommonFlags common) {
  private static final int MOST_LINES = 20;

  /**
   * Trains it on all of the data.
   *
   * @param raw as {@code options} had it read
   */
  public ModelFile.Model train(
      Preset preset,
      RawData raw,
      ReadOptions options,
      PreparationOptions preparing,
      Kernels kernels) {
    Preparation preparation = Preparation.fit(raw, preparing);
    preparation.remarks(raw).forEach(common.screen()::remark);
    Dataset samples = preparation.apply(raw);
    Blueprint blueprint = composition.blueprint(preset, samples.shape());
    Training chosen = preset.training(training.changes(), blueprint, samples.size());
    if (chosen.checkpoint().isPresent()) {
      throw new Mistake("--checkpoint is for a single training; use train, then give its model");
    }
    blueprint.warnings().forEach(common.screen()::warn);
    common
        .screen()
        .remark(
            "no model is given: one is trained on %s (%s, %s)"
                .formatted(samples.name(), preset.label(), blueprint.summary()));
    Progress progress = new Progress(common.screen(), "", MOST_LINES, () -> false);
    TrainingResult result;
    try {
      result = new Trainer(chosen, kernels).withListener(progress).train(blueprint, samples);
    } finally {
      progress.finish();
    }
    return result.model(
        preparation,
        chosen,
        samples,
        new Provenance.Reading(options, new Provenance.Validation.None()));
  }

  /** The flags that only matter where a model is trained. */
  public static String[] flags() {
    return Stream.of(new ArchitectureFlags(), new ObjectiveFlags(), new TrainingFlags())
        .flatMap(group -> CommandSpec.forAnnotatedObject(group).options().stream())
        .map(OptionSpec::longestName)
        .toArray(String[]::new);
  }
}
