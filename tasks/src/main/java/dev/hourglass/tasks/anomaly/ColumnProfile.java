package dev.hourglass.tasks.anomaly;

import dev.hourglass.data.raw.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How a column of the fitted rows was distributed, cut into classes: how surprising a cell is by
 * itself, and whether other rows' cells still fall into the classes as those did.
 */
sealed interface ColumnProfile {
  String name();

  /** How many classes there are. */
  int classes();

  /** The class that each of a column's cells falls into. */
  int[] classesOf(Column column);

  /** The share of the fitted rows in each class. */
  double[] shares();

  /** Whether all of the fitted rows had the same, or nothing. */
  boolean isConstant();

  /** The share of the fitted rows whose cell was as unusual as this row's, or more. */
  double alone(Column column, int row);

  /**
   * Numbers, or times as days: the tenths of the fitted rows, and missing cells.
   *
   * @param quantiles from the least to the greatest in steps of one per cent
   * @param edges above which the next class begins, ascending and distinct
   * @param shares of the classes, the last that of missing cells
   */
  @SuppressWarnings("ArrayRecordComponent") // searched, compared by nobody
  record Numbers(String name, double[] quantiles, double[] edges, double[] shares)
      implements ColumnProfile {
    @Override
    public int classes() {
      return edges.length + 2;
    }

    @Override
    public int[] classesOf(Column column) {
      int[] classes = new int[column.size()];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = classOf(number(column, i));
      }
      return classes;
    }

    @Override
    public boolean isConstant() {
      return quantiles[0] == quantiles[quantiles.length - 1];
    }

    /** How many cells are another number than the only one of the fitted rows. */
    int others(Column column) {
      int others = 0;
      for (int i = 0; isConstant() && i < column.size(); i++) {
        double value = number(column, i);
        others += Double.isNaN(value) || value == quantiles[0] ? 0 : 1;
      }
      return others;
    }

    private int classOf(double value) {
      if (Double.isNaN(value)) {
        return edges.length + 1;
      }
      int at = 0;
      while (at < edges.length && value > edges[at]) {
        at++;
      }
      return at;
    }

    @Override
    public double alone(Column column, int row) {
      double value = number(column, row);
      if (Double.isNaN(value)) {
        return shares[shares.length - 1];
      }
      int below = 0;
      int above = 0;
      for (double quantile : quantiles) {
        below += quantile <= value ? 1 : 0;
        above += quantile >= value ? 1 : 0;
      }
      return Math.min(1, 2.0 * Math.min(below, above) / quantiles.length);
    }
  }

  /**
   * Categories; those that were not there, and missing cells, are classes of their own.
   *
   * @param categories each one's share of the fitted rows
   * @param missing the share of missing cells
   */
  record Texts(String name, Map<String, Double> categories, double missing)
      implements ColumnProfile {
    public Texts {
      categories = Collections.unmodifiableMap(new LinkedHashMap<>(categories));
    }

    @Override
    public int classes() {
      return categories.size() + 2;
    }

    @Override
    public boolean isConstant() {
      return categories.size() == 1;
    }

    /** The class of cells whose category was not there. */
    int unseen() {
      return categories.size();
    }

    @Override
    public int[] classesOf(Column column) {
      Map<String, Integer> index = new HashMap<>();
      categories.keySet().forEach(category -> index.put(category, index.size()));
      if (column instanceof Column.Categorical(String _, int[] codes, List<String> found)) {
        int[] known =
            found.stream().mapToInt(category -> index.getOrDefault(category, unseen())).toArray();
        return Arrays.stream(codes).map(code -> code < 0 ? unseen() + 1 : known[code]).toArray();
      }
      int[] classes = new int[column.size()];
      for (int i = 0; i < classes.length; i++) {
        classes[i] =
            column.isMissing(i)
                ? unseen() + 1
                : index.getOrDefault(CellText.of(column, i), unseen());
      }
      return classes;
    }

    @Override
    public double[] shares() {
      double[] shares = new double[classes()];
      int at = 0;
      for (double share : categories.values()) {
        shares[at++] = share;
      }
      shares[unseen() + 1] = missing;
      return shares;
    }

    @Override
    public double alone(Column column, int row) {
      return column.isMissing(row)
          ? missing
          : categories.getOrDefault(CellText.of(column, row), 0.0);
    }
  }

  /** The profile of a column. */
  static ColumnProfile of(Column column) {
    if (column instanceof Column.Categorical(String name, int[] codes, List<String> found)) {
      int[] counts = new int[found.size()];
      int missing = 0;
      for (int code : codes) {
        if (code < 0) {
          missing++;
        } else {
          counts[code]++;
        }
      }
      Map<String, Double> shares = new LinkedHashMap<>();
      for (int k = 0; k < counts.length; k++) {
        if (counts[k] > 0) {
          shares.put(found.get(k), (double) counts[k] / codes.length);
        }
      }
      return new Texts(name, shares, (double) missing / codes.length);
    }
    double[] known =
        IntStream.range(0, column.size())
            .mapToDouble(i -> number(column, i))
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    return numbers(column, known);
  }

  private static Numbers numbers(Column column, double[] ascending) {
    double[] quantiles = new double[101];
    for (int q = 0; q < quantiles.length; q++) {
      quantiles[q] = ascending[(int) Math.round(q / 100.0 * (ascending.length - 1))];
    }
    List<Double> edges = new ArrayList<>();
    for (int tenth = 10; tenth < 100; tenth += 10) {
      double edge = quantiles[tenth];
      if (edge < quantiles[100] && (edges.isEmpty() || edge > edges.getLast())) {
        edges.add(edge);
      }
    }
    Numbers profile =
        new Numbers(
            column.name(),
            quantiles,
            edges.stream().mapToDouble(Double::doubleValue).toArray(),
            new double[edges.size() + 2]);
    for (int at : profile.classesOf(column)) {
      profile.shares[at] += 1.0 / column.size();
    }
    return profile;
  }

  /** A cell as a number; NaN where it is missing. */
  private static double number(Column column, int row) {
    return switch (column) {
      case Column.Numeric numeric -> numeric.values()[row];
      case Column.Temporal times -> times.days()[row];
      case Column.Categorical texts -> CellText.number(texts, row);
    };
  }
}
