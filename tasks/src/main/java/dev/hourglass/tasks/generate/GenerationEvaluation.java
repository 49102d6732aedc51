package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.anomaly.Ranking;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What generated samples are worth: whether a classifier of real samples takes them for the class
 * that was asked for, whether one that has seen nothing else knows real samples, whether they lie
 * where real ones do, and whether they are new.
 *
 * @param generated how many samples were made, classes as often as in the data
 * @param tested real samples that neither model nor classifier were given here
 * @param accuracy of the classifiers
 * @param rocAuc of both classifiers, where there are two classes
 * @param correlationDifference between features of generated and of real samples, mean of the
 *     absolute differences over all pairs of features
 * @param coverage of real samples, in the features of the classifier of real ones
 * @param nearest records of the data
 */
public record GenerationEvaluation(
    int generated,
    int tested,
    Accuracy accuracy,
    Optional<RocAuc> rocAuc,
    OptionalDouble correlationDifference,
    PrecisionRecall coverage,
    NearestRecords nearest) {

  /** Of more features than this correlations are not compared. */
  private static final int MOST_CORRELATED = 512;

  /** Samples of each kind whose neighbourhoods are compared. */
  private static final int MOST_COVERED = 3_000;

  /** The share of the data that is tested on where no other data is given. */
  private static final double TESTED = 0.25;

  /**
   * Shares of samples that are told right.
   *
   * @param conditional of generated samples: those that the classifier of real ones takes for the
   *     class asked for
   * @param trainOnGenerated of a classifier of generated samples alone, on real ones
   * @param real of the classifier of real samples, on the same real ones
   */
  public record Accuracy(double conditional, double trainOnGenerated, double real) {}

  /** Of two classes. */
  public record RocAuc(double generated, double real) {}

  /**
   * How samples are made.
   *
   * @param count how many, at least 10
   * @param temperature see {@link ClassSamples#samples}
   * @param seed of all draws
   */
  public record Options(int count, double temperature, long seed) {}

  /** Makes the samples that are measured, of the real ones that are not tested on. */
  @FunctionalInterface
  public interface Source {
    /** Of the data that classifiers are trained on. */
    ClassSamples of(Dataset real);
  }

  /**
   * Makes and measures samples.
   *
   * @param data with labels
   * @param test other data with the same labels; a quarter of the data where there is none
   * @throws DataException if there are no labels, or fewer than two classes
   */
  public static GenerationEvaluation of(
      Source source, Dataset data, Optional<Dataset> test, Options options) {
    Split split = Split.of(data.size(), test.isPresent() ? 0 : TESTED, options.seed());
    Dataset real = test.isPresent() ? data : data.subset(split.training());
    Dataset tested = test.orElseGet(() -> data.subset(split.validation()));
    if (real.labels().isPresent() && real.labels().get().classes() < 2) {
      throw new DataException(
          data.source() + ": all labels are alike, where two classes or more are expected");
    }
    ClassSamples samples = source.of(real);
    Condition classes = new Condition(samples.names());
    Labels realLabels = labels(classes, real);
    Labels testLabels = labels(classes, tested);
    Kernels kernels = samples.autoencoder().kernels();
    Labels wanted = asked(realLabels, options.count());
    Dataset made = made(samples, wanted, real, options);
    SampleClassifier ofReal = SampleClassifier.train(real, realLabels, options.seed(), kernels);
    SampleClassifier ofMade = SampleClassifier.train(made, wanted, options.seed(), kernels);
    return new GenerationEvaluation(
        made.size(),
        tested.size(),
        new Accuracy(
            ofReal.accuracy(made, wanted),
            ofMade.accuracy(tested, testLabels),
            ofReal.accuracy(tested, testLabels)),
        realLabels.classes() == 2
            ? Optional.of(
                new RocAuc(rocAuc(ofMade, tested, testLabels), rocAuc(ofReal, tested, testLabels)))
            : Optional.empty(),
        data.features() > MOST_CORRELATED || data.features() < 2
            ? OptionalDouble.empty()
            : OptionalDouble.of(Correlations.meanDifference(made, real)),
        coverage(ofReal, made, real),
        NearestRecords.of(made, real, tested, kernels));
  }

  private static PrecisionRecall coverage(SampleClassifier classifier, Dataset made, Dataset real) {
    int count = Math.min(MOST_COVERED, Math.min(made.size(), real.size()));
    return PrecisionRecall.of(
        classifier.features(real.subset(RowOrder.spread(real.size(), count))),
        classifier.features(made.subset(RowOrder.spread(made.size(), count))),
        classifier.network().kernels());
  }

  /** Labels by the numbers of the classes that samples are asked of. */
  private static Labels labels(Condition classes, Dataset samples) {
    return new Labels(classes.numbersOf(samples), classes.classes());
  }

  private static double rocAuc(SampleClassifier classifier, Dataset samples, Labels labels) {
    Tensor probabilities = classifier.probabilities(samples);
    double[] scores = new double[samples.size()];
    boolean[] second = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = probabilities.get(i, 1);
      second[i] = labels.values()[i] == 1;
    }
    return Ranking.of(scores, second).rocAuc();
  }

  /** Classes as often as they are, {@code count} in all; more where each is to be there twice. */
  private static Labels asked(Labels labels, int count) {
    int[] counts = labels.counts();
    int[] wanted = new int[counts.length];
    int sum = 0;
    long before = 0;
    for (int c = 0; c < counts.length; c++) {
      // From one cut to the next, so that the shares sum to the whole.
      long cut = count * before / labels.size();
      before += counts[c];
      wanted[c] =
          counts[c] == 0 ? 0 : Math.toIntExact(Math.max(2, count * before / labels.size() - cut));
      sum += wanted[c];
    }
    int[] values = new int[sum];
    int at = 0;
    for (int c = 0; c < wanted.length; c++) {
      for (int i = 0; i < wanted[c]; i++) {
        values[at++] = c;
      }
    }
    return new Labels(values, labels.names());
  }

  private static Dataset made(ClassSamples source, Labels wanted, Dataset real, Options options) {
    int[] counts = wanted.counts();
    Tensor all = Tensor.allocate(wanted.size(), real.features());
    int at = 0;
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] > 0) {
        Tensor own =
            source.samples(c, counts[c], options.temperature(), options.seed() + 1_000 + c);
        all.slice(at, counts[c]).copyFrom(own);
        at += counts[c];
      }
    }
    if (!real.shape().isImage()) {
      Generation.keepWithin(TrainingRange.of(real), all);
    }
    return TensorSamples.of(all, real.shape()).withLabels(wanted);
  }

  /** By name, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("generated", generated);
    map.put("tested", tested);
    map.put("conditionalAccuracy", accuracy.conditional);
    map.put("trainOnGeneratedAccuracy", accuracy.trainOnGenerated);
    map.put("realAccuracy", accuracy.real);
    rocAuc.ifPresent(
        auc -> {
          map.put("trainOnGeneratedRocAuc", auc.generated);
          map.put("realRocAuc", auc.real);
        });
    correlationDifference.ifPresent(difference -> map.put("correlationDifference", difference));
    map.put("precision", coverage.precision());
    map.put("recall", coverage.recall());
    map.put("nearestDistance", nearest.distance());
    map.put("realNearestDistance", nearest.realDistance());
    map.put("copied", nearest.copied());
    return map;
  }
}
