package dev.hourglass.tasks.learn;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How right predictions are. */
public sealed interface PredictionEvaluation {
  /** The least probability that a logarithm is taken of. */
  double LEAST = 1e-15;

  /** Samples that were judged. */
  int samples();

  /** By name, ready for JSON. */
  Map<String, Object> toMap();

  /**
   * Of classes.
   *
   * @param samples that were judged
   * @param accuracy share that was told right, in [0, 1]
   * @param crossEntropy −log of the probability given to the true class, mean in nats
   * @param macroF1 mean of the classes' F1
   * @param classes each that is known or occurs
   * @param confusion {@code [true][predicted]} samples of each pair, over the classes' order
   */
  record OfClasses(
      int samples,
      double accuracy,
      double crossEntropy,
      double macroF1,
      List<OneClass> classes,
      List<List<Integer>> confusion)
      implements PredictionEvaluation {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("samples", samples);
      map.put("accuracy", accuracy);
      map.put("crossEntropy", crossEntropy);
      map.put("macroF1", macroF1);
      map.put("classes", classes.stream().map(OneClass::toMap).toList());
      map.put("confusion", confusion);
      return map;
    }
  }

  /**
   * How well one class is told.
   *
   * @param name of it
   * @param support samples that are of it
   * @param precision share that is of it, of those said to be; 0 where none is said to be
   * @param recall share that is said to be of it, of those that are; 0 where none is
   */
  record OneClass(String name, int support, double precision, double recall) {
    /** The harmonic mean of precision and recall. */
    public double f1() {
      return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", name);
      map.put("samples", support);
      map.put("precision", precision);
      map.put("recall", recall);
      map.put("f1", f1());
      return map;
    }
  }

  /**
   * Of numbers.
   *
   * @param samples that were judged
   * @param r2 share of the labels' variance that is told; below 0 where their mean would be better
   * @param rmse root of the mean squared error, in the labels' units
   * @param mae mean absolute error, in the labels' units
   */
  record OfNumbers(int samples, double r2, double rmse, double mae)
      implements PredictionEvaluation {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("samples", samples);
      map.put("r2", r2);
      map.put("rmse", rmse);
      map.put("mae", mae);
      return map;
    }
  }

  /**
   * Judges a model.
   *
   * @param samples with labels
   * @throws DataException when labels are missing or, where numbers are told, no numbers
   */
  static PredictionEvaluation of(Predictor predictor, Dataset samples) {
    Labels labels =
        samples
            .labels()
            .orElseThrow(
                () ->
                    new DataException(
                        samples.source()
                            + ": has no labels to judge by; name them with option 'label-column' or"
                            + " 'labels'"));
    return switch (predictor.predict(samples)) {
      case Predictions.OfClasses p -> ofClasses(p, labels);
      case Predictions.OfNumbers p ->
          ofNumbers(p.values(), LearningTargets.numbers(labels, samples.source()));
    };
  }

  /** Judges classes by labels, which are compared by name. */
  static OfClasses ofClasses(Predictions.OfClasses predictions, Labels labels) {
    List<String> names = new ArrayList<>(predictions.names());
    labels.names().stream().filter(name -> !names.contains(name)).forEach(names::add);
    int[] own = labels.names().stream().mapToInt(names::indexOf).toArray();
    int[][] confusion = new int[names.size()][names.size()];
    double nats = 0;
    int right = 0;
    for (int i = 0; i < labels.size(); i++) {
      int truth = own[labels.values()[i]];
      int said = predictions.best(i);
      confusion[truth][said]++;
      right += truth == said ? 1 : 0;
      double probability =
          truth < predictions.names().size() ? predictions.probabilities().get(i, truth) : 0;
      nats -= Math.log(Math.max(LEAST, probability));
    }
    List<OneClass> classes = new ArrayList<>();
    List<List<Integer>> table = new ArrayList<>();
    for (int c = 0; c < confusion.length; c++) {
      int support = 0;
      int said = 0;
      List<Integer> row = new ArrayList<>();
      for (int other = 0; other < confusion.length; other++) {
        support += confusion[c][other];
        said += confusion[other][c];
        row.add(confusion[c][other]);
      }
      double hits = confusion[c][c];
      classes.add(
          new OneClass(
              names.get(c),
              support,
              said == 0 ? 0 : hits / said,
              support == 0 ? 0 : hits / support));
      table.add(row);
    }
    return new OfClasses(
        labels.size(),
        (double) right / labels.size(),
        nats / labels.size(),
        classes.stream().mapToDouble(OneClass::f1).average().orElse(0),
        classes,
        table);
  }

  /** Judges numbers by others, at least one. */
  static OfNumbers ofNumbers(double[] values, double[] truth) {
    double mean = 0;
    for (double value : truth) {
      mean += value / truth.length;
    }
    double squares = 0;
    double absolute = 0;
    double variance = 0;
    for (int i = 0; i < truth.length; i++) {
      double error = values[i] - truth[i];
      squares += error * error;
      absolute += Math.abs(error);
      variance += (truth[i] - mean) * (truth[i] - mean);
    }
    return new OfNumbers(
        truth.length,
        variance == 0 ? 0 : 1 - squares / variance,
        Math.sqrt(squares / truth.length),
        absolute / truth.length);
  }
}
