package dev.hourglass.autoencoder.train;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.file.ModelFileException.Kind;
import dev.hourglass.autoencoder.file.Safetensors;
import dev.hourglass.base.StrictMap;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training after a whole number of epochs: all that is needed to go on to the same bits. Random
 * draws are functions of seed, epoch and step, so no generator's state is among it. Its parameters
 * expect centred samples (see {@link Centering}): they are no model yet.
 */
record Checkpoint(
    Blueprint blueprint,
    Training training,
    int samples,
    TrainingState state,
    List<EpochRecord> history,
    int bestEpoch,
    double bestMonitored,
    int epochsSinceBest,
    long iteration,
    LearningRate.Plateau plateau) {

  private static final String FORMAT = "hourglass-checkpoint";
  private static final int FORMAT_VERSION = 1;

  Checkpoint {
    history = List.copyOf(history);
  }

  static Checkpoint of(
      Blueprint blueprint,
      Training training,
      int samples,
      TrainingState state,
      List<EpochRecord> history,
      int bestEpoch,
      double bestMonitored,
      int epochsSinceBest,
      long iteration,
      LearningRate.Plateau plateau) {
    return new Checkpoint(
        blueprint,
        training,
        samples,
        state,
        history,
        bestEpoch,
        bestMonitored,
        epochsSinceBest,
        iteration,
        plateau);
  }

  /** Copies the vectors into a fresh state. */
  void restore(TrainingState into) {
    into.parameters().copyFrom(state.parameters());
    into.best().copyFrom(state.best());
    into.first().copyFrom(state.first());
    into.second().copyFrom(state.second());
  }

  void write(Path file) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("parameters", state.parameters());
    tensors.put("first", state.first());
    tensors.put("second", state.second());
    tensors.put("best", state.best());
    try {
      Map<String, String> metadata = new LinkedHashMap<>();
      metadata.put("format", FORMAT);
      metadata.put("format_version", Integer.toString(FORMAT_VERSION));
      metadata.put("blueprint", JSON.std.asString(blueprint.toMap()));
      metadata.put("training", JSON.std.asString(training.toMap()));
      metadata.put("progress", JSON.std.asString(progress()));
      new Safetensors(metadata, tensors).write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the checkpoint to " + file + ": " + e, e);
    }
  }

  private Map<String, Object> progress() {
    List<Map<String, Object>> epochs = new ArrayList<>();
    for (EpochRecord e : history) {
      epochs.add(
          BlueprintMap.ordered(
              "epoch", e.epoch(),
              "loss", e.loss(),
              "reconstructionError", e.reconstructionError(),
              "penalty", e.penalty(),
              "mse", e.mse(),
              "validationLoss", Double.toString(e.validationLoss().orElse(Double.NaN)),
              "validationMse", Double.toString(e.validationMse().orElse(Double.NaN)),
              "learningRate", e.learningRate(),
              "deadUnits", e.deadUnits(),
              "seconds", e.seconds(),
              "samplesPerSecond", e.samplesPerSecond()));
    }
    return BlueprintMap.ordered(
        "samples", samples,
        "bestEpoch", bestEpoch,
        "bestMonitored", Double.toString(bestMonitored),
        "epochsSinceBest", epochsSinceBest,
        "iteration", iteration,
        "plateauBest", Double.toString(plateau.best()),
        "plateauEpochsSinceBest", plateau.epochsSinceBest(),
        "plateauFactor", plateau.factor(),
        "history", epochs);
  }

  /**
   * Reads a checkpoint for a training that wants to go on.
   *
   * @throws ModelFileException when the file is damaged or no checkpoint
   * @throws CheckpointException when it belongs to another training
   */
  static Checkpoint read(Path file, Training training, int samples) {
    Safetensors read = ModelFile.open(file, FORMAT, FORMAT_VERSION);
    Checkpoint checkpoint;
    try {
      checkpoint = parse(read);
    } catch (IllegalArgumentException | IOException e) {
      throw new ModelFileException(file, Kind.CORRUPT, e.getMessage());
    }
    Training then = checkpoint.training;
    if (checkpoint.samples != samples) {
      throw new CheckpointException(
          file,
          "it was trained on %d samples, but there are %d".formatted(checkpoint.samples, samples));
    }
    Map<String, Object> was = then.toMap();
    Map<String, Object> is = training.toMap();
    was.remove("timeLimitSeconds");
    is.remove("timeLimitSeconds");
    if (!(training.schedule() instanceof LearningRate.Cosine)) {
      // Other schedules do not look at the training's length, so it may be extended.
      was.remove("epochs");
      is.remove("epochs");
    }
    if (!was.equals(is)) {
      throw new CheckpointException(file, "it was trained with " + was + ", but now " + is);
    }
    return checkpoint;
  }

  private static Checkpoint parse(Safetensors read) throws IOException {
    StrictMap progress = new StrictMap("progress", ModelFile.object(read, "progress"));
    List<EpochRecord> history =
        progress.objects("history").stream().map(Checkpoint::epoch).toList();
    Checkpoint checkpoint =
        new Checkpoint(
            Blueprint.fromMap(ModelFile.object(read, "blueprint")),
            Training.fromMap(ModelFile.object(read, "training")),
            progress.integer("samples"),
            new TrainingState(
                tensor(read, "parameters"),
                tensor(read, "parameters"),
                tensor(read, "first"),
                tensor(read, "second"),
                tensor(read, "best")),
            history,
            progress.integer("bestEpoch"),
            Double.parseDouble(progress.string("bestMonitored")),
            progress.integer("epochsSinceBest"),
            progress.whole("iteration"),
            new LearningRate.Plateau(
                Double.parseDouble(progress.string("plateauBest")),
                progress.integer("plateauEpochsSinceBest"),
                progress.number("plateauFactor")));
    int size = Networks.of(checkpoint.blueprint).layout().size();
    if (checkpoint.state.parameters().size() != size
        || checkpoint.state.best().size() != size
        || checkpoint.bestEpoch < 0
        || checkpoint.bestEpoch > history.size()) {
      throw new IllegalArgumentException(
          "its vectors have %d numbers, but its blueprint has %d"
              .formatted(checkpoint.state.parameters().size(), size));
    }
    return progress.finish(checkpoint);
  }

  private static Tensor tensor(Safetensors read, String name) {
    Tensor tensor = read.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("it lacks the tensor '" + name + "'");
    }
    return tensor;
  }

  private static EpochRecord epoch(StrictMap r) {
    // The loss is the sum of its parts; it stands in the file for people.
    r.number("loss");
    double validationLoss = Double.parseDouble(r.string("validationLoss"));
    double validationMse = Double.parseDouble(r.string("validationMse"));
    return r.finish(
        new EpochRecord(
            r.integer("epoch"),
            new EpochRecord.Measures(
                r.number("reconstructionError"), r.number("penalty"), r.number("mse")),
            Double.isNaN(validationLoss)
                ? Optional.empty()
                : Optional.of(new EpochRecord.Validation(validationLoss, validationMse)),
            r.number("learningRate"),
            r.integer("deadUnits"),
            r.number("seconds"),
            r.number("samplesPerSecond")));
  }
}
