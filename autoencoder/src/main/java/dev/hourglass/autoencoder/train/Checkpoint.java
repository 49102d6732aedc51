package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.file.Envelope;
import dev.hourglass.autoencoder.file.Migration;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.file.StoredTensor;
import dev.hourglass.base.Json;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StrictMap;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A training after a whole number of epochs: all that is needed to go on to the same bits. Random
 * draws are functions of seed, epoch and step, so no generator's state is among it. Its parameters
 * expect centred samples (see {@link Centering}): they are no model yet.
 *
 * @param blueprint of the autoencoder
 * @param training how it is trained
 * @param data it is trained on
 * @param validation the samples that its epochs are chosen by; empty where there are none, or a
 *     version wrote the file that did not say
 * @param state its vectors
 * @param progress how far it has come
 * @param changes that keep it from being repeated by blueprint, training and data alone, in words,
 *     oldest first: where it began, what changed on resuming
 */
record Checkpoint(
    Blueprint blueprint,
    Training training,
    DataIdentity data,
    Optional<DataIdentity> validation,
    TrainingState state,
    RunProgress progress,
    List<String> changes) {

  private static final String FORMAT = "hourglass-checkpoint";
  private static final String PARAMETERS = "parameters";
  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final String BEST = "best";

  /** Their order in files of version 1. */
  private static final List<String> TENSORS = List.of(PARAMETERS, FIRST, SECOND, BEST);

  Checkpoint {
    changes = List.copyOf(changes);
  }

  /** Copies the vectors into a fresh state. */
  void restore(TrainingState into) {
    into.parameters().copyFrom(state.parameters());
    into.best().copyFrom(state.best());
    into.first().copyFrom(state.first());
    into.second().copyFrom(state.second());
  }

  void write(Path file) {
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    tensors.put(PARAMETERS, StoredTensor.vector(state.parameters()));
    tensors.put(FIRST, StoredTensor.vector(state.first()));
    tensors.put(SECOND, StoredTensor.vector(state.second()));
    tensors.put(BEST, StoredTensor.vector(state.best()));
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("data", data.toMap());
    validation.ifPresent(held -> run.put("validation", held.toMap()));
    run.put("epochs", progress.toMap());
    run.put("changes", changes);
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("blueprint", Json.text(blueprint.toMap()));
    metadata.put("training", Json.text(training.toMap()));
    metadata.put("progress", Json.text(run));
    Envelope.seal(FORMAT, metadata, tensors).write(file);
  }

  /**
   * Reads a checkpoint for a training that wants to go on.
   *
   * @param training how it goes on
   * @param data it goes on with
   * @param validation it goes on with; where it is other than before, losses of earlier epochs are
   *     no measure of later ones, and the best is chosen among the later
   * @return with that training and data, its changes recorded
   * @throws ModelFileException when the file is damaged or no checkpoint
   * @throws CheckpointException when it belongs to another training
   */
  static Checkpoint read(
      Path file, Training training, DataIdentity data, Optional<DataIdentity> validation) {
    Checkpoint found = read(file);
    if (!found.data.matches(data)) {
      throw new CheckpointException(
          file, "it was trained on %s, but given are %s".formatted(found.data, data));
    }
    ChangesOnResuming changed = ChangesOnResuming.between(found.training, training);
    if (!changed.refused().isEmpty()) {
      throw new CheckpointException(
          file,
          "its training differs from the one asked for in %s; only learning rate, schedule and"
                  .formatted(String.join(", ", changed.refused()))
              + " epochs may change on resuming");
    }
    boolean sameValidation = found.isValidatedBy(validation);
    List<String> now = new ArrayList<>(changed.allowed());
    if (!sameValidation) {
      now.add(
          "validation on %s, so that the best epoch is one from there on"
              .formatted(validation.map(DataIdentity::toString).orElse("training samples")));
    }
    List<String> changes = new ArrayList<>(found.changes);
    if (!now.isEmpty()) {
      changes.add(
          "resumed at epoch %d: %s"
              .formatted(found.progress.history().size() + 1, String.join(", ", now)));
    }
    return new Checkpoint(
        found.blueprint,
        training,
        data,
        validation,
        found.state,
        sameValidation ? found.progress : found.progress.withoutBest(),
        changes);
  }

  private boolean isValidatedBy(Optional<DataIdentity> other) {
    boolean wasValidated =
        !progress.history().isEmpty() && progress.history().getLast().validation().isPresent();
    return wasValidated == other.isPresent()
        && (validation.isEmpty() || validation.get().matches(other.orElseThrow()));
  }

  private static Checkpoint read(Path file) {
    Envelope read = Envelope.open(file, FORMAT);
    read.verify(() -> TENSORS);
    try {
      StrictMap run = new StrictMap("progress", read.part("progress", Checkpoint::migrate));
      Blueprint blueprint = Blueprint.fromMap(read.part("blueprint", BlueprintMap::migrate));
      Training training = Training.fromMap(read.part("training", Migration.NONE));
      Checkpoint checkpoint =
          new Checkpoint(
              blueprint,
              training,
              DataIdentity.fromMap(run.object("data")),
              run.optionalObject("validation").map(DataIdentity::fromMap),
              state(read, blueprint, training),
              RunProgress.fromMap(run.object("epochs")),
              run.strings("changes"));
      return run.finish(checkpoint);
    } catch (IllegalArgumentException e) {
      throw read.corrupt(e.getMessage());
    }
  }

  /** Version 1 kept the number of samples and nothing else of them. */
  private static Map<String, Object> migrate(int from, Map<String, Object> run) {
    if (from != 1) {
      return run;
    }
    int samples = new StrictMap("progress", run).integer("samples");
    Map<String, Object> epochs = new LinkedHashMap<>(run);
    epochs.remove("samples");
    return BlueprintMap.ordered(
        "data",
        BlueprintMap.ordered("name", "unnamed data", "samples", samples),
        "epochs",
        epochs,
        "changes",
        List.of());
  }

  private static TrainingState state(Envelope read, Blueprint blueprint, Training training) {
    int size = Networks.of(blueprint).layout().size();
    Format format =
        training.precision() == PrecisionChoice.FLOAT64 ? Format.FLOAT64 : Format.FLOAT32;
    Optimizer optimizer = training.optimizer();
    Tensor parameters = vector(read, PARAMETERS, size, format);
    return new TrainingState(
        parameters,
        parameters,
        vector(read, FIRST, optimizer.usesFirstMoment() ? size : 0, format),
        vector(read, SECOND, optimizer.usesSecondMoment() ? size : 0, format),
        vector(read, BEST, size, format));
  }

  private static Tensor vector(Envelope read, String name, int size, Format format) {
    Tensor tensor = StoredTensor.of(name, read.tensor(name));
    if (tensor.size() != size || tensor.format() != format) {
      throw new IllegalArgumentException(
          "its tensor '%s' should hold %d numbers of %s, but holds %d of %s"
              .formatted(name, size, format, tensor.size(), tensor.format()));
    }
    return tensor;
  }
}
