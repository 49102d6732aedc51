package dev.hourglass.data.prepare;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Tells by its fourth moment whether a column's tails are heavy, and whether a logarithm helps. */
final class HeavyTails {
  /** The excess kurtosis of an exponential distribution; heavier tails are heavy. */
  private static final double HEAVY = 6;

  private HeavyTails() {}

  /**
   * The logarithm to take of a column; none where its tails are light or stay as heavy.
   *
   * @param ascending its numbers, at least one
   * @param median of them
   */
  static Optional<Curve> logarithm(double[] ascending, double median) {
    double[] distances =
        Arrays.stream(ascending)
            .map(x -> Math.abs(x - median))
            .filter(distance -> distance > 0)
            .sorted()
            .toArray();
    if (distances.length == 0) {
      return Optional.empty();
    }
    Logarithm logarithm = new Logarithm(median, distances[distances.length / 2]);
    if (!Double.isFinite(logarithm.unit())) {
      return Optional.empty();
    }
    double before = excessKurtosis(ascending, x -> (x - median) / logarithm.unit());
    double after = excessKurtosis(ascending, logarithm::of);
    return before > HEAVY && after < before ? Optional.of(logarithm) : Optional.empty();
  }

  private static double excessKurtosis(double[] numbers, DoubleUnaryOperator form) {
    double mean = Arrays.stream(numbers).map(form).sum() / numbers.length;
    double second = 0;
    double fourth = 0;
    for (double number : numbers) {
      double difference = form.applyAsDouble(number) - mean;
      double square = difference * difference;
      second += square;
      fourth += square * square;
    }
    return numbers.length * fourth / (second * second) - 3;
  }
}
