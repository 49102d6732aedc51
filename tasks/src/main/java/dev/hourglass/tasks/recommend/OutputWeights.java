package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/** What a network's last layer knows of each item: a column of its weights. */
final class OutputWeights {
  private OutputWeights() {}

  /** The mean over networks of {@link #cosines(Autoencoder, int)}. */
  static float[] cosines(List<Autoencoder> networks, int item) {
    float[] mean = new float[networks.getFirst().features()];
    for (Autoencoder network : networks) {
      float[] own = cosines(network, item);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += own[i] / networks.size();
      }
    }
    return mean;
  }

  /** The cosine between an item's column and that of each, less what all have in common. */
  private static float[] cosines(Autoencoder network, int item) {
    Slot slot =
        network.parameterSlots().stream()
            .filter(each -> each.shape().columns() == network.features())
            .filter(each -> each.shape().rows() > 1)
            .reduce((first, second) -> second)
            .orElseThrow();
    Tensor weight = slot.of(network.parameters());
    double[] dots = new double[weight.columns()];
    double[] squares = new double[weight.columns()];
    for (int unit = 0; unit < weight.rows(); unit++) {
      double mean = 0;
      for (int i = 0; i < dots.length; i++) {
        mean += weight.get(unit, i) / dots.length;
      }
      double own = weight.get(unit, item) - mean;
      for (int i = 0; i < dots.length; i++) {
        double other = weight.get(unit, i) - mean;
        dots[i] += own * other;
        squares[i] += other * other;
      }
    }
    float[] cosines = new float[dots.length];
    for (int i = 0; i < dots.length; i++) {
      cosines[i] = (float) (dots[i] / Math.sqrt(Math.max(1e-30, squares[i] * squares[item])));
    }
    return cosines;
  }
}
