package dev.hourglass.tasks.compress;

import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * What each unit of the code does to the reconstruction: the root mean square, over codes, of
 * ‖∂reconstruction/∂unit‖. A step of Δ divided by it does the same damage in every unit, which is
 * how noise is best spread (reverse water-filling, Cover and Thomas 10.3).
 *
 * @param sample codes it was told by, at most 8,192, spread over all
 * @param centres each unit's mean
 * @param norms each unit's effect
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record UnitEffects(Tensor sample, float[] centres, double[] norms) {
  private static final int MOST_SAMPLES = 8192;

  /** So many reconstructions are made, at most. */
  private static final int MOST_RECONSTRUCTIONS = 8192;

  private static final int MOST_CODES = 64;
  private static final int FEWEST_CODES = 8;

  /** How far a unit is moved, in its standard deviations. */
  private static final double MOVE = 0.25;

  /** Units of less effect than this share of the strongest do not matter. */
  private static final double LEAST_SHARE = 1e-6;

  /**
   * Of a decoder.
   *
   * @param all codes, {@code [samples, units]}
   */
  static UnitEffects of(UnaryOperator<Tensor> decoder, Tensor all) {
    Tensor codes = spread(all, MOST_SAMPLES);
    int units = codes.columns();
    float[] centres = new float[units];
    double[] norms = new double[units];
    double[] deviations = new double[units];
    for (int unit = 0; unit < units; unit++) {
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < codes.rows(); row++) {
        sum += codes.get(row, unit);
      }
      double mean = sum / codes.rows();
      for (int row = 0; row < codes.rows(); row++) {
        squares += Math.pow(codes.get(row, unit) - mean, 2);
      }
      centres[unit] = (float) mean;
      deviations[unit] = Math.sqrt(squares / codes.rows());
    }
    int count =
        Math.min(codes.rows(), Math.clamp(MOST_RECONSTRUCTIONS / units, FEWEST_CODES, MOST_CODES));
    Tensor chosen = spread(codes, count);
    Tensor still = decoder.apply(chosen);
    Tensor moved = Tensor.allocate(count, units);
    double strongest = 0;
    for (int unit = 0; unit < units; unit++) {
      double move = Math.max(MOVE * deviations[unit], Float.MIN_NORMAL);
      moved.copyFrom(chosen);
      for (int i = 0; i < count; i++) {
        moved.set(i, unit, (float) (chosen.get(i, unit) + move));
      }
      norms[unit] =
          deviations[unit] > 0
              ? Math.sqrt(squaredDistance(still, decoder.apply(moved)) / count) / move
              : 0;
      strongest = Math.max(strongest, norms[unit]);
    }
    for (int unit = 0; unit < units; unit++) {
      norms[unit] = Math.max(norms[unit], Math.max(strongest * LEAST_SHARE, Float.MIN_NORMAL));
    }
    return new UnitEffects(codes, centres, norms);
  }

  private static Tensor spread(Tensor codes, int most) {
    int[] rows = RowOrder.spread(codes.rows(), most);
    Tensor chosen = Tensor.allocate(rows.length, codes.columns());
    for (int i = 0; i < rows.length; i++) {
      chosen.slice(i, 1).copyFrom(codes.slice(rows[i], 1));
    }
    return chosen;
  }

  private static double squaredDistance(Tensor a, Tensor b) {
    double sum = 0;
    for (long i = 0; i < a.size(); i++) {
      double difference = a.get(i) - b.get(i);
      sum += difference * difference;
    }
    return sum;
  }

  /**
   * The quantiser whose steps all move a reconstruction alike.
   *
   * @param share of a step in the root mean square, over units, of what a unit's standard deviation
   *     does; above 0
   */
  CodeQuantizer quantizer(double share) {
    double effect = share * spread();
    float[] steps = new float[norms.length];
    for (int unit = 0; unit < steps.length; unit++) {
      steps[unit] =
          (float) Math.clamp(effect / norms[unit], 1e-30, (double) Float.MAX_VALUE / 1e10);
    }
    return CodeQuantizer.of(centres, steps, sample);
  }

  private double spread() {
    double sum = 0;
    for (int row = 0; row < sample.rows(); row++) {
      for (int unit = 0; unit < norms.length; unit++) {
        double effect = (sample.get(row, unit) - centres[unit]) * norms[unit];
        sum += effect * effect;
      }
    }
    return Math.max(Math.sqrt(sum / sample.rows() / norms.length), Float.MIN_NORMAL);
  }
}
