package dev.hourglass.tasks.text;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * What counts how much when words that may have been meant are put in order: score = −slips · cost
 * of the slips − spelling · −log likelihood of the decoder + use · log count.
 *
 * @param slips weight of the typing model
 * @param spelling weight of the autoencoder's decoder
 * @param use weight of how often the word is used
 */
record Ranking(double slips, double spelling, double use) {
  /** Where no pairs tell: the decoder is a second opinion on what the typing model knows. */
  static final Ranking USUAL = new Ranking(1, 0.25, 0.5);

  private static final int FEATURES = 3;
  private static final int ROUNDS = 25;

  /** Holds weights to {@link #USUAL}, as so many decisions would. */
  private static final double PRIOR = 20;

  double score(Features candidate) {
    return -slips * candidate.slips()
        - spelling * candidate.spelling()
        + use * candidate.logCount();
  }

  /**
   * What is known of a word that may have been meant.
   *
   * @param slips −log probability of the slips
   * @param spelling −log likelihood of the decoder
   * @param logCount log of how often it is used
   */
  record Features(double slips, double spelling, double logCount) {
    private double[] values() {
      return new double[] {-slips, -spelling, logCount};
    }
  }

  /**
   * A choice that was made.
   *
   * @param candidates what there was to choose from
   * @param right the number of the one that was meant
   */
  record Decision(List<Features> candidates, int right) {}

  /**
   * Learns from choices: the conditional logit (McFadden 1974), by Newton's method, held to {@link
   * #USUAL} by a normal prior.
   */
  static Ranking learn(List<Decision> decisions) {
    double[] weights = {USUAL.slips, USUAL.spelling, USUAL.use};
    double[] start = weights.clone();
    for (int round = 0; round < ROUNDS; round++) {
      DMatrixRMaj gradient = new DMatrixRMaj(FEATURES, 1);
      DMatrixRMaj hessian = new DMatrixRMaj(FEATURES, FEATURES);
      for (int f = 0; f < FEATURES; f++) {
        gradient.set(f, 0, PRIOR * (start[f] - weights[f]));
        hessian.set(f, f, PRIOR);
      }
      decisions.forEach(decision -> add(decision, weights, gradient, hessian));
      DMatrixRMaj step = new DMatrixRMaj(FEATURES, 1);
      if (!CommonOps_DDRM.solve(hessian, gradient, step)) {
        break;
      }
      double longest = 0;
      for (int f = 0; f < FEATURES; f++) {
        double change = Math.clamp(step.get(f, 0), -0.5, 0.5);
        weights[f] = Math.max(0, weights[f] + change);
        longest = Math.max(longest, Math.abs(change));
      }
      if (longest < 1e-6) {
        break;
      }
    }
    return new Ranking(weights[0], weights[1], weights[2]);
  }

  private static void add(
      Decision decision, double[] weights, DMatrixRMaj gradient, DMatrixRMaj hessian) {
    double[][] values =
        decision.candidates().stream().map(Features::values).toArray(double[][]::new);
    double[] shares = new double[values.length];
    for (int c = 0; c < values.length; c++) {
      for (int f = 0; f < FEATURES; f++) {
        shares[c] += weights[f] * values[c][f];
      }
    }
    toShares(shares);
    double[] mean = new double[FEATURES];
    for (int c = 0; c < values.length; c++) {
      for (int f = 0; f < FEATURES; f++) {
        mean[f] += shares[c] * values[c][f];
      }
    }
    for (int f = 0; f < FEATURES; f++) {
      gradient.add(f, 0, values[decision.right()][f] - mean[f]);
      for (int g = 0; g < FEATURES; g++) {
        double covariance = 0;
        for (int c = 0; c < values.length; c++) {
          covariance += shares[c] * (values[c][f] - mean[f]) * (values[c][g] - mean[g]);
        }
        hessian.add(f, g, covariance);
      }
    }
  }

  /** Scores in the place of which their softmax is put. */
  static void toShares(double[] scores) {
    double most = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      most = Math.max(most, score);
    }
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.exp(scores[i] - most);
      sum += scores[i];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= sum;
    }
  }
}
