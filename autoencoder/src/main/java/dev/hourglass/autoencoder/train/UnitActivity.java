package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.infer.VectorQuantizer;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;

/** What the units of a code did for the samples of a step or of an epoch. */
public final class UnitActivity {
  /** The smallest magnitude that counts as active where a code is never exactly zero. */
  static final double ACTIVE = 1e-3;

  /**
   * A unit whose mean varies less than this has collapsed: it says nothing of a sample (Burda,
   * Grosse and Salakhutdinov 2016, section 4.2), however large it is.
   */
  static final double INACTIVE_VARIANCE = 0.01;

  private final double[] sums;
  private final double[] squares;

  /** The largest sum of squares at once: a bound on each unit's largest square. */
  private final double[] peaks;

  /** How often each entry of the codebooks was chosen; empty where there are none. */
  private final long[] uses;

  private long rows;

  /** Of no samples yet. */
  public UnitActivity(int units) {
    this(units, 0);
  }

  private UnitActivity(int units, int entries) {
    this.sums = new double[units];
    this.squares = new double[units];
    this.peaks = new double[units];
    this.uses = new long[entries];
  }

  /** Of no samples yet. */
  public static UnitActivity of(Blueprint blueprint, Networks networks) {
    return new UnitActivity(
        blueprint.codeSize(),
        networks.codebook().map(book -> book.entries().shape().rows()).orElse(0));
  }

  /** Forgets all samples. */
  public void clear() {
    Arrays.fill(sums, 0);
    Arrays.fill(squares, 0);
    Arrays.fill(peaks, 0);
    Arrays.fill(uses, 0);
    rows = 0;
  }

  /**
   * Adds samples.
   *
   * @param more how many
   * @param values each unit's sum over them, in the first places: of means where the code is random
   */
  public void addSums(int more, Tensor values) {
    rows += more;
    for (int unit = 0; unit < sums.length; unit++) {
      sums[unit] += values.get(unit);
    }
  }

  /**
   * Adds the same samples' squares.
   *
   * @param values each unit's sum of squares over them, in the first places
   */
  public void addSquares(Tensor values) {
    for (int unit = 0; unit < squares.length; unit++) {
      squares[unit] += values.get(unit);
      peaks[unit] = Math.max(peaks[unit], values.get(unit));
    }
  }

  /** Adds the entries that were chosen for the same samples. */
  void addUses(VectorQuantizer quantizer) {
    quantizer.count(uses);
  }

  /** How often each entry of the codebooks was chosen, one codebook after the other. */
  long[] uses() {
    return uses.clone();
  }

  /** Adds what they did for other samples. */
  public void add(UnitActivity other) {
    rows += other.rows;
    for (int unit = 0; unit < sums.length; unit++) {
      sums[unit] += other.sums[unit];
      squares[unit] += other.squares[unit];
      peaks[unit] = Math.max(peaks[unit], other.peaks[unit]);
    }
    for (int entry = 0; entry < uses.length; entry++) {
      uses[entry] += other.uses[entry];
    }
  }

  /**
   * Units that were active for no sample. Active is different from zero where the code can be
   * exactly zero (ReLU, top-k), else of magnitude {@link #ACTIVE} or more; where the code is
   * random, of a mean that varies by more than {@link #INACTIVE_VARIANCE} over the samples. Of a
   * code that keeps height and width, the channels that were active at no place; of a code made of
   * entries of codebooks, the entries that were chosen for no sample.
   */
  int dead(Blueprint blueprint) {
    if (uses.length > 0) {
      return (int) Arrays.stream(uses).filter(count -> count == 0).count();
    }
    boolean exact =
        blueprint.codeActivation() == Activation.RELU
            || blueprint.bottleneck() instanceof Bottleneck.TopK;
    double threshold = exact ? Double.MIN_VALUE : ACTIVE * ACTIVE;
    boolean[] active = new boolean[codeUnits(blueprint)];
    for (int unit = 0; unit < sums.length; unit++) {
      active[unit % active.length] |=
          blueprint.isStochastic() ? variance(unit) > INACTIVE_VARIANCE : peaks[unit] >= threshold;
    }
    int dead = 0;
    for (boolean each : active) {
      dead += each ? 0 : 1;
    }
    return dead;
  }

  /** Units of a code; channels of one that keeps height and width. */
  public static int codeUnits(Blueprint blueprint) {
    return blueprint.code().plane().map(FeatureMap::channels).orElse(blueprint.codeSize());
  }

  private double variance(int unit) {
    double mean = sums[unit] / rows;
    return squares[unit] / rows - mean * mean;
  }
}
