package dev.hourglass.data.prepare;

import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Turns a table into features: numbers scaled and filled in, categories one-hot.
 *
 * @param named whether columns are matched by name; otherwise by position
 * @param scaling how the numbers' scales were found
 * @param clip how far a scaled value may lie outside
 * @param rules one per column, at least one
 * @param decimal the decimal mark of numbers in text that may have either
 */
record TablePreparation(
    boolean named, Scaling scaling, double clip, List<ColumnRule> rules, DecimalMark decimal)
    implements Preparation {

  /** What stands for categories that have no feature of their own. */
  private static final String OTHERS = "(another)";

  /** From here on a mark is taken for set. */
  private static final float LIKELY = 0.5f;

  TablePreparation {
    rules = List.copyOf(rules);
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("a table's preparation needs at least one column");
    }
  }

  @Override
  public SampleShape inputShape() {
    return SampleShape.vector(rules.size());
  }

  @Override
  public SampleShape outputShape() {
    return SampleShape.vector(rules.stream().mapToInt(ColumnRule::features).sum());
  }

  @Override
  public TableSchema schema() {
    List<TableSchema.ColumnType> columns = new ArrayList<>();
    for (ColumnRule rule : rules) {
      TableSchema.ColumnKind kind =
          switch (rule) {
            case ColumnRule.Numeric _ -> new TableSchema.ColumnKind.Numeric();
            case ColumnRule.Categorical _ -> new TableSchema.ColumnKind.Categorical();
            case ColumnRule.Temporal times -> new TableSchema.ColumnKind.Temporal(times.format());
          };
      columns.add(new TableSchema.ColumnType(rule.name(), kind));
    }
    return new TableSchema(named, columns, decimal);
  }

  @Override
  public Dataset apply(RawData raw) {
    return TableFeatures.of(this, raw);
  }

  @Override
  public List<String> columnNames() {
    return named ? rules.stream().map(ColumnRule::name).toList() : List.of();
  }

  @Override
  public int[] columnOfFeature() {
    int[] columns = new int[outputShape().features()];
    int feature = 0;
    for (int c = 0; c < rules.size(); c++) {
      for (int k = 0; k < rules.get(c).features(); k++) {
        columns[feature++] = c;
      }
    }
    return columns;
  }

  /** The features' names: a column's own, or {@code column=category}. */
  List<String> featureNames() {
    List<String> names = new ArrayList<>();
    for (ColumnRule rule : rules) {
      switch (rule) {
        case ColumnRule.Numeric numeric -> {
          names.add(numeric.name());
          addMark(names, numeric.name(), numeric.marked());
        }
        case ColumnRule.Categorical(String name, List<String> categories, boolean others) -> {
          categories.forEach(category -> names.add(name + "=" + category));
          if (others) {
            names.add(name + " (others)");
          }
        }
        case ColumnRule.Temporal times -> {
          if (times.elapsed() > 0) {
            names.add(times.name());
          }
          for (Cycle cycle : times.cycles()) {
            names.add("%s (sine of %s)".formatted(times.name(), cycle.label()));
            names.add("%s (cosine of %s)".formatted(times.name(), cycle.label()));
          }
          addMark(names, times.name(), times.marked());
        }
      }
    }
    return names;
  }

  private static void addMark(List<String> names, String column, boolean marked) {
    if (marked) {
      names.add(column + " (missing)");
    }
  }

  @Override
  public int[] marksOfMissing() {
    IntStream.Builder marks = IntStream.builder();
    int feature = 0;
    for (ColumnRule rule : rules) {
      feature += rule.features();
      if (isMarked(rule)) {
        marks.add(feature - 1);
      }
    }
    return marks.build().toArray();
  }

  private static boolean isMarked(ColumnRule rule) {
    return switch (rule) {
      case ColumnRule.Numeric numeric -> numeric.marked();
      case ColumnRule.Temporal times -> times.marked();
      case ColumnRule.Categorical _ -> false;
    };
  }

  @Override
  public List<String> original(float[] prepared) {
    List<String> cells = new ArrayList<>();
    int feature = 0;
    for (ColumnRule rule : rules) {
      cells.add(
          isMarked(rule) && prepared[feature + rule.features() - 1] > LIKELY
              ? ""
              : original(rule, prepared, feature));
      feature += rule.features();
    }
    return cells;
  }

  private static String original(ColumnRule rule, float[] prepared, int feature) {
    return switch (rule) {
      case ColumnRule.Numeric numeric -> numeric.restoredText(prepared[feature]);
      case ColumnRule.Categorical categorical -> {
        int best = 0;
        for (int k = 1; k < categorical.features(); k++) {
          best = prepared[feature + k] > prepared[feature + best] ? k : best;
        }
        List<String> categories = categorical.categories();
        yield best < categories.size() ? categories.get(best) : OTHERS;
      }
      case ColumnRule.Temporal times -> times.format().text(days(times, prepared, feature));
    };
  }

  /** The elapsed days; where there is no date, the time of day. */
  private static double days(ColumnRule.Temporal rule, float[] prepared, int feature) {
    return rule.elapsed() > 0
        ? rule.scale().restore(prepared[feature])
        : rule.cycles().getFirst().day(prepared[feature], prepared[feature + 1]);
  }

  @Override
  public double[] unscale(float[] prepared) {
    double[] values = new double[prepared.length];
    int feature = 0;
    for (ColumnRule rule : rules) {
      for (int k = 0; k < rule.features(); k++) {
        float value = prepared[feature];
        boolean first = k == 0;
        values[feature++] =
            switch (rule) {
              case ColumnRule.Numeric numeric when first -> numeric.restore(value);
              case ColumnRule.Temporal times when first && times.elapsed() > 0 ->
                  times.scale().restore(value);
              case ColumnRule.Numeric _, ColumnRule.Temporal _, ColumnRule.Categorical _ -> value;
            };
      }
    }
    return values;
  }

  @Override
  public double logDeterminant() {
    double sum = 0;
    for (ColumnRule rule : rules) {
      if (rule instanceof ColumnRule.Numeric numeric) {
        sum -= Math.log(numeric.scale().width());
        sum -= numeric.curve().map(form -> Math.log(form.linear().width())).orElse(0.0);
      }
    }
    return sum;
  }

  @Override
  public boolean exceedsFloat32() {
    return rules.stream()
        .anyMatch(rule -> rule instanceof ColumnRule.Numeric n && n.exceedsFloat32());
  }

  @Override
  public List<String> remarks(RawData raw) {
    return List.of();
  }

  @Override
  public boolean isIdentity() {
    return false;
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", PreparationCodec.TABLE);
    map.put("named", named);
    map.put("scaling", scaling.text());
    map.put("clip", clip);
    if (decimal == DecimalMark.COMMA) {
      map.put("decimal", PreparationCodec.COMMA);
    }
    map.put("columns", rules.stream().map(ColumnRule::toMap).toList());
    return map;
  }

  @Override
  public String describe() {
    List<String> parts = new ArrayList<>();
    long numeric = rules.stream().filter(ColumnRule.Numeric.class::isInstance).count();
    if (numeric > 0) {
      parts.add(columns(numeric, "numeric") + " " + PreparationCodec.wording(scaling));
    }
    describe(parts, "categorical", ColumnRule.Categorical.class);
    describe(parts, "temporal", ColumnRule.Temporal.class);
    names(
        parts,
        "logarithms of ",
        rule ->
            rule instanceof ColumnRule.Numeric n && n.curve().orElse(null) instanceof Logarithm);
    names(
        parts,
        "by their quantiles ",
        rule ->
            rule instanceof ColumnRule.Numeric n && n.curve().orElse(null) instanceof Quantiles);
    names(parts, "missing cells marked of ", TablePreparation::isMarked);
    names(
        parts,
        "rare and unseen categories marked of ",
        rule -> rule instanceof ColumnRule.Categorical c && c.others());
    return String.join(", ", parts);
  }

  private void names(List<String> parts, String what, Predicate<ColumnRule> which) {
    List<String> names = rules.stream().filter(which).map(ColumnRule::name).toList();
    if (!names.isEmpty()) {
      parts.add(what + ShortList.of(names));
    }
  }

  private void describe(List<String> parts, String kind, Class<? extends ColumnRule> type) {
    long count = rules.stream().filter(type::isInstance).count();
    int features = rules.stream().filter(type::isInstance).mapToInt(ColumnRule::features).sum();
    if (count > 0) {
      parts.add(
          columns(count, kind) + " as " + features + (features == 1 ? " feature" : " features"));
    }
  }

  private static String columns(long count, String kind) {
    return count + " " + kind + (count == 1 ? " column" : " columns");
  }
}
