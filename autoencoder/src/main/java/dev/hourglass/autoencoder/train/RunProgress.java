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
 * @param bestEpoch 1-based; 0 where none was better than the start
 * @param bestMonitored the loss of that epoch that the choice looks at
 * @param epochsSinceBest epochs without enough improvement
 * @param iteration steps done
 * @param plateau what a schedule that waits for improvement remembers
 */
record RunProgress(
    List<EpochRecord> history,
    int bestEpoch,
    double bestMonitored,
    int epochsSinceBest,
    long iteration,
    LearningRate.Plateau plateau) {

  RunProgress {
    history = List.copyOf(history);
    if (bestEpoch < 0 || bestEpoch > history.size()) {
      throw new IllegalArgumentException(
          "its best epoch is %d of %d".formatted(bestEpoch, history.size()));
    }
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
        bestEpoch,
        "bestMonitored",
        Double.toString(bestMonitored),
        "epochsSinceBest",
        epochsSinceBest,
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
    return map.finish(
        new RunProgress(
            map.objects("history").stream().map(RunProgress::epoch).toList(),
            map.integer("bestEpoch"),
            Double.parseDouble(map.string("bestMonitored")),
            map.integer("epochsSinceBest"),
            map.whole("iteration"),
            new LearningRate.Plateau(
                Double.parseDouble(map.string("plateauBest")),
                map.integer("plateauEpochsSinceBest"),
                map.number("plateauFactor"))));
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
