package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.blueprint.Augmentation;
import dev.hourglass.autoencoder.blueprint.Augmenter;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Whether generated pictures help where few are labelled: a classifier of a few real ones against
 * one of those and generated ones, and against plain shifts and rotations. The generator learns
 * from the same few and from nothing else. All classifiers see as many pictures; beside generated
 * ones every second is real.
 *
 * @param real how many labelled pictures there are
 * @param generated how many are made of them
 * @param accuracies of each seed, on pictures that none of them saw
 */
public record AugmentationTrial(int real, int generated, List<Accuracies> accuracies) {
  /** What stands for a plain augmentation. */
  public static final Augmentation PLAIN = Augmentation.parse("shift:2,rotate:10");

  /** Steps of a generator: few pictures, changed each time, are learned slowly. */
  public static final int USUAL_STEPS = 6_000;

  /** Of each picture, shifted and rotated as the generator saw them: a density needs many codes. */
  private static final int COPIES = 20;

  /** Copies the accuracies. */
  public AugmentationTrial {
    accuracies = List.copyOf(accuracies);
  }

  /**
   * Shares of test pictures told right by a classifier.
   *
   * @param alone of the real ones
   * @param generated of real and generated ones
   * @param plain of the real ones, shifted and rotated each time
   * @param both of real and generated ones, shifted and rotated each time
   */
  public record Accuracies(double alone, double generated, double plain, double both) {}

  /**
   * What is tried.
   *
   * @param real how many labelled pictures, at least 2 of each class
   * @param generated how many are made
   * @param steps of the generator's training
   * @param seeds how often, each time with others
   * @param seed of the first
   */
  public record Options(int real, int generated, int steps, int seeds, long seed) {}

  /**
   * Tries it.
   *
   * @param network of the generator, told the class or not: it is trained anew
   * @param data labelled pictures that the few are drawn from
   * @param test others
   * @param done told how many classifiers and generators are trained, of 5 a seed
   * @throws DataException if there are no labels, or fewer samples than are asked for
   */
  public static AugmentationTrial of(
      Blueprint network,
      Dataset data,
      Dataset test,
      Options options,
      Kernels kernels,
      IntConsumer done) {
    if (!network.shape().isImage()) {
      throw new DataException(
          data.source()
              + ": only pictures are shifted and rotated, but a sample here has "
              + network.shape());
    }
    if (options.real >= data.size()) {
      throw new DataException(
          "%s: has %,d samples, of which the trial takes %,d and knows the rest not; ask for fewer"
              .formatted(data.source(), data.size(), options.real));
    }
    Condition classes =
        new Condition(
            data.labels()
                .orElseThrow(() -> new DataException(data.source() + ": has no labels"))
                .names());
    Labels expected = new Labels(classes.numbersOf(test), classes.classes());
    List<Accuracies> found = new ArrayList<>();
    for (int i = 0; i < options.seeds; i++) {
      long seed = options.seed + i;
      int trained = 5 * i;
      double share = (double) options.real / data.size();
      Dataset few = data.subset(Split.of(data.size(), share, seed).validation());
      Dataset made = made(network.withCondition(classes), few, options, seed, kernels);
      done.accept(trained + 1);
      int asOften = Math.max(1, options.generated / options.real);
      Dataset alike = repeated(few, 2 * asOften);
      Dataset all = joined(repeated(few, asOften), made);
      Arm arm = new Arm(test, expected, seed, kernels);
      double alone = arm.accuracy(alike, Augmentation.NONE);
      done.accept(trained + 2);
      double generated = arm.accuracy(all, Augmentation.NONE);
      done.accept(trained + 3);
      double plain = arm.accuracy(alike, PLAIN);
      done.accept(trained + 4);
      double both = arm.accuracy(all, PLAIN);
      done.accept(trained + 5);
      found.add(new Accuracies(alone, generated, plain, both));
    }
    return new AugmentationTrial(options.real, options.generated, found);
  }

  private record Arm(Dataset test, Labels expected, long seed, Kernels kernels) {
    double accuracy(Dataset samples, Augmentation augmentation) {
      return SampleClassifier.train(
              samples, samples.labels().orElseThrow(), augmentation, seed, kernels)
          .accuracy(test, expected);
    }
  }

  /** By a generator of the few, which are shifted and rotated while it learns. */
  private static Dataset made(
      Blueprint network, Dataset few, Options options, long seed, Kernels kernels) {
    Training usual = Preset.VARIATIONAL.training().withSeed(seed).withAugmentation(PLAIN);
    int stepsAnEpoch = Math.ceilDiv(few.size(), usual.batchSize());
    Autoencoder generator =
        new Trainer(usual.withEpochs(Math.ceilDiv(options.steps, stepsAnEpoch)), kernels)
            .train(network, few)
            .autoencoder();
    return ClassDensities.fit(generator, changed(few, seed), ClassDensities.USUAL_PARTS, seed)
        .inTurn(options.generated, 1, seed);
  }

  /** Each sample so many times. */
  private static Dataset repeated(Dataset few, int times) {
    return few.subset(IntStream.range(0, times * few.size()).map(i -> i % few.size()).toArray());
  }

  /** Each picture {@value #COPIES} times, each time shifted and rotated otherwise. */
  static Dataset changed(Dataset few, long seed) {
    Dataset many = repeated(few, COPIES);
    Tensor rows = Tensor.allocate(many.size(), many.features());
    many.gather(RowOrder.all(many.size()), 0, many.size(), rows.segment());
    new Augmenter(PLAIN, many.shape())
        .apply(rows, Noise.key(seed, NoisePurpose.AUGMENTATION, 0, 0), 0);
    return TensorSamples.of(rows, many.shape()).withLabels(many.labels().orElseThrow());
  }

  /** Both have the classes in the same order. */
  static Dataset joined(Dataset first, Dataset second) {
    Tensor rows = Tensor.allocate(first.size() + second.size(), first.features());
    int[] classes = new int[rows.rows()];
    int at = 0;
    for (Dataset each : List.of(first, second)) {
      each.gather(RowOrder.all(each.size()), 0, each.size(), rows.slice(at, each.size()).segment());
      System.arraycopy(each.labels().orElseThrow().values(), 0, classes, at, each.size());
      at += each.size();
    }
    return TensorSamples.of(rows, first.shape())
        .withLabels(new Labels(classes, first.labels().orElseThrow().names()));
  }

  /** Means and their standard errors, by name, ready for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("trialReal", real);
    map.put("trialGenerated", generated);
    map.put("trialSeeds", accuracies.size());
    put(map, "aloneAccuracy", Accuracies::alone);
    put(map, "withGeneratedAccuracy", Accuracies::generated);
    put(map, "shiftedAndRotatedAccuracy", Accuracies::plain);
    put(map, "withBothAccuracy", Accuracies::both);
    return map;
  }

  private void put(Map<String, Object> map, String name, ToDoubleFunction<Accuracies> of) {
    double mean = accuracies.stream().mapToDouble(of).average().orElseThrow();
    map.put(name, mean);
    if (accuracies.size() > 1) {
      double squares =
          accuracies.stream().mapToDouble(of).map(each -> (each - mean) * (each - mean)).sum();
      map.put(name + "Error", Math.sqrt(squares / (accuracies.size() - 1) / accuracies.size()));
    }
  }
}
