package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.blueprint.Augmentation;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.learn.LearningTargets;
import java.util.List;
import java.util.Optional;

/**
 * Tells the class of a sample: a network of two hidden layers, trained by the same trainer as
 * autoencoders, whose target is the class.
 *
 * @param network from features to a logit a class
 */
record SampleClassifier(Autoencoder network) {
  private static final int HIDDEN = 256;
  private static final int LAST = 64;
  private static final int EPOCHS = 12;
  private static final double DROPOUT = 0.2;

  /**
   * Trains a classifier.
   *
   * @param labels of the samples
   */
  static SampleClassifier train(Dataset samples, Labels labels, long seed, Kernels kernels) {
    return train(samples, labels, Augmentation.NONE, seed, kernels);
  }

  /**
   * Trains a classifier on pictures that are changed each time.
   *
   * @param labels of the samples
   */
  static SampleClassifier train(
      Dataset samples, Labels labels, Augmentation augmentation, long seed, Kernels kernels) {
    int classes = Math.max(2, labels.classes());
    Blueprint plain = Preset.UNDERCOMPLETE.blueprint(samples.shape(), List.of(HIDDEN), LAST);
    Blueprint blueprint =
        plain
            .withCode(LAST, Activation.RELU)
            .withEncoder(plain.encoder().withActivation(Activation.RELU).withDropout(DROPOUT))
            .withDecoder(new Stages(List.of()))
            .withTarget(SampleShape.vector(classes))
            .withLikelihood(new Likelihood.Multinomial(), Activation.IDENTITY);
    Training training =
        Training.defaults()
            .withEpochs(EPOCHS)
            .withLearningRate(1e-3)
            .withSeed(seed)
            .withAugmentation(augmentation);
    return new SampleClassifier(
        new Trainer(training.withEnoughEpochs(samples.size()), kernels)
            .train(
                blueprint, new Pairs(samples, LearningTargets.ofClasses(labels)), Optional.empty())
            .autoencoder());
  }

  /** {@code [size, classes]}: the probability of each class. */
  Tensor probabilities(Dataset samples) {
    return network.reconstruct(samples);
  }

  /** {@code [size, 64]}: what the last hidden layer makes of samples. */
  Tensor features(Dataset samples) {
    return network.encode(samples);
  }

  /** The share of samples that are told right. */
  double accuracy(Dataset samples, Labels labels) {
    Tensor probabilities = probabilities(samples);
    int right = 0;
    for (int r = 0; r < probabilities.rows(); r++) {
      int best = 0;
      for (int c = 1; c < probabilities.columns(); c++) {
        best = probabilities.get(r, c) > probabilities.get(r, best) ? c : best;
      }
      right += best == labels.values()[r] ? 1 : 0;
    }
    return (double) right / probabilities.rows();
  }
}
