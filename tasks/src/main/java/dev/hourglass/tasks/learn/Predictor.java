package dev.hourglass.tasks.learn;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;

/**
 * A fine-tuned model at work: it tells classes or numbers of samples.
 *
 * <pre>{@code
 * Predictor predictor = Predictor.of(ModelFile.read(path, kernels));
 * Predictions predictions = predictor.predict(samples);
 * }</pre>
 *
 * @param network whose output is the answer
 * @param quantity that it puts out
 */
public record Predictor(Autoencoder network, PredictedQuantity quantity) {
  /**
   * A model's.
   *
   * @throws IllegalArgumentException when it is not fine-tuned
   */
  public static Predictor of(ModelFile.Model model) {
    return new Predictor(
        model.autoencoder(),
        model
            .section(PredictorSection.CODEC)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model has not learned to predict anything; 'finetune' teaches it")));
  }

  /** Whether a model is fine-tuned, so that it predicts and rebuilds nothing. */
  public static boolean isIn(ModelFile.Model model) {
    return model.sections().containsKey(PredictorSection.CODEC.name());
  }

  /**
   * Refuses a fine-tuned model where samples are to be rebuilt.
   *
   * @throws IllegalArgumentException saying what to use instead
   */
  public static void refuse(ModelFile.Model model) {
    if (isIn(model)) {
      throw new IllegalArgumentException(
          "the model was fine-tuned to predict and rebuilds no samples any more; use the one it was"
              + " made of, or 'predict'");
    }
  }

  /**
   * Tells the samples.
   *
   * @param samples prepared as the model's
   * @throws IllegalArgumentException when they have other features
   */
  public Predictions predict(Dataset samples) {
    Tensor outputs = network.reconstruct(samples);
    return switch (quantity) {
      case PredictedQuantity.Classes classes -> new Predictions.OfClasses(classes.names(), outputs);
      case PredictedQuantity.Number number -> {
        double[] values = new double[outputs.rows()];
        for (int i = 0; i < values.length; i++) {
          values[i] = number.mean() + number.deviation() * outputs.get(i, 0);
        }
        yield new Predictions.OfNumbers(values);
      }
    };
  }
}
