package dev.hourglass.tasks.probe;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.util.OptionalDouble;

/**
 * How well the simplest classifiers tell classes from codes; nothing where labels are not known.
 *
 * @param linearProbe accuracy of a logistic regression on the codes, in [0, 1]
 * @param nearestNeighbours accuracy of the {@value NearestNeighbours#DEFAULT_NEIGHBOURS} nearest
 *     codes' vote, in [0, 1]
 */
public record ProbeAccuracy(OptionalDouble linearProbe, OptionalDouble nearestNeighbours) {
  /** Nothing is known of the classes. */
  public static ProbeAccuracy unknown() {
    return new ProbeAccuracy(OptionalDouble.empty(), OptionalDouble.empty());
  }

  /**
   * Trains both on known codes and judges them by others.
   *
   * @param known {@code [samples, code]}
   * @param classes the known codes' labels
   * @param codes {@code [samples, code]}
   * @param truth their labels
   * @param kernels that compute scores and distances
   * @throws IllegalArgumentException if there are not as many labels as codes
   */
  public static ProbeAccuracy of(
      Tensor known, Labels classes, Tensor codes, Labels truth, Kernels kernels) {
    return new ProbeAccuracy(
        OptionalDouble.of(LinearProbe.fit(known, classes, kernels).accuracy(codes, truth)),
        OptionalDouble.of(
            NearestNeighbours.of(known, classes, kernels)
                .accuracy(codes, truth, NearestNeighbours.DEFAULT_NEIGHBOURS)));
  }
}
