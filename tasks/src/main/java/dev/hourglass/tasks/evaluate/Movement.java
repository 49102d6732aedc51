package dev.hourglass.tasks.evaluate;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Coder;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How far codes move when an image is disturbed a little: mean ‖z(x̃) − z(x)‖ over images, divided
 * by the mean ‖z(x) − z(y)‖ over pairs of different images. 0 means that the code does not notice,
 * 1 that the disturbed image is as far away as another image.
 *
 * @param relative for every disturbance, in their order
 * @param samples how many images were looked at
 */
public record Movement(Map<Disturbance, Double> relative, int samples) {
  public Movement {
    relative = Collections.unmodifiableMap(new EnumMap<>(relative));
  }

  /**
   * Measures a model.
   *
   * @param images at least two
   * @param limit at most this many of them, spread evenly
   * @param seed of the noise and of the pairs
   * @throws IllegalArgumentException if the samples are no images
   */
  public static Movement of(Coder coder, Dataset images, int limit, long seed) {
    if (images.size() < 2) {
      throw new IllegalArgumentException(
          "movement compares different images and needs at least 2, but there was "
              + images.size());
    }
    Dataset chosen = images.subset(RowOrder.spread(images.size(), Math.max(2, limit)));
    Tensor codes = coder.encode(chosen);
    double between = meanDistance(codes, others(codes, seed));
    Map<Disturbance, Double> relative = new EnumMap<>(Disturbance.class);
    for (Disturbance disturbance : Disturbance.values()) {
      Tensor moved = coder.encode(disturbance.applyTo(chosen, seed));
      double distance = meanDistance(codes, moved);
      relative.put(disturbance, between > 0 ? distance / between : 0);
    }
    return new Movement(relative, chosen.size());
  }

  /** For every row some other row: a random cycle through all of them. */
  private static Tensor others(Tensor codes, long seed) {
    int[] cycle = RowOrder.all(codes.rows());
    SplittableRandom random = new SplittableRandom(seed);
    // Sattolo's shuffle gives a single cycle, in which no row is its own partner.
    for (int i = cycle.length - 1; i > 0; i--) {
      int j = random.nextInt(i);
      int kept = cycle[i];
      cycle[i] = cycle[j];
      cycle[j] = kept;
    }
    Tensor partners = Tensor.allocate(codes.rows(), codes.columns());
    for (int r = 0; r < cycle.length; r++) {
      partners.slice(r, 1).copyFrom(codes.slice(cycle[r], 1));
    }
    return partners;
  }

  private static double meanDistance(Tensor x, Tensor y) {
    double total = 0;
    for (int r = 0; r < x.rows(); r++) {
      float[] a = x.row(r);
      float[] b = y.row(r);
      double sum = 0;
      for (int c = 0; c < a.length; c++) {
        double difference = (double) a[c] - b[c];
        sum += difference * difference;
      }
      total += Math.sqrt(sum);
    }
    return total / x.rows();
  }
}
