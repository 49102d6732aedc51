package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.AutoencoderCoder;
import dev.hourglass.tasks.coder.Coder;
import dev.hourglass.tasks.coder.KMeans;
import dev.hourglass.tasks.coder.Pca;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What the units of a code look for in a sample, and what they draw when it is decoded: one signed
 * pattern of a sample's shape for each.
 *
 * @param units which units, those that vary most first
 * @param lookedFor {@code [units, features]}
 * @param drawn {@code [units, features]}; no rows where it would say the same again
 * @param method how {@code lookedFor} came about
 */
public record UnitPictures(int[] units, Tensor lookedFor, Tensor drawn, Method method) {
  /** Samples that patterns are averaged over. */
  private static final int SAMPLES = 5_000;

  /** The share of samples beyond a unit's low and high value. */
  private static final double TAIL = 0.01;

  /** A unit that changes by less than this share of its size is dead. */
  private static final double DEAD = 1e-3;

  /** How the pattern that a unit looks for is found. */
  public enum Method {
    /** The weights themselves: the encoder is a single linear map. */
    WEIGHTS("the unit’s input weights"),
    /** The centroid less the mean sample. */
    CENTROIDS("the centroid, less the mean sample"),
    /**
     * Reverse correlation (de Boer and Kuyper 1968): the covariance of the unit's activation with
     * every feature, which is the samples' average weighted by how much more than usual the unit
     * responds.
     */
    REVERSE_CORRELATION("the average of all samples, weighted by how strongly the unit responds");

    private final String text;

    Method(String text) {
      this.text = text;
    }

    /** A few words for people. */
    public String text() {
      return text;
    }
  }

  /** The low and the high value of a unit over samples. */
  private record Range(double low, double high) {
    /** The outermost percentiles; the extremes for a unit that is active in fewer samples still. */
    static Range of(float[] activations) {
      float[] sorted = activations.clone();
      Arrays.sort(sorted);
      int last = sorted.length - 1;
      Range usual = new Range(sorted[(int) (TAIL * last)], sorted[(int) ((1 - TAIL) * last)]);
      return usual.isDead() ? new Range(sorted[0], sorted[last]) : usual;
    }

    double width() {
      return high - low;
    }

    /** Whether the unit hardly ever changes: rounding, blown up, would look like a find. */
    boolean isDead() {
      return !(width() > DEAD * Math.max(Math.abs(low), Math.abs(high)));
    }
  }

  /** Pictures of at most {@code limit} units. */
  static UnitPictures of(Coder coder, Dataset training, int limit) {
    return switch (coder) {
      case Pca pca -> {
        int[] units = IntStream.range(0, Math.min(limit, pca.codeSize())).toArray();
        Tensor patterns = pca.components().topRows(units.length);
        yield new UnitPictures(units, patterns, nothing(coder), Method.WEIGHTS);
      }
      case KMeans kMeans -> ofCentroids(kMeans, training, limit);
      case AutoencoderCoder network -> ofNetwork(network, training, limit);
    };
  }

  private static UnitPictures ofCentroids(KMeans kMeans, Dataset training, int limit) {
    int[] units = IntStream.range(0, Math.min(limit, kMeans.codeSize())).toArray();
    Tensor patterns = Tensor.allocate(units.length, kMeans.features());
    patterns.copyFrom(kMeans.centroids().topRows(units.length));
    Tensor mean = Tensor.allocate(1, kMeans.features());
    Tensor some = some(training);
    Kernels kernels = kMeans.kernels();
    kernels.columnSums(some, false, mean);
    Tensor negated = Tensor.allocate(1, kMeans.features());
    kernels.addScaled(-1.0 / some.rows(), mean, negated);
    kernels.addRow(negated, patterns, patterns);
    return new UnitPictures(units, patterns, nothing(kMeans), Method.CENTROIDS);
  }

  private static UnitPictures ofNetwork(AutoencoderCoder coder, Dataset training, int limit) {
    Tensor samples = some(training);
    Tensor codes = coder.autoencoder().encode(samples);
    Range[] ranges = ranges(codes);
    int[] units =
        IntStream.range(0, ranges.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer u) -> -ranges[u].width()))
            .limit(limit)
            .mapToInt(Integer::intValue)
            .toArray();
    Tensor drawn = drawn(coder, codes, ranges, units);
    Autoencoder network = coder.autoencoder();
    boolean linear =
        network.blueprint().encoder().list().isEmpty()
            && network.firstLayerWeights().columns() == network.codeSize();
    return linear
        ? new UnitPictures(units, weights(network, units), drawn, Method.WEIGHTS)
        : new UnitPictures(
            units,
            correlation(network.kernels(), samples, codes, ranges, units),
            drawn,
            Method.REVERSE_CORRELATION);
  }

  private static Tensor weights(Autoencoder network, int[] units) {
    Tensor weights = network.firstLayerWeights();
    Tensor patterns = Tensor.allocate(units.length, network.features());
    for (int u = 0; u < units.length; u++) {
      for (int f = 0; f < network.features(); f++) {
        patterns.set(u, f, weights.get(f, units[u]));
      }
    }
    return patterns;
  }

  /** Σ (z − mean z) (x − mean x), unscaled: pictures are scaled when they are drawn. */
  private static Tensor correlation(
      Kernels kernels, Tensor samples, Tensor codes, Range[] ranges, int[] units) {
    Tensor centred = Tensor.allocate(codes.rows(), units.length);
    for (int u = 0; u < units.length; u++) {
      if (ranges[units[u]].isDead()) {
        continue;
      }
      double mean = 0;
      for (int r = 0; r < codes.rows(); r++) {
        mean += codes.get(r, units[u]) / codes.rows();
      }
      for (int r = 0; r < codes.rows(); r++) {
        centred.set(r, u, codes.get(r, units[u]) - mean);
      }
    }
    Tensor patterns = Tensor.allocate(units.length, samples.columns());
    // Samples need no centring: the codes' deviations sum to zero.
    kernels.prepare(ProductPlan.transposedLeft(centred, samples, patterns)).run();
    return patterns;
  }

  /** decode(unit at its high value) − decode(unit at its low value), the others at their means. */
  private static Tensor drawn(Coder coder, Tensor codes, Range[] ranges, int[] units) {
    Kernels kernels = coder.kernels();
    Tensor mean = Tensor.allocate(1, codes.columns());
    Tensor sums = Tensor.allocate(1, codes.columns());
    kernels.columnSums(codes, false, sums);
    kernels.addScaled(1.0 / codes.rows(), sums, mean);
    Tensor low = Tensor.allocate(units.length, codes.columns());
    Tensor high = Tensor.allocate(units.length, codes.columns());
    for (int u = 0; u < units.length; u++) {
      low.slice(u, 1).copyFrom(mean);
      high.slice(u, 1).copyFrom(mean);
      low.set(u, units[u], ranges[units[u]].low());
      high.set(u, units[u], ranges[units[u]].high());
    }
    Tensor drawn = coder.decode(high);
    kernels.addScaled(-1, coder.decode(low), drawn);
    for (int u = 0; u < units.length; u++) {
      if (ranges[units[u]].isDead()) {
        drawn.slice(u, 1).clear();
      }
    }
    return drawn;
  }

  private static Range[] ranges(Tensor codes) {
    float[][] units = new float[codes.columns()][codes.rows()];
    for (int r = 0; r < codes.rows(); r++) {
      float[] code = codes.row(r);
      for (int c = 0; c < code.length; c++) {
        units[c][r] = code[c];
      }
    }
    return Arrays.stream(units).map(Range::of).toArray(Range[]::new);
  }

  private static Tensor some(Dataset training) {
    return TensorSamples.copyOf(training.subset(RowOrder.spread(training.size(), SAMPLES)));
  }

  private static Tensor nothing(Coder coder) {
    return Tensor.allocate(0, coder.features());
  }
}
