package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** New samples of a class asked for. */
public sealed interface ClassSamples permits ClassDensities, ConditionalPrior {
  /**
   * What a model file says by itself of its classes: what their codes look like, where that is kept
   * with the model, else the prior of a conditional model.
   *
   * @throws IllegalStateException where it was trained without a condition, or has no prior
   */
  static ClassSamples of(ModelFile.Model model) {
    return model
        .section(ClassDensitiesSection.SECTION)
        .<ClassSamples>map(
            kept -> new ClassDensities(model.autoencoder(), kept.names(), kept.mixtures()))
        .orElseGet(() -> new ConditionalPrior(model.autoencoder()));
  }

  /** What makes them. */
  Autoencoder autoencoder();

  /** The classes' names, in the order of their numbers. */
  List<String> names();

  /**
   * New samples of a class, {@code [count, features]}: of counts, coin flips and pictures the mean
   * that the decoder gives, of other numbers drawn around it, as data scatter.
   *
   * @param temperature what the codes' deviations are multiplied by: 1 for those of the
   *     distribution they are drawn from, below for samples nearer to what is usual
   */
  Tensor samples(int classNumber, int count, double temperature, long seed);

  /**
   * Labelled samples of all classes in turn.
   *
   * @param temperature see {@link #samples}
   */
  default Dataset inTurn(int count, double temperature, long seed) {
    int classes = names().size();
    Tensor rows = Tensor.allocate(count, autoencoder().features());
    int[] values = new int[count];
    for (int c = 0; c < Math.min(classes, count); c++) {
      Tensor own = samples(c, (count - c + classes - 1) / classes, temperature, seed + c);
      for (int i = 0; i < own.rows(); i++) {
        rows.slice(i * classes + c, 1).copyFrom(own.slice(i, 1));
        values[i * classes + c] = c;
      }
    }
    return TensorSamples.of(rows, autoencoder().blueprint().shape())
        .withLabels(new Labels(values, names()));
  }
}
