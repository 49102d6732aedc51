package dev.hourglass.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Preparations as plain maps, as they are kept in a model file, and strictly back. */
final class PreparationCodec {
  static final String IDENTITY = "none";
  static final String SCALED = "scaled";
  static final String TABLE = "table";
  static final String NUMERIC = "numeric";
  static final String CATEGORICAL = "categorical";

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
    String kind = fields.text("kind");
    Preparation preparation =
        switch (kind) {
          case IDENTITY -> new IdentityPreparation(shape(fields), fields.bool("unit"));
          case SCALED -> scaled(fields);
          case TABLE -> table(fields);
          default -> throw fields.wrong("kind", "one of [none, scaled, table]", "'" + kind + "'");
        };
    fields.refuseOthers();
    return preparation;
  }

  private static SampleShape shape(StrictMap fields) {
    String text = fields.text("shape");
    try {
      return SampleShape.parse(text);
    } catch (IllegalArgumentException e) {
      throw fields.wrong("shape", "a shape such as 28x28x1", "'" + text + "'");
    }
  }

  private static Scaling scaling(StrictMap fields) {
    String text = fields.text("scaling");
    try {
      return Scaling.parse(text);
    } catch (IllegalArgumentException e) {
      throw fields.wrong("scaling", "one of [none, min-max, standardize]", "'" + text + "'");
    }
  }

  private static double clip(StrictMap fields) {
    double clip = fields.number("clip");
    if (!(clip >= 0 && clip <= 1e6)) {
      throw fields.wrong("clip", "a number from 0 to 1e6", Double.toString(clip));
    }
    return clip;
  }

  private static Scale scale(StrictMap fields, double offset, double width) {
    if (!(width > 0)) {
      throw fields.wrong("width", "a number above 0", Double.toString(width));
    }
    return new Scale(offset, width);
  }

  private static Preparation scaled(StrictMap fields) {
    SampleShape shape = shape(fields);
    Scaling scaling = scaling(fields);
    if (scaling == Scaling.NONE) {
      throw fields.wrong("scaling", "min-max or standardize", "'none'");
    }
    List<Double> offsets = fields.numbers("offset");
    List<Double> widths = fields.numbers("width");
    if (offsets.size() != shape.features() || widths.size() != shape.features()) {
      throw fields.wrong(
          "offset and width",
          shape.features() + " numbers each",
          offsets.size() + " and " + widths.size());
    }
    List<Scale> scales = new ArrayList<>();
    for (int i = 0; i < offsets.size(); i++) {
      scales.add(scale(fields, offsets.get(i), widths.get(i)));
    }
    return new ScaledPreparation(shape, scaling, clip(fields), scales);
  }

  private static Preparation table(StrictMap fields) {
    boolean named = fields.bool("named");
    Scaling scaling = scaling(fields);
    double clip = clip(fields);
    List<ColumnRule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long features = 0;
    for (StrictMap column : fields.maps("columns")) {
      ColumnRule rule = rule(column);
      if (!names.add(rule.name())) {
        throw column.wrong("name", "another for each column", "'" + rule.name() + "' again");
      }
      features += rule.features();
      rules.add(rule);
    }
    if (rules.isEmpty() || features > Integer.MAX_VALUE) {
      throw fields.wrong("columns", "at least one", rules.size() + " of " + features + " features");
    }
    return new TablePreparation(named, scaling, clip, rules);
  }

  private static ColumnRule rule(StrictMap column) {
    String name = column.text("name");
    String type = column.text("type");
    ColumnRule rule =
        switch (type) {
          case NUMERIC ->
              new ColumnRule.Numeric(
                  name,
                  scale(column, column.number("offset"), column.number("width")),
                  column.number("missing"));
          case CATEGORICAL -> {
            List<String> categories = column.texts("categories");
            if (categories.isEmpty() || new HashSet<>(categories).size() != categories.size()) {
              throw column.wrong(
                  "categories", "distinct texts, at least one", categories.toString());
            }
            yield new ColumnRule.Categorical(name, categories);
          }
          default -> throw column.wrong("type", "numeric or categorical", "'" + type + "'");
        };
    column.refuseOthers();
    return rule;
  }
}
