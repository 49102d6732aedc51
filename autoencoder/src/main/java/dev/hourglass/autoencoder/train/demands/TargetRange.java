package dev.hourglass.autoencoder.train.demands;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.data.dataset.BlockWalk;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Loss;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Refuses targets that the output can never be, or that the likelihood gives no sense to. */
public final class TargetRange {
  /** Scaling rounds: what is beyond 0 and 1 by less is meant to be within. */
  private static final float ROUNDING = 1e-4f;

  /** How far from 1 shares may sum to. */
  private static final double SHARES = 1e-3;

  private static final int MOST_ROWS = 4096;

  private TargetRange() {}

  /**
   * Looks at all targets.
   *
   * @throws DataException naming the first value that does not fit, its place, and what to do
   */
  public static void check(Blueprint blueprint, Dataset targets) {
    boolean counts = blueprint.likelihood() instanceof Likelihood.Multinomial;
    Activation link = blueprint.loss().link();
    boolean unit = link == Activation.SIGMOID || link == Activation.CLIP;
    if (!counts && !unit) {
      return;
    }
    if (targets instanceof SparseSamples sparse) {
      // What is not there is 0, which every output can be and every count.
      for (int row = 0; row < sparse.size(); row++) {
        Row entries = new Row(blueprint, targets, row);
        sparse.visit(row, entries::see);
        entries.finish();
      }
      return;
    }
    int features = targets.features();
    int rows = BlockWalk.cachedRows(features, 1, MOST_ROWS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(ValueLayout.JAVA_FLOAT, (long) rows * features);
      BlockWalk.over(
          targets,
          rows,
          block,
          (from, count) -> {
            for (int r = 0; r < count; r++) {
              Row row = new Row(blueprint, targets, from + r);
              for (int f = 0; f < features; f++) {
                row.see(f, block.getAtIndex(ValueLayout.JAVA_FLOAT, (long) r * features + f));
              }
              row.finish();
            }
          });
    }
  }

  /** A target that is looked at feature by feature. */
  private static final class Row {
    private final Blueprint blueprint;
    private final Dataset targets;
    private final int row;
    private final boolean counts;
    private double total;
    private int fractionAt = -1;
    private float fraction;

    Row(Blueprint blueprint, Dataset targets, int row) {
      this.blueprint = blueprint;
      this.targets = targets;
      this.row = row;
      this.counts = blueprint.likelihood() instanceof Likelihood.Multinomial;
    }

    void see(int feature, float x) {
      if (counts) {
        if (!(x >= 0)) {
          throw noCount(feature, x);
        }
        if (fractionAt < 0 && x != Math.rint(x)) {
          fractionAt = feature;
          fraction = x;
        }
        total += x;
      } else if (!(x >= -ROUNDING && x <= 1 + ROUNDING)) {
        throw notUnit(feature, x);
      }
    }

    void finish() {
      boolean shares = Math.abs(total - 1) < SHARES;
      if (fractionAt >= 0 && !shares) {
        throw noCount(fractionAt, fraction);
      }
    }

    private DataException notUnit(int feature, float x) {
      boolean bernoulli = blueprint.loss() instanceof Loss.CrossEntropy;
      return new DataException(
          ("%s: training sample %d has %s in feature %d (both counted from 0), but %s; scale them"
                  + " there with option 'scaling' = min-max, or take %soption 'output-activation' ="
                  + " identity")
              .formatted(
                  targets.source(),
                  row,
                  x,
                  feature,
                  bernoulli
                      ? "the bernoulli likelihood wants values from 0 to 1"
                      : "a %s output lies between 0 and 1"
                          .formatted(
                              blueprint.outputActivation() == Activation.CLIP
                                  ? "clipped"
                                  : "sigmoid"),
                  bernoulli ? "option 'likelihood' = gaussian with " : ""));
    }

    private DataException noCount(int feature, float x) {
      return new DataException(
          ("%s: training sample %d has %s in feature %d (both counted from 0), but the multinomial"
               + " likelihood wants counts: whole numbers from 0 on, as they are (option 'scaling'"
               + " = none), or shares that sum to 1")
              .formatted(targets.source(), row, x, feature));
    }
  }
}
