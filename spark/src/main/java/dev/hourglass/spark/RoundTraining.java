package dev.hourglass.spark;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.base.Json;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** The driver's part of a training: rounds, averages, checkpoints. */
final class RoundTraining {
  private final System.Logger logger = System.getLogger("dev.hourglass.spark");
  private final TrainingPlan plan;
  private final JavaRDD<Blocks> blocks;
  private final Choices choices;
  private final List<String> remarks = new ArrayList<>();

  /**
   * Where and how.
   *
   * @param kernels of the driver
   * @param choice of the executors'
   * @param files where rounds are kept
   * @param gathered so many partitions' parameters are added up on an executor before they come to
   *     the driver, where there are more
   */
  record Choices(Kernels kernels, KernelChoice choice, Optional<RoundFiles> files, int gathered) {}

  /**
   * What it came to.
   *
   * @param parameters of the best round
   * @param losses of all rounds
   * @param best round, from 1
   * @param error of the held-out rows with those parameters; NaN where none are
   * @param remarks on what happened
   */
  record Outcome(
      Tensor parameters, List<Double> losses, int best, double error, List<String> remarks) {}

  RoundTraining(TrainingPlan plan, JavaRDD<Blocks> blocks, Choices choices) {
    this.plan = plan;
    this.blocks = blocks;
    this.choices = choices;
  }

  /**
   * Trains from a model on, or from where a checkpoint of this very training is.
   *
   * @throws IllegalStateException if the training diverged, or the checkpoint is another's
   */
  Outcome run(ModelFile.Model start, DescentState begin) {
    RoundState state =
        new RoundState(
            0, description(start), List.of(), 0, Double.NaN, start.autoencoder().parameters());
    ModelFile.Model model = start.withSection(DescentState.SECTION, begin);
    if (choices.files.isPresent()) {
      Optional<ModelFile.Model> last = choices.files.get().last(choices.kernels);
      if (last.isPresent()) {
        model = last.get();
        state = resumed(state.plan(), model);
      }
    }
    try (LostExecutors lost = new LostExecutors(blocks.context())) {
      while (state.round() < plan.rounds()) {
        Partial sum = round(model, plan.share(state.round()));
        if (!sum.failure().isEmpty()) {
          throw new IllegalStateException(
              "training broke off in round %d: %s".formatted(state.round() + 1, sum.failure()));
        }
        state = judged(state, model, sum);
        DescentState.Moved moved =
            model
                .section(DescentState.SECTION)
                .orElseThrow()
                .move(model.autoencoder().parameters(), sum.place());
        model = with(model, moved);
        List<Double> all = new ArrayList<>(state.losses());
        all.add(sum.loss() / sum.rows());
        state =
            new RoundState(
                state.round() + 1,
                state.plan(),
                all,
                state.best(),
                state.bestError(),
                state.best() == 0 ? moved.parameters() : state.bestParameters());
        note(lost.remarks());
        keep(state, model);
      }
      if (plan.validation() > 0) {
        state = judged(state, model, round(model, plan.look()));
      }
      note(lost.remarks());
    }
    boolean isJudged = state.best() > 0;
    return new Outcome(
        isJudged ? state.bestParameters() : model.autoencoder().parameters(),
        state.losses(),
        isJudged ? state.best() : state.round(),
        state.bestError(),
        remarks);
  }

  private void note(List<String> found) {
    for (String remark : found) {
      logger.log(System.Logger.Level.WARNING, remark);
      remarks.add(remark);
    }
  }

  /** What a round begins with is what the one before it came to. */
  private static RoundState judged(RoundState state, ModelFile.Model model, Partial sum) {
    if (sum.held().rows() == 0 || state.round() == 0) {
      return state;
    }
    double error = sum.held().error() / sum.held().rows();
    return state.best() == 0 || error < state.bestError()
        ? new RoundState(
            state.round(),
            state.plan(),
            state.losses(),
            state.round(),
            error,
            model.autoencoder().parameters())
        : state;
  }

  private Partial round(ModelFile.Model model, LocalRound.Share share) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(blocks.context());
    ModelFile.Model sent =
        model(plan.blueprint(share.epoch()), model.autoencoder().parameters(), model)
            .withSection(
                DescentState.SECTION, model.section(DescentState.SECTION).orElseThrow().sent());
    Broadcast<SharedModel> broadcast =
        context.broadcast(new SharedModel(ModelFile.toBytes(sent), choices.choice));
    JavaRDD<Partial> partials =
        blocks.mapPartitionsWithIndex(new LocalRound(broadcast, share), true);
    int group = choices.gathered;
    List<Partial> found =
        plan.counts().length <= group
            ? partials.collect()
            : partials
                .mapToPair(partial -> new Tuple2<>(partial.first() / group, partial))
                .groupByKey(Math.ceilDiv(plan.counts().length, group))
                .map(
                    grouped -> {
                      List<Partial> some = new ArrayList<>();
                      grouped._2().forEach(some::add);
                      return Partial.sum(some);
                    })
                .collect();
    broadcast.destroy();
    return Partial.sum(found);
  }

  private ModelFile.Model with(ModelFile.Model model, DescentState.Moved moved) {
    return model(plan.blueprint(), moved.parameters(), model)
        .withSection(DescentState.SECTION, moved.state());
  }

  private ModelFile.Model model(Blueprint blueprint, Tensor parameters, ModelFile.Model like) {
    return new ModelFile.Model(
        Autoencoder.of(blueprint, parameters, choices.kernels),
        like.preparation(),
        like.training(),
        like.provenance());
  }

  private void keep(RoundState state, ModelFile.Model model) {
    choices.files.ifPresent(
        files ->
            files.write(
                state.round(), ModelFile.toBytes(model.withSection(RoundState.SECTION, state))));
  }

  /** All that decides what the next round comes to, beside the parameters. */
  private String description(ModelFile.Model start) {
    return String.join(
        "\n",
        Json.text(plan.blueprint().toMap()),
        Json.text(plan.training().toMap()),
        Json.text(start.preparation().toMap()),
        "averagingSteps " + plan.averagingSteps(),
        "validationFraction " + plan.validation(),
        "rows by partition " + Arrays.toString(plan.counts()));
  }

  private RoundState resumed(String plan, ModelFile.Model last) {
    RoundState state =
        last.section(RoundState.SECTION)
            .orElseThrow(() -> new IllegalStateException("its model says nothing of rounds"));
    if (!state.plan().equals(plan)) {
      List<String> theirs = state.plan().lines().toList();
      List<String> ours = plan.lines().toList();
      int line = 0;
      while (line < Math.min(theirs.size(), ours.size())
          && theirs.get(line).equals(ours.get(line))) {
        line++;
      }
      throw new IllegalStateException(
          "checkpointDir %s holds a round of another training: there it is %s, here %s; give this one a folder of its own, or the same rows and parameters"
              .formatted(
                  choices.files.orElseThrow().folder(),
                  line < theirs.size() ? theirs.get(line) : "over",
                  line < ours.size() ? ours.get(line) : "over"));
    }
    note(List.of("went on after round %d of %d".formatted(state.round(), this.plan.rounds())));
    return state;
  }
}
