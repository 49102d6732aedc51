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
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.Judge;
import dev.hourglass.autoencoder.train.Start;
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

  /** Steps an epoch that few users make, in smaller batches. */
  private static final int ENOUGH_STEPS = 12;

  private static final int FEWEST_A_STEP = 16;

  /** What an epoch before β has grown is better than the one before it: nothing next to NDCG. */
  private static final double TOO_EARLY = 1e-9;

  /** Epochs that may pass without a better one. */
  private static final int PATIENCE = 15;

  private final NetworkOptions options;
  private final long seed;
  private final boolean oneWorker;
  private final Kernels kernels;
  private final TrainingListener listener;

  /**
   * Of a network.
   *
   * @param oneWorker whether one worker trains it, as others are trained beside it
   */
  NetworkFitting(
      NetworkOptions options,
      long seed,
      boolean oneWorker,
      Kernels kernels,
      TrainingListener listener) {
    this.options = options;
    this.seed = seed;
    this.oneWorker = oneWorker;
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
   * Trains, and keeps the epoch that the judge finds best, of those with the whole β: before that
   * the code is another one.
   *
   * @param histories a sample of ones a user
   */
  TrainingResult train(SparseSamples histories, Judge judge) {
    int[] epoch = new int[1];
    double grown = options.epochs() * options.annealing();
    return trainer(training(histories.size(), true), listener)
        .withJudge(model -> ++epoch[0] < grown ? -epoch[0] * TOO_EARLY : judge.loss(model))
        .train(blueprint(options, histories.features()), pairs(histories), Optional.empty());
  }

  /** Trains as far as that epoch, on the same way: the last one is kept. */
  TrainingResult train(SparseSamples histories, int lastEpoch) {
    int[] epoch = new int[1];
    TrainingListener ending =
        new TrainingListener() {
          @Override
          public void epochEnded(EpochRecord record) {
            listener.epochEnded(record);
          }

          @Override
          public boolean shouldStop() {
            return epoch[0] >= lastEpoch;
          }
        };
    return trainer(training(histories.size(), false), ending)
        .withJudge(_ -> -(++epoch[0]))
        .train(blueprint(options, histories.features()), pairs(histories), Optional.empty());
  }

  /** Goes on with a network on other users, with the whole β from the first step. */
  TrainingResult goOn(Autoencoder begun, SparseSamples histories, int epochs) {
    int[] epoch = new int[1];
    return trainer(training(histories.size(), false).withEpochs(epochs), listener)
        .withStart(new Start.Model(begun))
        .withJudge(_ -> -(++epoch[0]))
        .train(
            begun.blueprint().withPenalty(new Penalty.KlToPrior(options.beta())),
            pairs(histories),
            Optional.empty());
  }

  private Trainer trainer(Training training, TrainingListener watching) {
    return new Trainer(training, kernels).withListener(watching);
  }

  private Training training(int users, boolean stopsEarly) {
    Training training =
        Training.defaults()
            .withEpochs(options.epochs())
            .withBatchSize(Math.min(options.batch(), Math.max(FEWEST_A_STEP, users / ENOUGH_STEPS)))
            .withLearningRate(LEARNING_RATE)
            .withSeed(seed);
    if (oneWorker) {
      training = training.withWorkers(1);
    }
    return stopsEarly
        ? training.withEarlyStopping(new Training.EarlyStopping(PATIENCE, 0))
        : training;
  }

  private Pairs pairs(SparseSamples histories) {
    return new Pairs(seen(histories), histories);
  }

  /** What the network reads while some is left out: of the length that it will have on average. */
  private SparseSamples seen(SparseSamples histories) {
    return NetworkScorer.ofLength(histories, 1 / (1 - options.dropout()));
  }
}
