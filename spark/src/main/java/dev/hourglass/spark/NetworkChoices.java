package dev.hourglass.spark;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.prepare.Scaling;
import java.util.Optional;

/**
 * An estimator's parameters as the library has them: what is empty or 0 is left to the variant.
 *
 * @param variant where the network starts from
 * @param network what is changed of it
 * @param scaling of numbers
 * @param course of the training
 */
record NetworkChoices(Preset variant, Network network, String scaling, Course course) {
  /**
   * Changes of the network.
   *
   * @param shape of samples that are pictures
   * @param hidden stages of the encoder
   * @param codeSize units of the code
   * @param corruption of the input
   */
  record Network(String shape, String hidden, int codeSize, String corruption) {}

  /** Changes of the training. */
  record Course(int epochs, int batchSize, double learningRate, long seed) {}

  private static <T> Optional<T> given(boolean isGiven, T value) {
    return isGiven ? Optional.of(value) : Optional.empty();
  }

  /** Of the samples; a table's is not asked for. */
  SampleShape shape(RawRows sample) {
    int width =
        sample instanceof RawRows.Vectors(Blocks blocks)
            ? blocks.width()
            : ((RawRows.Table) sample).columns().size();
    if (network.shape.isEmpty()) {
      return SampleShape.vector(width);
    }
    SampleShape shape = SampleShape.parse(network.shape);
    if (shape.features() != width) {
      throw new IllegalArgumentException(
          "sampleShape %s has %d numbers, but the vectors have %d"
              .formatted(network.shape, shape.features(), width));
    }
    return shape;
  }

  PreparationOptions preparing() {
    PreparationOptions defaults = PreparationOptions.defaults();
    return scaling.isEmpty() ? defaults : defaults.withScaling(Scaling.parse(scaling));
  }

  Blueprint blueprint(SampleShape prepared) {
    PresetChanges none = PresetChanges.none();
    PresetChanges.LayerChanges layers =
        new PresetChanges.LayerChanges(
            network.hidden.isEmpty() ? Optional.empty() : Optional.of(Stages.parse(network.hidden)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    PresetChanges.CodeChanges code =
        new PresetChanges.CodeChanges(
            given(network.codeSize != 0, network.codeSize),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    PresetChanges.GoalChanges goal =
        new PresetChanges.GoalChanges(
            Optional.empty(),
            Optional.empty(),
            network.corruption.isEmpty()
                ? Optional.empty()
                : Optional.of(Corruption.parse(network.corruption)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return variant.blueprint(
        prepared, new PresetChanges(layers, none.weights(), code, goal, none.prior()));
  }

  /**
   * How that many rows are trained on by that many partitions, which share each batch: the
   * optimiser counts the steps that are made.
   */
  Training training(Blueprint blueprint, long rows, int partitions) {
    int batch = training(blueprint, rows).batchSize();
    long together = (long) TrainingPlan.localBatch(batch, partitions) * partitions;
    return training(blueprint, rows * batch / Math.max(batch, together));
  }

  private Training training(Blueprint blueprint, long rows) {
    TrainingChanges none = TrainingChanges.none();
    TrainingChanges changes =
        new TrainingChanges(
            new TrainingChanges.LengthChanges(
                given(course.epochs != 0, course.epochs),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            given(course.batchSize != 0, course.batchSize),
            new TrainingChanges.DescentChanges(
                Optional.empty(),
                given(course.learningRate != 0, course.learningRate),
                Optional.empty(),
                Optional.empty()),
            Optional.empty(),
            Optional.of(course.seed),
            none.machine(),
            Optional.empty());
    int some = (int) Math.clamp(rows, 1, Integer.MAX_VALUE);
    return variant.training(changes, blueprint, some).withTrial(0);
  }
}
