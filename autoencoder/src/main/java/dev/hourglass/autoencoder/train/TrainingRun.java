package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.pca.LinearStart;
import dev.hourglass.autoencoder.train.TrainingResult.StopReason;
import dev.hourglass.data.dataset.Batches;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Moments;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Tensor;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * One training from start to end.
 *
 * <p>Every worker goes through the same loop: its share of the batch forward and backward, a
 * meeting, its slice of the optimiser's step, a meeting. What concerns the whole team (listeners,
 * history, checkpoints, when to stop) the first worker does while the others wait.
 */
final class TrainingRun {
  private final Blueprint blueprint;
  private final Trainer trainer;
  private final Training training;
  private final TrainingListener listener;
  private final Kernels kernels;
  private final Precision precision;
  private final Pairs samples;
  private final Optional<Pairs> validation;
  private final Networks networks;
  private final Workers workers;
  private final Batches batches;
  private final List<EpochRecord> history = new ArrayList<>();

  /** The result's parameters, set aside at the start: no training is lost for want of room. */
  private Tensor kept;

  private TrainingState state;
  private Team team;
  private LearningRate.Plateau plateau = LearningRate.Plateau.START;
  private Centering centering;
  private BestEpoch best = BestEpoch.NONE;

  /**
   * Squared error per feature of PCA's solution on the training samples, where that is the start.
   */
  private OptionalDouble pcaMse = OptionalDouble.empty();

  private Optional<CodebookRevival> revival = Optional.empty();
  private Explosion explosion;
  private long iteration;
  private double learningRate;
  private List<String> changes = List.of();
  private Optional<DataIdentity> data = Optional.empty();
  private Optional<DataIdentity> validationData = Optional.empty();
  private final long startNanos;
  private final EpochChoice choice;
  private Optional<StopReason> stop = Optional.empty();
  private Optional<DivergedAt> diverged = Optional.empty();

  private record DivergedAt(int epoch, int step, double loss) {}

  TrainingRun(
      Trainer trainer,
      Blueprint blueprint,
      Pairs samples,
      Optional<Pairs> validation,
      EpochChoice choice,
      long startNanos) {
    this.choice = choice;
    this.startNanos = startNanos;
    this.trainer = trainer;
    this.blueprint = blueprint;
    this.training = trainer.training();
    this.kernels = trainer.kernels();
    this.listener = trainer.listener();
    this.samples = samples;
    this.validation = validation;
    this.precision = training.precision().on(kernels);
    this.networks = Networks.of(blueprint);
    this.workers = new Workers(training.workers());
    this.batches = new Batches(samples.size(), training.batchSize(), training.seed());
  }

  TrainingResult run(Optional<Checkpoint> checkpoint) {
    kept = Tensor.allocate(1, networks.layout().size());
    centering =
        trainer.start() instanceof Start.Continued(_, _, Optional<Tensor> mean)
            ? Centering.around(mean, blueprint.targetFeatures())
            : Centering.of(training.centered(), blueprint, samples, kernels);
    try (Arena arena = Arena.ofShared()) {
      state =
          TrainingState.allocate(arena, networks.layout().size(), training.optimizer(), precision);
      if (checkpoint.isPresent()) {
        restore(checkpoint.get());
      } else {
        InitialParameters.write(
            trainer.start(), blueprint, networks, centering, training.seed(), state.parameters());
        if (blueprint.linearPath() && trainer.start() instanceof Start.Drawn) {
          pcaMse =
              OptionalDouble.of(LinearStart.write(networks, samples, kernels, state.parameters()));
        }
        if (trainer.start() instanceof Start.Continued(_, Moments moments, _)) {
          goOn(moments);
        }
        changes = beginning(trainer.start());
        state.best().copyFrom(state.parameters());
      }
      if (state.weights() != state.parameters()) {
        kernels.convert(state.parameters(), state.weights());
      }
      TrainingContext shared =
          new TrainingContext(
              blueprint,
              training,
              networks,
              new TrainingContext.Room(kernels, precision, arena),
              state,
              workers,
              TrainingContext.Reading.of(samples.inputs(), centering.shift()));
      team =
          trainer
              .shards()
              .map(maker -> new Team(shared, samples.size(), maker))
              .orElseGet(() -> Team.local(shared, samples));
      Optional<ValidationPass> validationPass = validation.map(v -> new ValidationPass(shared, v));
      revival = CodebookRevival.of(shared, samples.inputs());
      if (checkpoint.isEmpty()) {
        revival.ifPresent(CodebookRevival::begin);
        state.best().copyFrom(state.parameters());
      }
      listener.started(blueprint, training, samples.size(), batches.count());
      explosion = new Explosion(training.epochs(), blueprint.targetFeatures(), history);
      int firstEpoch = history.size() + 1;
      if (firstEpoch <= choice.lastEpoch(training.epochs())) {
        try {
          workers.run(worker -> work(worker, firstEpoch, validationPass));
        } catch (VirtualMachineError | UncheckedIOException | DataException e) {
          throw brokenOff(e);
        }
      }
      listener.ended(new Moments(state.first(), state.second(), iteration));
      TrainingResult result =
          result(
              stop.orElse(
                  switch (choice) {
                    case EpochChoice.Least _ -> StopReason.COMPLETED;
                    case EpochChoice.Given _ -> StopReason.SERVED_BEST;
                  }));
      if (diverged.isPresent()) {
        DivergedAt at = diverged.get();
        throw new DivergedException(at.epoch, at.step, at.loss, learningRate, result);
      }
      return result;
    }
  }

  /** Without an epoch there is nothing to keep, and the failure speaks for itself if it can. */
  private RuntimeException brokenOff(Throwable cause) {
    return best.epoch() == 0 && cause instanceof RuntimeException failure
        ? failure
        : new BrokenOffException(
            cause, history.size() + 1, samples.inputs().source(), result(StopReason.BROKEN_OFF));
  }

  /** What keeps a training from being repeated by its blueprint and data alone. */
  private static List<String> beginning(Start start) {
    return switch (start) {
      case Start.Drawn _ -> List.of();
      case Start.Model _ -> List.of("began with the parameters of another model");
      case Start.Continued _ -> List.of("went on where another training stopped");
      case Start.Layers layers when layers.layers().isEmpty() -> List.of();
      case Start.Layers layers ->
          List.of(
              "began with layers of another model: "
                  + String.join(", ", new TreeSet<>(layers.layers().keySet())));
    };
  }

  private void goOn(Moments moments) {
    kernels.convert(moments.first(), state.first());
    kernels.convert(moments.second(), state.second());
    iteration = moments.steps();
  }

  private void restore(Checkpoint checkpoint) {
    checkpoint.restore(state);
    RunProgress progress = checkpoint.progress();
    history.addAll(progress.history());
    best = progress.best();
    iteration = progress.iteration();
    plateau = progress.plateau();
    changes = checkpoint.changes();
    data = Optional.of(checkpoint.data());
    validationData = checkpoint.validation();
  }

  /** Takes no memory of its parameters' size: all of it was set aside before the first epoch. */
  private TrainingResult result(StopReason reason) {
    kernels.convert(state.best(), kept);
    centering.foldInto(networks, kept);
    return new TrainingResult(
        Autoencoder.of(blueprint, kept, kernels),
        new TrainingResult.Course(history, best.epoch(), changes),
        reason,
        Duration.ofNanos(System.nanoTime() - startNanos),
        precision,
        team.stepTimes());
  }

  /** What every worker does, together with the others. */
  private void work(int worker, int firstEpoch, Optional<ValidationPass> validationPass) {
    if (choice instanceof EpochChoice.Least(double gain)
        && pcaMse.isPresent()
        && firstEpoch == 1
        && validationPass.isPresent()) {
      measureStart(worker, validationPass.get(), gain);
    }
    int lastEpoch = choice.lastEpoch(training.epochs());
    for (int epoch = firstEpoch; epoch <= lastEpoch; epoch++) {
      if (worker == 0) {
        batches.shuffle(epoch);
        team.startEpoch(epoch);
      }
      workers.meet();
      long epochStart = System.nanoTime();
      int step = 0;
      while (step < batches.count()) {
        int size = Math.min(training.batchSize(), samples.size() - step * training.batchSize());
        team.forwardAndBackward(worker, epoch, step, batches.order(), size);
        if (worker == 0) {
          prepareStep(epoch, step);
        }
        team.meet(worker);
        if (hasDiverged(worker, epoch, step, size)) {
          return;
        }
        team.step(worker, learningRate, iteration);
        step++;
        if (worker == 0) {
          listener.stepped(epoch, step, team.batchLoss(size));
          checkStop();
        }
        team.meet(worker);
        if (stop.isPresent()) {
          break;
        }
      }
      if (validationPass.isPresent()) {
        validationPass.get().measure(worker);
        workers.meet();
      }
      if (worker == 0) {
        endEpoch(epoch, step, epochStart, validationPass);
      }
      workers.meet();
      if (stop.isPresent()) {
        return;
      }
    }
  }

  /** Where training begins is the first candidate: PCA's solution need not get better. */
  private void measureStart(int worker, ValidationPass validationPass, double leastGain) {
    validationPass.measure(worker);
    workers.meet();
    if (worker == 0) {
      best = BestEpoch.start(validationPass.loss() * (1 - leastGain));
    }
    workers.meet();
  }

  private void prepareStep(int epoch, int step) {
    iteration++;
    double progress = epoch - 1 + (step + 0.5) / batches.count();
    learningRate =
        training.learningRate() * training.schedule().factor(progress, training.epochs(), plateau);
  }

  /** The thread that called is worker 0: an interrupt is a wish to stop, and its flag stays set. */
  private boolean isAskedToStop() {
    return listener.shouldStop() || Thread.currentThread().isInterrupted();
  }

  private void checkStop() {
    if (isAskedToStop()) {
      stop = Optional.of(StopReason.INTERRUPTED);
    } else if (training.timeLimit().isPresent()
        && System.nanoTime() - startNanos > training.timeLimit().get().toNanos()) {
      stop = Optional.of(StopReason.TIME_LIMIT);
    }
  }

  /** Every worker sees the same sums and so comes to the same answer. */
  private boolean hasDiverged(int worker, int epoch, int step, int size) {
    double loss = team.batchLoss(size);
    if (Double.isFinite(loss)) {
      if (worker == 0) {
        explosion.startedAt(loss);
      }
      return false;
    }
    if (worker == 0) {
      diverged = Optional.of(new DivergedAt(epoch, step + 1, loss));
      stop = Optional.of(StopReason.DIVERGED);
    }
    return true;
  }

  private void endEpoch(
      int epoch, int steps, long epochStart, Optional<ValidationPass> validationPass) {
    if (!parametersAreFinite()) {
      diverged = Optional.of(new DivergedAt(epoch, steps, Double.NaN));
      stop = Optional.of(StopReason.DIVERGED);
      return;
    }
    double seconds = (System.nanoTime() - epochStart) / 1e9;
    int seen = Math.min(samples.size(), steps * training.batchSize());
    EpochRecord entry =
        new EpochRecord(
            epoch,
            new EpochRecord.Measures(
                team.epochReconstructionError() / seen,
                team.epochPenalty() / seen + team.weightDecayPenalty(),
                team.epochSquaredError() / seen / blueprint.targetFeatures()),
            trainer
                .judge()
                .map(this::judged)
                .or(() -> validationPass.map(v -> new EpochRecord.Validation(v.loss(), v.mse()))),
            learningRate,
            team.deadUnits(),
            seconds,
            seen / seconds);
    history.add(entry);
    if (!Double.isFinite(entry.monitored()) || explosion.isLost(entry)) {
      diverged = Optional.of(new DivergedAt(epoch, steps, entry.monitored()));
      stop = Optional.of(StopReason.DIVERGED);
      return;
    }
    best =
        switch (choice) {
          case EpochChoice.Least _ -> best.next(entry, training.earlyStopping());
          case EpochChoice.Given(int given) ->
              given == epoch && entry.mse() < pcaMse.orElse(Double.POSITIVE_INFINITY)
                  ? BestEpoch.given(entry)
                  : best;
        };
    if (best.epoch() == epoch) {
      state.best().copyFrom(state.parameters());
    }
    revival.ifPresent(each -> each.revive(epoch, team.uses()));
    plateau = plateau.next(training.schedule(), entry.monitored());
    if (stop.isEmpty() && best.isOverdue(training.earlyStopping())) {
      stop = Optional.of(StopReason.NO_IMPROVEMENT);
    }
    // A checkpoint stands for a whole epoch; an interrupted one is run again on resuming.
    if (training.checkpoint().isPresent() && steps == batches.count()) {
      checkpoint().write(training.checkpoint().get());
    }
    listener.epochEnded(entry);
    if (stop.isEmpty() && isAskedToStop()) {
      stop = Optional.of(StopReason.INTERRUPTED);
    }
  }

  /** A judge says nothing of the squared error. */
  private EpochRecord.Validation judged(Judge judge) {
    Tensor parameters = Tensor.allocate(1, networks.layout().size());
    kernels.convert(state.parameters(), parameters);
    centering.foldInto(networks, parameters);
    return new EpochRecord.Validation(
        judge.loss(Autoencoder.of(blueprint, parameters, kernels)), Double.NaN);
  }

  /** A rectifier turns NaN into 0, so the loss alone does not show every broken parameter. */
  private boolean parametersAreFinite() {
    return Double.isFinite(kernels.sumOfSquares(state.parameters(), 0, networks.layout().size()));
  }

  private Checkpoint checkpoint() {
    if (data.isEmpty()) {
      data = Optional.of(DataIdentity.of(samples));
      validationData = validation.map(DataIdentity::of);
    }
    return new Checkpoint(
        blueprint,
        training,
        data.get(),
        validationData,
        state,
        new RunProgress(history, best, iteration, plateau),
        changes);
  }
}
