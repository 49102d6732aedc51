package dev.hourglass.data.prepare;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.FeatureGroups;
import dev.hourglass.data.dataset.FloatSamples;
import dev.hourglass.data.dataset.Storage;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.NumberText;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.TemporalFormat;
import dev.hourglass.data.table.BadCell;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Applies a {@link TablePreparation}: matches columns, then writes each one's features. */
final class TableFeatures {
  private final TablePreparation preparation;
  private final RawData.Table table;
  private final int width;
  private final MemorySegment values;

  private TableFeatures(TablePreparation preparation, RawData.Table table) {
    this.preparation = preparation;
    this.table = table;
    this.width = preparation.outputShape().features();
    this.values = Storage.allocate((long) table.size() * width * Float.BYTES);
  }

  static Dataset of(TablePreparation preparation, RawData raw) {
    RawData.Table table =
        switch (raw) {
          case RawData.Table t -> t;
          case RawData.Array numbers -> asTable(numbers.samples().asStored());
        };
    List<Column> columns = matched(preparation, table);
    TableFeatures features = new TableFeatures(preparation, table);
    int feature = 0;
    for (int c = 0; c < columns.size(); c++) {
      ColumnRule rule = preparation.rules().get(c);
      switch (rule) {
        case ColumnRule.Numeric numeric -> features.writeNumbers(numeric, columns.get(c), feature);
        case ColumnRule.Categorical categories ->
            features.writeOneHot(categories, columns.get(c), feature);
        case ColumnRule.Temporal times -> features.writeTimes(times, columns.get(c), feature);
      }
      feature += rule.features();
    }
    Dataset samples =
        new FloatSamples(
                features.values,
                table.size(),
                preparation.outputShape(),
                table.source(),
                preparation.featureNames())
            .withFeatureGroups(FeatureGroups.of(preparation.columnOfFeature()));
    return table.labels().map(samples::withLabels).orElse(samples);
  }

  /** Arrays have no names: their features are columns by position. */
  private static RawData.Table asTable(Dataset samples) {
    double[][] columns = new double[samples.features()][samples.size()];
    double[] row = new double[samples.features()];
    int[] lines = new int[samples.size()];
    for (int i = 0; i < lines.length; i++) {
      samples.copyDoubles(i, row);
      for (int c = 0; c < row.length; c++) {
        columns[c][i] = row[c];
      }
      lines[i] = i + 1;
    }
    List<Column> all = new ArrayList<>();
    for (int c = 0; c < columns.length; c++) {
      all.add(new Column.Numeric("column " + (c + 1), columns[c]));
    }
    return new RawData.Table(all, false, lines, samples.labels(), samples.source());
  }

  private static List<Column> matched(TablePreparation preparation, RawData.Table table) {
    List<ColumnRule> rules = preparation.rules();
    if (!preparation.named() || !table.named()) {
      if (table.columns().size() != rules.size()) {
        throw new DataException(
            "%s: has %d columns, but the model was trained on %d (%s); "
                    .formatted(
                        table.source(),
                        table.columns().size(),
                        rules.size(),
                        ShortList.of(rules.stream().map(ColumnRule::name).toList()))
                + "without a header they are matched by position, so give the same columns in the "
                + "same order and leave others out with option 'label-column' or option 'ignore'");
      }
      return table.columns();
    }
    Map<String, Column> byName = new HashMap<>();
    table.columns().forEach(column -> byName.put(column.name(), column));
    List<String> missing =
        rules.stream().map(ColumnRule::name).filter(name -> !byName.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          ("%s: lacks %s that the model was trained on: %s; it has %s. Add the "
                  + "missing ones (empty cells are filled in)")
              .formatted(
                  table.source(),
                  missing.size() == 1 ? "a column" : missing.size() + " columns",
                  ShortList.of(missing),
                  ShortList.of(table.columnNames())));
    }
    return rules.stream().map(rule -> byName.get(rule.name())).toList();
  }

  private void write(int row, int feature, float value) {
    values.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * width + feature, value);
  }

  private void writeNumbers(ColumnRule.Numeric rule, Column column, int feature) {
    double[] numbers =
        switch (column) {
          case Column.Numeric(String name, double[] found) -> found;
          case Column.Categorical texts -> parsed(texts);
          case Column.Temporal times -> throw notOfKind(times, "numbers");
        };
    for (int i = 0; i < numbers.length; i++) {
      float value = (float) rule.prepare(numbers[i], preparation.scaling(), preparation.clip());
      if (!Float.isFinite(value)) {
        throw new DataException(
            ("%s, line %d, column '%s': %s does not fit in float32; scale the column "
                    + "(option 'scaling' = min-max)")
                .formatted(table.source(), table.lines()[i], rule.name(), numbers[i]));
      }
      write(i, feature, value);
    }
    if (rule.marked()) {
      mark(numbers, feature + 1);
    }
  }

  private void mark(double[] cells, int feature) {
    for (int i = 0; i < cells.length; i++) {
      write(i, feature, Double.isNaN(cells[i]) ? 1 : 0);
    }
  }

  /** A column that was read as categories, in a small file perhaps, where numbers are due. */
  private double[] parsed(Column.Categorical column) {
    double[] numbers = new double[column.size()];
    NumberText number = new NumberText(preparation.decimal());
    for (int i = 0; i < numbers.length; i++) {
      if (column.isMissing(i)) {
        numbers[i] = Double.NaN;
        continue;
      }
      String text = column.categories().get(column.codes()[i]);
      numbers[i] =
          switch (number.read(text)) {
            case NUMBER -> number.value();
            case PLACEHOLDER -> Double.NaN;
            case MISSING, NAN, INFINITY, TEXT ->
                throw BadCell.text(table.source(), table.lines()[i], column.name(), text);
          };
    }
    return numbers;
  }

  private void writeOneHot(ColumnRule.Categorical rule, Column column, int feature) {
    switch (column) {
      case Column.Categorical(String name, int[] codes, List<String> found) -> {
        int[] known = found.stream().mapToInt(text -> place(rule, text)).toArray();
        for (int i = 0; i < codes.length; i++) {
          if (codes[i] >= 0 && known[codes[i]] >= 0) {
            write(i, feature + known[codes[i]], 1);
          }
        }
      }
      case Column.Temporal(String name, double[] days, TemporalFormat format) -> {
        for (int i = 0; i < days.length; i++) {
          int k = Double.isNaN(days[i]) ? -1 : place(rule, format.text(days[i]));
          if (k >= 0) {
            write(i, feature + k, 1);
          }
        }
      }
      case Column.Numeric(String name, double[] numbers) -> {
        // Categories that all look like numbers, read by somebody who did not say they are none.
        Map<Double, Integer> known = new HashMap<>();
        for (int k = 0; k < rule.categories().size(); k++) {
          String category = rule.categories().get(k);
          if (Cell.of(category) == Cell.NUMBER) {
            known.putIfAbsent(Double.parseDouble(category), k);
          }
        }
        for (int i = 0; i < numbers.length; i++) {
          int k = Double.isNaN(numbers[i]) ? -1 : known.getOrDefault(numbers[i], elsewhere(rule));
          if (k >= 0) {
            write(i, feature + k, 1);
          }
        }
      }
    }
  }

  private static int place(ColumnRule.Categorical rule, String category) {
    int at = rule.categories().indexOf(category);
    return at < 0 ? elsewhere(rule) : at;
  }

  /** The place of categories that have none of their own; negative where there is none. */
  private static int elsewhere(ColumnRule.Categorical rule) {
    return rule.others() ? rule.categories().size() : -1;
  }

  private void writeTimes(ColumnRule.Temporal rule, Column column, int feature) {
    double[] days =
        switch (column) {
          case Column.Temporal(String name, double[] found, TemporalFormat format) -> found;
          case Column.Categorical texts -> parsedTimes(rule, texts);
          case Column.Numeric numbers -> throw notOfKind(numbers, "dates or times");
        };
    for (int i = 0; i < days.length; i++) {
      double day = Double.isNaN(days[i]) ? rule.missing() : days[i];
      int at = feature;
      if (rule.elapsed() > 0) {
        Scaling scaling = preparation.scaling();
        write(i, at++, (float) rule.scale().prepare(day, scaling, preparation.clip()));
      }
      for (Cycle cycle : rule.cycles()) {
        write(i, at++, (float) cycle.sine(day));
        write(i, at++, (float) cycle.cosine(day));
      }
    }
    if (rule.marked()) {
      mark(days, feature + rule.features() - 1);
    }
  }

  private double[] parsedTimes(ColumnRule.Temporal rule, Column.Categorical column) {
    double[] days = new double[column.size()];
    for (int i = 0; i < days.length; i++) {
      if (column.isMissing(i)) {
        days[i] = Double.NaN;
        continue;
      }
      String text = column.categories().get(column.codes()[i]);
      OptionalDouble found = rule.format().days(text);
      if (found.isEmpty() && Cell.of(text) != Cell.PLACEHOLDER) {
        throw BadCell.time(
            table.source(), table.lines()[i], column.name(), text, rule.format().pattern());
      }
      days[i] = found.orElse(Double.NaN);
    }
    return days;
  }

  private DataException notOfKind(Column column, String wanted) {
    return new DataException(
        "%s: column '%s' holds %s, but the model was trained on %s there"
            .formatted(
                table.source(),
                column.name(),
                column instanceof Column.Temporal ? "dates or times" : "numbers",
                wanted));
  }
}
