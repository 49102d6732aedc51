package dev.hourglass.tasks.coder;

import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The iterations of k-means: assign every sample to its nearest centroid, move centroids there. */
final class Lloyd {
  /** More than enough: the last iterations move a handful of samples. */
  private static final int MOST_ITERATIONS = 100;

  /** Stops when the mean squared distance falls by less than this share. */
  private static final double STANDSTILL = 1e-4;

  /**
   * Seeding draws from at most this many samples, spread evenly; all take part in the iterations.
   */
  private static final int SEEDING_SAMPLES = 10_000;

  private final Dataset samples;
  private final int count;
  private final long seed;
  private final Kernels kernels;

  Lloyd(Dataset samples, int count, long seed, Kernels kernels) {
    this.kernels = kernels;
    this.samples = samples;
    this.count = count;
    this.seed = seed;
  }

  KMeans run() {
    Tensor centroids = seedCentroids();
    double before = Double.POSITIVE_INFINITY;
    for (int iteration = 1; ; iteration++) {
      Assignment assignment = assign(centroids);
      double distance = assignment.meanSquaredDistance();
      boolean refilled = assignment.move(samples, centroids, kernels);
      boolean still = before - distance <= STANDSTILL * distance && !refilled;
      if (still || iteration == MOST_ITERATIONS) {
        return new KMeans(centroids, iteration, assign(centroids).meanSquaredDistance(), kernels);
      }
      before = distance;
    }
  }

  /**
   * The first centroid is any sample, each further one a sample drawn with probability in
   * proportion to its squared distance from the nearest centroid so far.
   */
  private Tensor seedCentroids() {
    SplittableRandom random = new SplittableRandom(seed);
    int[] candidates = RowOrder.spread(samples.size(), Math.max(SEEDING_SAMPLES, count));
    Dataset pool = samples.subset(candidates);
    Tensor centroids = Tensor.allocate(count, samples.features());
    double[] nearest = new double[candidates.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int chosen = random.nextInt(candidates.length);
    for (int c = 0; c < count; c++) {
      pool.gather(new int[] {chosen}, 0, 1, centroids.slice(c, 1).segment());
      new Centroids(centroids.slice(c, 1), kernels)
          .visit(
              pool,
              _ ->
                  (_, from, rows, products, lengths) -> {
                    for (int r = 0; r < rows; r++) {
                      double squared = Math.max(0, lengths[r] + products.get(r, 0));
                      nearest[from + r] = Math.min(nearest[from + r], squared);
                    }
                  });
      nearest[chosen] = 0;
      chosen = draw(nearest, random);
    }
    return centroids;
  }

  private static int draw(double[] weights, SplittableRandom random) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    if (!(total > 0)) {
      // Every sample coincides with a centroid already; any will do.
      return random.nextInt(weights.length);
    }
    double left = random.nextDouble() * total;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  private Assignment assign(Tensor centroids) {
    Assignment assignment = new Assignment(samples.size(), centroids);
    new Centroids(centroids, kernels)
        .visit(
            samples,
            worker -> {
              Tensor sums = assignment.sums(worker);
              return (block, from, rows, products, lengths) -> {
                for (int r = 0; r < rows; r++) {
                  int nearest = KMeans.smallest(products, r);
                  assignment.nearest[from + r] = nearest;
                  assignment.squared[from + r] = Math.max(0, lengths[r] + products.get(r, nearest));
                  kernels.addScaled(1, block.slice(r, 1), sums.slice(nearest, 1));
                }
              };
            });
    return assignment;
  }

  /** Which centroid every sample is nearest to, how far, and the sums of each one's samples. */
  private static final class Assignment {
    private final int[] nearest;
    private final double[] squared;
    private final Tensor centroids;
    private final Tensor[] sums = new Tensor[RowBlocks.workers()];

    Assignment(int samples, Tensor centroids) {
      this.nearest = new int[samples];
      this.squared = new double[samples];
      this.centroids = centroids;
    }

    Tensor sums(int worker) {
      sums[worker] = Tensor.allocate(centroids.rows(), centroids.columns());
      return sums[worker];
    }

    double meanSquaredDistance() {
      double total = 0;
      for (double distance : squared) {
        total += distance;
      }
      return total / squared.length;
    }

    /**
     * Moves every centroid to the mean of its samples; one that has none goes to the sample that is
     * worst off, each such centroid to another. Returns whether there was one.
     */
    boolean move(Dataset samples, Tensor centroids, Kernels kernels) {
      int[] counts = new int[centroids.rows()];
      for (int c : nearest) {
        counts[c]++;
      }
      boolean refilled = false;
      for (int c = 0; c < counts.length; c++) {
        Tensor centroid = centroids.slice(c, 1);
        if (counts[c] == 0) {
          int worst = farthest();
          refilled |= squared[worst] > 0;
          squared[worst] = 0;
          samples.gather(new int[] {worst}, 0, 1, centroid.segment());
          continue;
        }
        centroid.clear();
        for (Tensor sum : sums) {
          if (sum != null) {
            kernels.addScaled(1.0 / counts[c], sum.slice(c, 1), centroid);
          }
        }
      }
      return refilled;
    }

    private int farthest() {
      int worst = 0;
      for (int i = 1; i < squared.length; i++) {
        worst = squared[i] > squared[worst] ? i : worst;
      }
      return worst;
    }
  }
}
