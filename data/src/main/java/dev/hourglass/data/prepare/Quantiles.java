package dev.hourglass.data.prepare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Numbers by their rank among the training rows: a quantile goes where a standard normal
 * distribution has that quantile, straight lines lead from one to the next, and beyond the ends it
 * goes on as steeply as from end to end. So a column of any shape comes out bell-shaped, and what
 * lies far outside still lies outside. This is scikit-learn's {@code QuantileTransformer} with a
 * normal output, without its cut at the ends.
 *
 * @param knots quantiles of the training rows, strictly ascending, at least two; finite
 * @param values where they go, strictly ascending, as many; finite
 */
record Quantiles(List<Double> knots, List<Double> values) implements Curve {
  /** The shares of the rows below a knot: even steps, and halves of the first and the last. */
  private static final double[] SHARES = shares(64, 4);

  /** The least and the greatest go no farther out than these quantiles. */
  private static final double OUTERMOST = 1e-3;

  Quantiles {
    knots = List.copyOf(knots);
    values = List.copyOf(values);
    if (knots.size() < 2 || knots.size() != values.size()) {
      throw new IllegalArgumentException(
          "%d quantiles with %d values".formatted(knots.size(), values.size()));
    }
    for (List<Double> each : List.of(knots, values)) {
      for (int i = 0; i < each.size(); i++) {
        boolean ascends = i == 0 || each.get(i) > each.get(i - 1);
        if (!Double.isFinite(each.get(i)) || !ascends) {
          throw new IllegalArgumentException("quantiles that do not ascend: " + each);
        }
      }
    }
  }

  /**
   * Those of a column; none where all its numbers are one, or as large as doubles can be.
   *
   * @param ascending its numbers, at least one
   */
  static Optional<Curve> of(double[] ascending) {
    List<Double> knots = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    int last = ascending.length - 1;
    double outermost = Math.max(OUTERMOST, 0.5 / ascending.length);
    for (double share : SHARES) {
      double knot = ascending[(int) Math.round(share * last)];
      if (knots.isEmpty() || knot > knots.getLast()) {
        knots.add(knot);
        // Equal numbers share the middle of their ranks.
        double rank = 0.5 * (first(ascending, knot) + last(ascending, knot)) / Math.max(1, last);
        values.add(NormalQuantile.of(Math.clamp(rank, outermost, 1 - outermost)));
      }
    }
    for (int i = knots.size() - 1; i > 0; i--) {
      double gap = knots.get(i) - knots.get(i - 1);
      if (!(values.get(i) > values.get(i - 1)) || !Double.isFinite(1 / gap)) {
        knots.remove(i);
        values.remove(i);
      }
    }
    double range = knots.getLast() - knots.getFirst();
    double before = knots.getFirst() - range;
    double beyond = knots.getLast() + range;
    if (knots.size() < 2 || !Double.isFinite(before) || !Double.isFinite(beyond)) {
      return Optional.empty();
    }
    double rise = values.getLast() - values.getFirst();
    knots.addFirst(before);
    values.addFirst(values.getFirst() - rise);
    knots.addLast(beyond);
    values.addLast(values.getLast() + rise);
    return Optional.of(new Quantiles(knots, values));
  }

  private static double[] shares(int steps, int halvings) {
    DoubleStream.Builder low = DoubleStream.builder().add(0);
    for (int halving = halvings; halving > 0; halving--) {
      low.add(1.0 / (steps << halving));
    }
    double[] start = low.build().toArray();
    return Stream.of(
            start,
            IntStream.range(1, steps).mapToDouble(step -> (double) step / steps).toArray(),
            Arrays.stream(start).map(share -> 1 - share).toArray())
        .flatMapToDouble(Arrays::stream)
        .sorted()
        .toArray();
  }

  private static int first(double[] ascending, double number) {
    int at = Arrays.binarySearch(ascending, Math.nextDown(number));
    while (at >= 0 && ascending[at] < number) {
      at++;
    }
    return at >= 0 ? at : -at - 1;
  }

  private static int last(double[] ascending, double number) {
    int at = Arrays.binarySearch(ascending, Math.nextUp(number));
    while (at > 0 && ascending[at - 1] > number) {
      at--;
    }
    return (at >= 0 ? at : -at - 1) - 1;
  }

  @Override
  public double of(double x) {
    return along(x, knots, values);
  }

  @Override
  public double undone(double y) {
    return along(y, values, knots);
  }

  private static double along(double x, List<Double> from, List<Double> to) {
    int low = 0;
    int high = from.size() - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (x < from.get(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    double slope = (to.get(high) - to.get(low)) / (from.get(high) - from.get(low));
    return to.get(low) + (x - from.get(low)) * slope;
  }

  @Override
  public Scale linear() {
    int high = 1;
    while (high < values.size() - 1 && values.get(high) <= 0) {
      high++;
    }
    double width =
        (knots.get(high) - knots.get(high - 1)) / (values.get(high) - values.get(high - 1));
    return Scale.of(undone(0), width);
  }

  @Override
  public void addTo(Map<String, Object> column) {
    column.put(PreparationCodec.QUANTILES, knots);
    column.put(PreparationCodec.QUANTILE_VALUES, values);
  }

  @Override
  public String wording() {
    return "by its quantiles";
  }
}
