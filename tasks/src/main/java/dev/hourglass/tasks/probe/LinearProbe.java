package dev.hourglass.tasks.probe;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.rows.Affine;

/**
 * Multinomial logistic regression on codes: how well a straight cut tells the classes apart.
 *
 * <p>Codes are standardised (mean 0, variance 1 on the samples it is fitted on; a unit that never
 * changes stays 0). The objective, mean cross-entropy + λ/2 ‖W‖² with the biases left out of the
 * penalty, is convex and is followed to its minimum by L-BFGS from zero, so that the figure says
 * something about the codes and nothing about a choice of seed, rate or epochs.
 */
public final class LinearProbe {
  /** λ. */
  public static final double L2 = 1e-4;

  /** Curvature of 10 steps; what is left of the gradient no longer moves a percentage. */
  private static final Lbfgs SOLVER = new Lbfgs(10, 500, 2e-5);

  private final ClassAccuracy classes;
  private final Affine scores;

  private LinearProbe(ClassAccuracy classes, Affine scores) {
    this.classes = classes;
    this.scores = scores;
  }

  /**
   * Fits the probe.
   *
   * @param codes {@code [samples, code]}
   * @param labels one for each
   * @param kernels that compute scores and gradients
   * @throws IllegalArgumentException if there are not as many labels as codes
   */
  public static LinearProbe fit(Tensor codes, Labels labels, Kernels kernels) {
    if (codes.rows() != labels.size()) {
      throw new IllegalArgumentException(
          "%d codes cannot be learnt from %d labels".formatted(codes.rows(), labels.size()));
    }
    Standardization standardization = Standardization.of(codes);
    Tensor standardized = standardization.apply(codes);
    int size = codes.columns();
    int classes = labels.classes();
    double[] solution =
        SOLVER.minimize(
            new SoftmaxObjective(standardized, labels, L2, kernels),
            new double[(size + 1) * classes]);
    // The standardisation is folded into the weights, so that classifying is one product.
    Tensor weights = Tensor.allocate(size, classes);
    Tensor bias = Tensor.allocate(1, classes);
    for (int c = 0; c < classes; c++) {
      double intercept = solution[size * classes + c];
      for (int j = 0; j < size; j++) {
        double weight = solution[j * classes + c] * standardization.inverses()[j];
        weights.set(j, c, weight);
        intercept -= weight * standardization.means()[j];
      }
      bias.set(c, intercept);
    }
    return new LinearProbe(new ClassAccuracy(labels.names()), new Affine(weights, bias, kernels));
  }

  /**
   * {@code [code, classes]}: a code times these, and {@link #bias} added, is its classes' logits.
   */
  public Tensor weights() {
    return scores.weights();
  }

  /** {@code [1, classes]}. */
  public Tensor bias() {
    return scores.bias();
  }

  /** The class of every code, as a number of {@link Labels#names} it was fitted on. */
  public int[] classify(Tensor codes) {
    Tensor all = scores.apply(codes);
    int[] predicted = new int[codes.rows()];
    for (int r = 0; r < predicted.length; r++) {
      predicted[r] = largest(all, r);
    }
    return predicted;
  }

  /** The share of codes whose class it tells, in [0, 1]; classes are compared by name. */
  public double accuracy(Tensor codes, Labels labels) {
    return classes.of(classify(codes), labels);
  }

  private static int largest(Tensor scores, int row) {
    int best = 0;
    for (int c = 1; c < scores.columns(); c++) {
      best = scores.get(row, c) > scores.get(row, best) ? c : best;
    }
    return best;
  }
}
