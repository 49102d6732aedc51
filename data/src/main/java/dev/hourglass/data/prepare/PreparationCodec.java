package dev.hourglass.data.prepare;

import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.TemporalFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Preparations as plain maps, as they are kept in a model file, and strictly back. */
final class PreparationCodec {
  static final String IDENTITY = "none";
  static final String SCALED = "scaled";
  static final String TABLE = "table";
  static final String BYTES_AS_STORED = "bytesAsStored";
  static final String NUMERIC = "numeric";
  static final String CATEGORICAL = "categorical";
  static final String TEMPORAL = "temporal";
  static final String COMMA = "comma";
  static final String MARKED = "missingMarked";
  static final String OTHERS = "othersMarked";
  static final String LOG_CENTRE = "logCentre";
  static final String LOG_UNIT = "logUnit";
  static final String QUANTILES = "quantiles";
  static final String QUANTILE_VALUES = "quantileValues";

  private PreparationCodec() {}

  static String wording(Scaling scaling) {
    return switch (scaling) {
      case NONE -> "as they are";
      case MIN_MAX -> "scaled to 0…1 (min-max)";
      case STANDARDIZE -> "standardised";
    };
  }

  static Preparation decode(Map<String, Object> map) {
    StrictMap fields = new StrictMap("preparation", map);
    String kind = fields.string("kind");
    Preparation preparation =
        switch (kind) {
          case IDENTITY ->
              new IdentityPreparation(shape(fields), fields.bool("unit"), bytesAsStored(fields));
          case SCALED -> scaled(fields);
          case TABLE -> table(fields);
          default -> throw fields.refuse("kind", "one of [none, scaled, table]", kind);
        };
    return fields.finish(preparation);
  }

  private static SampleShape shape(StrictMap fields) {
    String text = fields.string("shape");
    try {
      return SampleShape.parse(text);
    } catch (IllegalArgumentException e) {
      throw fields.refuse("shape", "a shape such as 28x28x1", text);
    }
  }

  private static boolean bytesAsStored(StrictMap fields) {
    return isSaid(fields, BYTES_AS_STORED);
  }

  private static Scaling scaling(StrictMap fields) {
    String text = fields.string("scaling");
    try {
      return Scaling.parse(text);
    } catch (IllegalArgumentException e) {
      throw fields.refuse("scaling", "one of [none, min-max, standardize]", text);
    }
  }

  private static double clip(StrictMap fields) {
    double clip = fields.finite("clip");
    if (!(clip >= 0 && clip <= 1e6)) {
      throw fields.refuse("clip", "a number from 0 to 1e6", Double.toString(clip));
    }
    return clip;
  }

  private static Scale scale(StrictMap fields, double offset, double width) {
    if (!(width > 0)) {
      throw fields.refuse("width", "a number above 0", Double.toString(width));
    }
    return new Scale(offset, width);
  }

  private static Preparation scaled(StrictMap fields) {
    SampleShape shape = shape(fields);
    Scaling scaling = scaling(fields);
    if (scaling == Scaling.NONE) {
      throw fields.refuse("scaling", "min-max or standardize", "none");
    }
    List<Double> offsets = fields.numbers("offset");
    List<Double> widths = fields.numbers("width");
    if (offsets.size() != shape.features() || widths.size() != shape.features()) {
      throw fields.refuse(
          "offset and width",
          shape.features() + " numbers each",
          offsets.size() + " and " + widths.size());
    }
    List<Scale> scales = new ArrayList<>();
    for (int i = 0; i < offsets.size(); i++) {
      scales.add(scale(fields, offsets.get(i), widths.get(i)));
    }
    return new ScaledPreparation(shape, scaling, clip(fields), scales, bytesAsStored(fields));
  }

  private static Preparation table(StrictMap fields) {
    boolean named = fields.bool("named");
    Scaling scaling = scaling(fields);
    double clip = clip(fields);
    List<ColumnRule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long features = 0;
    for (StrictMap column : fields.objects("columns")) {
      ColumnRule rule = rule(column);
      if (!names.add(rule.name())) {
        throw column.refuse("name", "another for each column", rule.name() + " again");
      }
      features += rule.features();
      rules.add(rule);
    }
    if (rules.isEmpty() || features > Integer.MAX_VALUE) {
      throw fields.refuse(
          "columns", "at least one", rules.size() + " of " + features + " features");
    }
    return new TablePreparation(named, scaling, clip, rules, decimal(fields));
  }

  private static ColumnRule rule(StrictMap column) {
    String name = column.string("name");
    String type = column.string("type");
    ColumnRule rule =
        switch (type) {
          case NUMERIC ->
              new ColumnRule.Numeric(
                  name,
                  scale(column, column.finite("offset"), column.finite("width")),
                  curve(column),
                  column.finite("missing"),
                  isSaid(column, MARKED));
          case CATEGORICAL -> {
            List<String> categories = column.strings("categories");
            if (categories.isEmpty() || new HashSet<>(categories).size() != categories.size()) {
              throw column.refuse(
                  "categories", "distinct texts, at least one", categories.toString());
            }
            yield new ColumnRule.Categorical(name, categories, isSaid(column, OTHERS));
          }
          case TEMPORAL ->
              new ColumnRule.Temporal(
                  name,
                  format(column),
                  scale(column, column.finite("offset"), column.finite("width")),
                  column.finite("missing"),
                  Cycle.read(column, "cycles"),
                  isSaid(column, MARKED));
          default ->
              throw column.refuse("type", "numeric, categorical or temporal", "'" + type + "'");
        };
    if (rule.features() == 0) {
      throw column.refuse("cycles", "at least one where there is no date", "none");
    }
    return column.finish(rule);
  }

  /** Keys of columns that older files have not. */
  private static boolean isSaid(StrictMap column, String key) {
    return column.has(key) && column.bool(key);
  }

  private static Optional<Curve> curve(StrictMap column) {
    if (column.has(QUANTILES)) {
      List<Double> knots = column.numbers(QUANTILES);
      List<Double> values = column.numbers(QUANTILE_VALUES);
      try {
        return Optional.of(new Quantiles(knots, values));
      } catch (IllegalArgumentException e) {
        throw column.refuse(QUANTILES, "ascending numbers, each with a value", e.getMessage());
      }
    }
    if (!column.has(LOG_CENTRE)) {
      return Optional.empty();
    }
    double unit = column.finite(LOG_UNIT);
    if (!(unit > 0)) {
      throw column.refuse(LOG_UNIT, "a number above 0", Double.toString(unit));
    }
    return Optional.of(new Logarithm(column.finite(LOG_CENTRE), unit));
  }

  private static TemporalFormat format(StrictMap column) {
    String pattern = column.string("format");
    try {
      return new TemporalFormat(pattern);
    } catch (IllegalArgumentException e) {
      throw column.refuse("format", "a pattern such as uuuu-MM-dd", pattern);
    }
  }

  private static DecimalMark decimal(StrictMap fields) {
    Optional<String> text = fields.optionalString("decimal");
    if (text.isPresent() && !text.get().equals(COMMA)) {
      throw fields.refuse("decimal", COMMA + ", or nothing", text.get());
    }
    return text.isPresent() ? DecimalMark.COMMA : DecimalMark.POINT;
  }
}
