package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
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
 * that was asked for, and whether one that has seen nothing else knows real samples.
 *
 * @param generated how many samples were made, classes as often as in the data
 * @param tested real samples that neither model nor classifier were given here
 * @param conditionalAccuracy share of generated samples that the classifier of real ones takes for
 *     the class asked for
 * @param trainOnGeneratedAccuracy of a classifier of generated samples alone, on real ones
 * @param realAccuracy of the classifier of real samples, on the same real ones
 * @param rocAuc of both classifiers, where there are two classes
 * @param correlationDifference between features of generated and of real samples, mean of the
 *     absolute differences over all pairs of features
 */
public record GenerationEvaluation(
    int generated,
    int tested,
    double conditionalAccuracy,
    double trainOnGeneratedAccuracy,
    double realAccuracy,
    Optional<RocAuc> rocAuc,
    OptionalDouble correlationDifference) {

  /** Of more features than this correlations are not compared. */
  private static final int MOST_CORRELATED = 512;

  /** The share of the data that is tested on where no other data is given. */
  private static final double TESTED = 0.25;

  /** Of two classes. */
  public record RocAuc(double generated, double real) {}

  /**
   * How samples are made.
   *
   * @param count how many, at least 10
   * @param parts Gaussians a class, at most
   * @param temperature see {@link CodeMixture#draw}
   * @param seed of all draws
   */
  public record Options(int count, int parts, double temperature, long seed) {}

  /**
   * Makes and measures samples.
   *
   * @param data with labels
   * @param test other data with the same labels; a quarter of the data where there is none
   * @throws DataException if there are no labels, or fewer than two classes
   */
  public static GenerationEvaluation of(
      Autoencoder autoencoder, Dataset data, Optional<Dataset> test, Options options) {
    Split split = Split.of(data.size(), test.isPresent() ? 0 : TESTED, options.seed());
    Dataset real = test.isPresent() ? data : data.subset(split.training());
    Dataset tested = test.orElseGet(() -> data.subset(split.validation()));
    ClassDensities densities =
        ClassDensities.fit(autoencoder, real, options.parts(), options.seed());
    Labels realLabels = real.labels().orElseThrow();
    if (realLabels.classes() < 2) {
      throw new DataException(
          data.source() + ": all labels are alike, where two classes or more are expected");
    }
    Labels testLabels =
        tested
            .labels()
            .filter(labels -> labels.names().equals(realLabels.names()))
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: does not have the labels of %s, %s"
                            .formatted(tested.source(), data.source(), realLabels.names())));
    Kernels kernels = autoencoder.kernels();
    Labels wanted = asked(realLabels, options.count());
    Dataset made = made(autoencoder, densities, wanted, options);
    SampleClassifier ofReal = SampleClassifier.train(real, realLabels, options.seed(), kernels);
    SampleClassifier ofMade = SampleClassifier.train(made, wanted, options.seed(), kernels);
    return new GenerationEvaluation(
        made.size(),
        tested.size(),
        ofReal.accuracy(made, wanted),
        ofMade.accuracy(tested, testLabels),
        ofReal.accuracy(tested, testLabels),
        realLabels.classes() == 2
            ? Optional.of(
                new RocAuc(rocAuc(ofMade, tested, testLabels), rocAuc(ofReal, tested, testLabels)))
            : Optional.empty(),
        data.features() > MOST_CORRELATED || data.features() < 2
            ? OptionalDouble.empty()
            : OptionalDouble.of(Correlations.meanDifference(made, real)));
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
      wanted[c] = Math.toIntExact(Math.max(2, count * before / labels.size() - cut));
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

  private static Dataset made(
      Autoencoder autoencoder, ClassDensities densities, Labels wanted, Options options) {
    int[] counts = wanted.counts();
    Tensor all = Tensor.allocate(wanted.size(), autoencoder.features());
    int at = 0;
    for (int c = 0; c < counts.length; c++) {
      Tensor own =
          densities.samples(c, counts[c], options.temperature(), options.seed() + 1_000 + c);
      all.slice(at, counts[c]).copyFrom(own);
      at += counts[c];
    }
    return TensorSamples.of(all, autoencoder.blueprint().shape()).withLabels(wanted);
  }

  /** By name, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("generated", generated);
    map.put("tested", tested);
    map.put("conditionalAccuracy", conditionalAccuracy);
    map.put("trainOnGeneratedAccuracy", trainOnGeneratedAccuracy);
    map.put("realAccuracy", realAccuracy);
    rocAuc.ifPresent(
        auc -> {
          map.put("trainOnGeneratedRocAuc", auc.generated);
          map.put("realRocAuc", auc.real);
        });
    correlationDifference.ifPresent(difference -> map.put("correlationDifference", difference));
    return map;
  }
}
