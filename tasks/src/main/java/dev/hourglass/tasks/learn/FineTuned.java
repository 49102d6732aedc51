package dev.hourglass.tasks.learn;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.TrainingResult;
import java.util.List;

/**
 * What fine-tuning came to.
 *
 * @param model with a head in place of the decoder
 * @param quantity that it predicts
 * @param counts of the samples it learned from
 * @param remarks what people should know, a sentence each
 * @param judged how right it is of samples at hand
 * @param result of the training
 */
public record FineTuned(
    ModelFile.Model model,
    PredictedQuantity quantity,
    Counts counts,
    List<String> remarks,
    Judged judged,
    TrainingResult result) {

  /**
   * How right a model is of samples at hand.
   *
   * @param on which: those that were not learned from, where there are such; else those that were
   *     learned from without their labels; else those held aside; else the training samples
   * @param evaluation of those
   */
  public record Judged(JudgedOn on, PredictionEvaluation evaluation) {}

  /** Samples that a model is judged on when it is made. */
  public enum JudgedOn {
    NOT_LEARNED_FROM("samples not learned from"),
    LABELS_UNSEEN("samples whose labels were not looked at"),
    HELD_ASIDE("samples held aside"),
    TRAINING("the training samples themselves");

    private final String text;

    JudgedOn(String text) {
      this.text = text;
    }

    /** In words. */
    public String text() {
      return text;
    }
  }

  /**
   * Samples that were learned from.
   *
   * @param labelled whose labels were looked at
   * @param unlabelled whose labels were not
   */
  public record Counts(int labelled, int unlabelled) {}
}
