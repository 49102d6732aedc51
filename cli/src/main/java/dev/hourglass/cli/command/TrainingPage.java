package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.autoencoder.train.UnitActivity;
import dev.hourglass.cli.screen.CodeLine;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.tasks.evaluate.Judgement;
import dev.hourglass.tasks.recipe.Recipe;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a training came to, for people and for {@code --json}.
 *
 * @param model where it was written
 * @param samples it was trained on
 * @param training as it was asked for
 * @param result what came out
 * @param judgement what that is worth
 */
record TrainingPage(
    Path model,
    TrainingData samples,
    Training training,
    TrainingResult result,
    Judgement judgement) {

  /** The figures under the names that {@code --json} prints. */
  Map<String, Object> figures() {
    EpochRecord best = best();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("model", model.toString());
    figures.put("recipe", Recipe.fileFor(model).toString());
    figures.put("blueprint", result.autoencoder().blueprint().summary());
    figures.put("parameters", result.autoencoder().parameterCount());
    figures.put("samples", samples.training().size());
    figures.put("epochs", result.history().size());
    figures.put("bestEpoch", result.bestEpoch());
    figures.put("stopReason", result.stopReason().text());
    figures.put("loss", best.loss());
    figures.put("mse", best.mse());
    best.validationLoss().ifPresent(loss -> figures.put("validationLoss", loss));
    best.validationMse().ifPresent(mse -> figures.put("validationMse", mse));
    figures.put("deadUnits", best.deadUnits());
    figures.putAll(judgement.toMap());
    figures.put("seconds", seconds());
    figures.put("samplesPerSecond", samplesPerSecond());
    figures.put("precision", result.precision().name().toLowerCase(Locale.ROOT));
    figures.put("kernels", result.autoencoder().kernels().name());
    figures.put("seed", training.seed());
    figures.put("workers", training.workers());
    return figures;
  }

  /**
   * Prints it for people.
   *
   * @param interruption that may have ended it
   */
  void print(PrintStream page, Interruption interruption) {
    Blueprint blueprint = result.autoencoder().blueprint();
    EpochRecord best = best();
    interruption.tell(page, result.history().size(), training.epochs(), result.bestEpoch());
    page.printf("model     %s%n", model);
    page.printf("recipe    %s%n", Recipe.fileFor(model));
    page.printf(
        "network   %s, %,d parameters%n",
        blueprint.summary(), result.autoencoder().parameterCount());
    page.printf(
        "training  %,d samples, %d of %d epochs (%s), %s, %,.0f samples/s%n",
        samples.training().size(),
        result.history().size(),
        training.epochs(),
        result.stopReason().text(),
        Progress.time(seconds()),
        samplesPerSecond());
    if (result.bestEpoch() == 0) {
      page.printf(
          "best      the start: no epoch did better than PCA's own solution on samples not trained"
              + " on%n");
    } else {
      printBest(page, best, blueprint);
    }
    page.printf(
        "beside    mse %s on the %s samples; of their mean %s%s%n",
        Progress.figure(judgement.mse()),
        samples.validation().isPresent() ? "validation" : "training",
        Progress.figure(judgement.meanMse()),
        judgement.pcaMse().isPresent()
            ? ", of PCA of the same size " + Progress.figure(judgement.pcaMse().getAsDouble())
            : "");
    judgement.random().ifPresent(code -> page.printf("code      %s%n", CodeLine.of(code)));
    result.course().changes().forEach(change -> page.printf("changed   %s%n", change));
    Optional<Networks.Codebook> codebook = Networks.of(blueprint).codebook();
    if (best.deadUnits() > 0 && codebook.isPresent()) {
      page.printf(
          "dead      %d of %d entries of the codebook were chosen by no sample of that epoch; such"
              + " entries are revived after each%n",
          best.deadUnits(), codebook.get().entries().shape().rows());
    } else if (best.deadUnits() > 0) {
      page.printf(
          "dead      %d of %d %s of the code %s%n",
          best.deadUnits(),
          UnitActivity.codeUnits(blueprint),
          blueprint.code().plane().isPresent() ? "channels" : "units",
          blueprint.isStochastic()
              ? "say nothing of a sample: they collapsed, which --free-bits is for"
              : "were never active");
    }
    page.printf(
        "numbers   %s, %s%n",
        result.precision().name().toLowerCase(Locale.ROOT), result.autoencoder().kernels().name());
  }

  private void printBest(PrintStream page, EpochRecord best, Blueprint blueprint) {
    page.printf(
        "best      epoch %d: loss %s, mse %s%s%n",
        result.bestEpoch(),
        Progress.figure(best.loss()),
        Progress.figure(best.mse()),
        best.validationMse().isPresent()
            ? ", validation mse " + Progress.figure(best.validationMse().getAsDouble())
            : blueprint.isDisturbedInTraining()
                ? ", as training met the samples: corrupted, under dropout or with drawn codes"
                : "");
  }

  private EpochRecord best() {
    return result.history().get(Math.max(0, result.bestEpoch() - 1));
  }

  private double seconds() {
    return result.duration().toMillis() / 1000.0;
  }

  private double samplesPerSecond() {
    return result.history().stream().mapToDouble(EpochRecord::samplesPerSecond).average().orElse(0);
  }
}
