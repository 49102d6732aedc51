package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.base.StrictMap;
import dev.hourglass.engine.optimise.LearningRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a training has come, apart from its vectors.
 *
 * @param history an entry per epoch done
 * @param best epoch among them
 * @param iteration steps done
 * @param plateau what a schedule that waits for improvement remembers
 */
record RunProgress(
    List<EpochRecord> history, BestEpoch best, long iteration, LearningRate.Plateau plateau) {

  RunProgress {
    history = List.copyOf(history);
    if (best.epoch() < 0 || best.epoch() > history.size()) {
      throw new IllegalArgumentException(
          "its best epoch is %d of %d".formatted(best.epoch(), history.size()));
    }
  }

  /** The same where losses so far are no measure of those to come. */
  RunProgress withoutBest() {
    return new RunProgress(
        history,
        BestEpoch.NONE,
        iteration,
        new LearningRate.Plateau(Double.POSITIVE_INFINITY, 0, plateau.factor()));
  }

  Map<String, Object> toMap() {
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
        "bestEpoch",
        best.epoch(),
        "bestMonitored",
        Double.toString(best.loss()),
        "reference",
        Double.toString(best.reference()),
        "epochsSinceBest",
        best.epochsSince(),
        "iteration",
        iteration,
        "plateauBest",
        Double.toString(plateau.best()),
        "plateauEpochsSinceBest",
        plateau.epochsSinceBest(),
        "plateauFactor",
        plateau.factor(),
        "history",
        epochs);
  }

  /**
   * The inverse of {@link #toMap}.
   *
   * @throws IllegalArgumentException naming the key that is missing, unknown or of the wrong kind
   */
  static RunProgress fromMap(StrictMap map) {
    List<EpochRecord> history = map.objects("history").stream().map(RunProgress::epoch).toList();
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).epoch() != i + 1) {
        throw map.refuse("history", "the epochs 1, 2, … in order", history.get(i).epoch());
      }
    }
    BestEpoch best = best(map);
    if (best.epoch() < 0 || best.epoch() > history.size()) {
      throw map.refuse("bestEpoch", "an epoch of its history, or 0", best.epoch());
    }
    return map.finish(
        new RunProgress(
            history,
            best,
            map.whole("iteration"),
            new LearningRate.Plateau(
                Double.parseDouble(map.string("plateauBest")),
                map.integer("plateauEpochsSinceBest"),
                map.number("plateauFactor"))));
  }

  private static BestEpoch best(StrictMap map) {
    double loss = Double.parseDouble(map.string("bestMonitored"));
    // Checkpoints of version 0.1 measured improvement from the best loss.
    double reference = map.optionalString("reference").map(Double::parseDouble).orElse(loss);
    return new BestEpoch(map.integer("bestEpoch"), loss, reference, map.integer("epochsSinceBest"));
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
