package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Coder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes new samples with a trained model. Every method gives rows ready for a picture grid. */
public final class Generation {
  /** How far traversals go to either side of a unit's mean: 99% of a normal distribution. */
  public static final double DEVIATIONS = 2.5;

  /** How many samples where nobody says. */
  public static final int DEFAULT_COUNT = 64;

  private final Coder coder;

  /** Generation with {@code coder}'s decoder. */
  public Generation(Coder coder) {
    this.coder = coder;
  }

  /** Generation with a trained autoencoder. */
  public static Generation with(Autoencoder autoencoder) {
    return new Generation(Coder.of(autoencoder));
  }

  /**
   * New samples drawn from the model's own prior.
   *
   * @throws IllegalStateException if the model was not trained to have one
   */
  public static Tensor fromPrior(Autoencoder autoencoder, int count, long seed) {
    return fromPrior(autoencoder, count, 1, seed);
  }

  /**
   * The same with codes nearer to the prior's middle, or further out.
   *
   * @param temperature what the prior's deviation is multiplied by; above 0
   * @throws IllegalStateException if the model was not trained to have a prior
   */
  public static Tensor fromPrior(
      Autoencoder autoencoder, int count, double temperature, long seed) {
    requirePrior(autoencoder);
    Tensor noise = Tensor.allocate(count, autoencoder.codeSize());
    autoencoder.kernels().normal(Noise.key(seed, NoisePurpose.PRIOR, 0, 0), 0, noise);
    if (temperature == 1) {
      return Rendering.of(autoencoder, noise, seed);
    }
    Tensor codes = Tensor.allocate(count, autoencoder.codeSize());
    autoencoder.kernels().addScaled(temperature, noise, codes);
    return Rendering.of(autoencoder, codes, seed);
  }

  /**
   * Walks between codes drawn from the model's own prior; see {@link #interpolations}.
   *
   * @throws IllegalStateException if the model was not trained to have one
   */
  public static Tensor priorInterpolations(
      Autoencoder autoencoder, int walks, int steps, long seed) {
    requirePrior(autoencoder);
    Tensor ends = Tensor.allocate(2 * walks, autoencoder.codeSize());
    autoencoder.kernels().normal(Noise.key(seed, NoisePurpose.INTERPOLATION, 0, 0), 0, ends);
    return with(autoencoder).between(ends, steps);
  }

  /**
   * Traversals of the first {@code units} units of the code around the middle of the model's own
   * prior, each over ±{@link #DEVIATIONS}; see {@link #traversals}.
   *
   * @throws IllegalStateException if the model was not trained to have one
   */
  public static Tensor priorTraversals(Autoencoder autoencoder, int units, int steps) {
    requirePrior(autoencoder);
    int[] first = RowOrder.all(Math.min(units, autoencoder.codeSize()));
    return with(autoencoder).traversals(first, steps);
  }

  /**
   * Cuts what lies outside the range that the training samples' features lay in: rows of a table
   * drawn around the decoder's mean otherwise have ages below 0.
   *
   * @param samples as the model put them out; changed in place
   */
  public static void keepWithin(TrainingRange range, Tensor samples) {
    for (long i = 0; i < samples.size(); i++) {
      samples.set(i, Math.clamp(samples.get(i), range.least(), range.most()));
    }
  }

  static void requirePrior(Autoencoder autoencoder) {
    if (!autoencoder.blueprint().isGenerative()) {
      throw new IllegalStateException(
          "this model has no prior to draw from: its code was never held to one. Train with option"
              + " 'variant' = variational, or draw from a Gaussian fitted to the codes of data, or"
              + " look at interpolations and traversals");
    }
  }

  /**
   * New samples from a Gaussian fitted to the codes of {@code training}; see {@link FittedPrior}.
   */
  public Tensor fromFittedPrior(Dataset training, int count, long seed) {
    return coder.decode(FittedPrior.fit(coder, training).draw(count, seed));
  }

  /**
   * Walks on a straight line through the latent space from one sample's code to another's.
   *
   * @param samples two rows for each walk: from, to
   * @param steps decoded points of a walk, both ends included; at least 2
   * @return {@code [walks · steps, features]}, a walk after the other
   */
  public Tensor interpolations(Dataset samples, int steps) {
    return between(coder.encode(samples), steps);
  }

  private Tensor between(Tensor ends, int steps) {
    if (steps < 2) {
      throw new IllegalArgumentException(
          "an interpolation has 2 or more steps, its ends included, but was " + steps);
    }
    int walks = ends.rows() / 2;
    Tensor codes = Tensor.allocate(walks * steps, ends.columns());
    for (int walk = 0; walk < walks; walk++) {
      for (int step = 0; step < steps; step++) {
        double share = (double) step / (steps - 1);
        for (int c = 0; c < ends.columns(); c++) {
          double code = (1 - share) * ends.get(2 * walk, c) + share * ends.get(2 * walk + 1, c);
          codes.set(walk * steps + step, c, code);
        }
      }
    }
    return coder.decode(codes);
  }

  /**
   * Pairs of samples to walk between, drawn without replacement; of different classes where labels
   * are known and it can be done.
   *
   * @return {@code 2 · walks} row numbers, or fewer where there are not as many samples
   */
  public static int[] pairs(Dataset samples, int walks, long seed) {
    int[] order = RowOrder.all(samples.size());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = order.length - 1; i > 0; i--) {
      swap(order, i, random.nextInt(i + 1));
    }
    int count = Math.min(walks, order.length / 2);
    samples
        .labels()
        .ifPresent(
            labels -> {
              for (int walk = 0; walk < count; walk++) {
                int own = labels.values()[order[2 * walk]];
                int other = 2 * walk + 1;
                while (other < order.length && labels.values()[order[other]] == own) {
                  other++;
                }
                if (other < order.length) {
                  swap(order, 2 * walk + 1, other);
                }
              }
            });
    return Arrays.copyOf(order, 2 * count);
  }

  /**
   * One unit of a code after the other moved from low to high while the others stay.
   *
   * @param around the code that everything else is kept at, {@code [1, code]}
   * @param units which units are moved
   * @param low the lowest value of each of them
   * @param high the highest value of each of them
   * @param steps values a unit takes; at least 2
   * @return {@code [units · steps, features]}, a unit after the other
   */
  public Tensor traversals(Tensor around, int[] units, double[] low, double[] high, int steps) {
    if (steps < 2) {
      throw new IllegalArgumentException("a traversal has 2 or more steps, but was " + steps);
    }
    Tensor codes = Tensor.allocate(units.length * steps, coder.codeSize());
    for (int u = 0; u < units.length; u++) {
      if (units[u] < 0 || units[u] >= coder.codeSize()) {
        throw new IllegalArgumentException(
            "the code's units are 0 to %d, but a traversal was asked of unit %d"
                .formatted(coder.codeSize() - 1, units[u]));
      }
      for (int step = 0; step < steps; step++) {
        int row = u * steps + step;
        codes.slice(row, 1).copyFrom(around.slice(0, 1));
        double share = (double) step / (steps - 1);
        codes.set(row, units[u], low[u] + share * (high[u] - low[u]));
      }
    }
    return coder.decode(codes);
  }

  /**
   * Traversals of the {@code count} units that vary most over {@code data}, each over ±{@link
   * #DEVIATIONS} of its deviations, around the code of one sample.
   *
   * @param data what the units' spread is taken from
   * @param sample the row of {@code data} whose code everything else is kept at
   */
  public Tensor traversals(Dataset data, int sample, int count, int steps) {
    CodeSpread spread = CodeSpread.of(coder.encode(data));
    return traversals(data, sample, spread, spread.widest(count), steps);
  }

  /** The same of chosen units. */
  public Tensor traversals(Dataset data, int sample, int[] units, int steps) {
    return traversals(data, sample, CodeSpread.of(coder.encode(data)), units, steps);
  }

  /** Traversals of units over ±{@link #DEVIATIONS} of the prior N(0, I), around its middle. */
  public Tensor traversals(int[] units, int steps) {
    double[] low = new double[units.length];
    double[] high = new double[units.length];
    Arrays.fill(low, -DEVIATIONS);
    Arrays.fill(high, DEVIATIONS);
    return traversals(Tensor.allocate(1, coder.codeSize()), units, low, high, steps);
  }

  private Tensor traversals(Dataset data, int sample, CodeSpread spread, int[] units, int steps) {
    double[] low = new double[units.length];
    double[] high = new double[units.length];
    for (int u = 0; u < units.length; u++) {
      double reach = DEVIATIONS * spread.deviations()[units[u]];
      low[u] = spread.means()[units[u]] - reach;
      high[u] = spread.means()[units[u]] + reach;
    }
    Tensor around = coder.encode(data.subset(new int[] {sample}));
    return traversals(around, units, low, high, steps);
  }

  private static void swap(int[] values, int i, int j) {
    int kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
}
