package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Code;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Objective;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Stage;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.Weights;
import dev.hourglass.autoencoder.train.Judge;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.Initializer;
import java.util.Optional;

/**
 * Trains the variational autoencoder of items: it reads some of a user's items, of unit length, and
 * is to give all of them; likelihood multinomial, β annealed (Liang et al. 2018).
 */
final class NetworkFitting {
  private static final double LEARNING_RATE = 1e-3;

  /** Epochs that may pass without a better one. */
  private static final int PATIENCE = 15;

  private final NetworkOptions options;
  private final long seed;
  private final Kernels kernels;
  private final TrainingListener listener;

  NetworkFitting(NetworkOptions options, long seed, Kernels kernels, TrainingListener listener) {
    this.options = options;
    this.seed = seed;
    this.kernels = kernels;
    this.listener = listener;
  }

  /** What is trained, for so many items. */
  static Blueprint blueprint(NetworkOptions options, int items) {
    Stage.Dense unit = new Stage.Dense(1, Activation.TANH, 0, false);
    Stages hidden = Stages.of(unit, options.hidden());
    Blueprint plain =
        new Blueprint(
            SampleShape.vector(items),
            hidden,
            new Code(options.code()),
            Stages.of(unit, options.hidden().reversed()),
            options.dropout() > 0
                ? new Corruption.Masking(options.dropout())
                : new Corruption.None(),
            new Objective(new Likelihood.Multinomial(), Activation.IDENTITY),
            new Weights(Initializer.XAVIER_UNIFORM, false));
    return plain
        .withBottleneck(new Bottleneck.Gaussian())
        .withPenalty(new Penalty.KlToPrior(options.beta(), options.annealing()));
  }

  /**
   * Trains, and keeps the epoch that the judge finds best where there is one.
   *
   * @param histories a sample of ones a user
   */
  TrainingResult train(SparseSamples histories, Optional<Judge> judge) {
    Blueprint blueprint = blueprint(options, histories.features());
    Training training =
        Training.defaults()
            .withEpochs(options.epochs())
            .withBatchSize(options.batch())
            .withLearningRate(LEARNING_RATE)
            .withSeed(seed);
    if (judge.isPresent()) {
      training = training.withEarlyStopping(new Training.EarlyStopping(PATIENCE, 0));
    }
    Trainer trainer = new Trainer(training, kernels).withListener(listener);
    return judge
        .map(trainer::withJudge)
        .orElse(trainer)
        .train(blueprint, new Pairs(seen(histories), histories), Optional.empty());
  }

  /** What the network reads while some is left out: of the length that it will have on average. */
  private SparseSamples seen(SparseSamples histories) {
    return NetworkScorer.ofLength(histories, 1 / (1 - options.dropout()));
  }
}
