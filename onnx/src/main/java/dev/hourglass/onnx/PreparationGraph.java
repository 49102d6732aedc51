package dev.hourglass.onnx;

import dev.hourglass.base.StrictMap;
import dev.hourglass.data.prepare.Preparation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a preparation makes of raw samples, and how it is undone, as operators. */
final class PreparationGraph {
  private static final String NUMERIC = "numeric";
  private static final String TEMPORAL = "temporal";
  private static final String NO_SCALING = "none";
  private static final String MARKED = "missingMarked";
  private static final String LOG_CENTRE = "logCentre";
  private static final String QUANTILES = "quantiles";
  private static final String QUANTILE_VALUES = "quantileValues";
  private static final String LOG_UNIT = "logUnit";

  private final Graph graph;
  private final Preparation preparation;
  private final StrictMap map;
  private final OnnxType numbers;

  PreparationGraph(Graph graph, Preparation preparation) {
    this.graph = graph;
    this.preparation = preparation;
    this.map = new StrictMap("preparation", preparation.toMap());
    this.numbers = preparation.exceedsFloat32() ? OnnxType.DOUBLE : OnnxType.FLOAT;
  }

  // ---- in ----

  /**
   * Declares the inputs and adds what makes samples of them, {@code [batch, features]}: of tables
   * an input a column, {@code [batch, 1]}, numbers with NaN where one is missing, or texts; of
   * anything else one of all numbers.
   *
   * @throws ExportException if there is a column of dates
   */
  String apply() {
    return switch (map.string("kind")) {
      case "none" -> asFloats(graph.input("samples", numbers, features()));
      case "scaled" -> scaled(graph.input("samples", numbers, features()));
      case "table" -> table();
      default -> throw new ExportException("its preparation is " + preparation.describe());
    };
  }

  private int features() {
    return preparation.outputShape().features();
  }

  private String asFloats(String input) {
    return numbers == OnnxType.FLOAT ? input : graph.cast(input, OnnxType.FLOAT);
  }

  /** In float32 as samples of floats are scaled while they are gathered, else in double. */
  private String scaled(String input) {
    List<Double> offsets = map.numbers("offset");
    List<Double> widths = map.numbers("width");
    if (numbers == OnnxType.DOUBLE) {
      Affine affine = new Affine();
      for (int i = 0; i < offsets.size(); i++) {
        affine.add(offsets.get(i), widths.get(i), 0);
      }
      return graph.cast(clipped(affine.prepare(graph, input), numbers), OnnxType.FLOAT);
    }
    float[] offset = new float[offsets.size()];
    float[] factor = new float[offsets.size()];
    for (int i = 0; i < offset.length; i++) {
      offset[i] = offsets.get(i).floatValue();
      factor[i] = (float) (1 / widths.get(i));
    }
    String centred = graph.add("Sub", input, graph.floats(offset, 1, offset.length));
    String scaled = graph.add("Mul", centred, graph.floats(factor, 1, factor.length));
    return clipped(scaled, numbers);
  }

  private String table() {
    List<StrictMap> columns = map.objects("columns");
    List<String> inputs = new ArrayList<>();
    for (StrictMap column : columns) {
      inputs.add(input(column));
    }
    List<String> parts = new ArrayList<>();
    List<String> together = new ArrayList<>();
    Affine affine = new Affine();
    for (int c = 0; c < columns.size(); c++) {
      StrictMap column = columns.get(c);
      if (isNumeric(column) && !isCurved(column) && !isSaid(column, MARKED)) {
        together.add(inputs.get(c));
        affine.add(column.finite("offset"), column.finite("width"), column.finite("missing"));
        continue;
      }
      flush(together, affine, parts);
      together = new ArrayList<>();
      affine = new Affine();
      if (isNumeric(column)) {
        addAlone(column, inputs.get(c), parts);
      } else if (isSaid(column, "othersMarked")) {
        parts.add(oneHotAndOthers(inputs.get(c), column.strings("categories")));
      } else {
        parts.add(oneHot(graph, inputs.get(c), column.strings("categories")));
      }
    }
    flush(together, affine, parts);
    return joined(parts);
  }

  private static boolean isNumeric(StrictMap column) {
    return column.string("type").equals(NUMERIC);
  }

  private static boolean isCurved(StrictMap column) {
    return isLogarithm(column) || column.has(QUANTILES);
  }

  private static boolean isLogarithm(StrictMap column) {
    return column.has(LOG_CENTRE);
  }

  private static boolean isSaid(StrictMap column, String key) {
    return column.has(key) && column.bool(key);
  }

  private String input(StrictMap column) {
    String name = column.string("name");
    if (column.string("type").equals(TEMPORAL)) {
      throw new ExportException(
          ("column '%s' holds dates or times (%s), which ONNX has no operators to read; train"
                  + " without it (option 'ignore' = %s), or with a number in its place")
              .formatted(name, column.string("format"), name));
    }
    return graph.input(name, isNumeric(column) ? OnnxType.DOUBLE : OnnxType.STRING, 1);
  }

  /** Columns of numbers beside each other are prepared as one. */
  private void flush(List<String> columns, Affine affine, List<String> parts) {
    if (columns.isEmpty()) {
      return;
    }
    String filled = affine.fill(graph, joined(columns));
    parts.add(graph.cast(clipped(affine.prepare(graph, filled), OnnxType.DOUBLE), OnnxType.FLOAT));
  }

  /** A column of numbers that goes through a curve, or whose missing cells are marked. */
  private void addAlone(StrictMap column, String input, List<String> parts) {
    Affine affine = new Affine();
    affine.add(column.finite("offset"), column.finite("width"), column.finite("missing"));
    String filled = affine.fill(graph, input);
    String straight = straightened(column, filled);
    String scaled = clipped(affine.prepare(graph, straight), OnnxType.DOUBLE);
    parts.add(graph.cast(scaled, OnnxType.FLOAT));
    if (isSaid(column, MARKED)) {
      parts.add(graph.cast(graph.add("IsNaN", input), OnnxType.FLOAT));
    }
  }

  private String straightened(StrictMap column, String x) {
    if (column.has(QUANTILES)) {
      return BrokenLine.of(column, QUANTILES, QUANTILE_VALUES).at(graph, x);
    }
    return isLogarithm(column) ? logarithm(column, x) : x;
  }

  private String logarithm(StrictMap column, String x) {
    String difference = graph.add("Sub", x, graph.precise(column.finite(LOG_CENTRE)));
    String units =
        graph.add("Div", graph.add("Abs", difference), graph.precise(column.finite(LOG_UNIT)));
    String slow = graph.add("Log", graph.add("Add", units, graph.precise(1)));
    return graph.add("Mul", graph.add("Sign", difference), slow);
  }

  /** One more feature than categories: 1 for a text that is none of them, unless it is empty. */
  private String oneHotAndOthers(String texts, List<String> categories) {
    List<String> known = new ArrayList<>(categories);
    known.add(""); // a missing cell
    String found = oneHot(graph, texts, known);
    String any =
        graph.add("ReduceSum", List.of(found, graph.longs(1)), Attributes.number("keepdims", 1L));
    String own =
        graph.add("Slice", found, graph.longs(0), graph.longs(categories.size()), graph.longs(1));
    return joined(List.of(own, graph.add("Sub", graph.number(1), any)));
  }

  private String joined(List<String> parts) {
    return parts.size() == 1
        ? parts.getFirst()
        : graph.add("Concat", parts, Attributes.number("axis", 1L));
  }

  /** 1 for a text's own category, 0 for the others; all 0 where it is none of them. */
  static String oneHot(Graph graph, String texts, List<String> categories) {
    String found =
        graph.addMl(
            "OneHotEncoder",
            texts,
            List.of(1, categories.size()),
            Attributes.texts("cats_strings", categories),
            Attributes.number("zeros", 1L));
    return graph.reshape(found, -1, categories.size());
  }

  private String clipped(String scaled, OnnxType type) {
    double clip = map.finite("clip");
    return switch (map.string("scaling")) {
      case NO_SCALING -> scaled;
      case "min-max" -> clipped(scaled, type, -clip, 1 + clip);
      default -> clipped(scaled, type, -clip, clip);
    };
  }

  private String clipped(String scaled, OnnxType type, double least, double most) {
    return type == OnnxType.FLOAT
        ? graph.add("Clip", scaled, graph.number(least), graph.number(most))
        : graph.add("Clip", scaled, graph.precise((float) least), graph.precise((float) most));
  }

  // ---- out ----

  /** What samples in the units of the data are made of. */
  OnnxType numbers() {
    return numbers;
  }

  /** A prepared sample, such as a reconstruction, in the units of the data. */
  String undo(String prepared) {
    Affine affine = new Affine();
    switch (map.string("kind")) {
      case "scaled" -> {
        List<Double> offsets = map.numbers("offset");
        List<Double> widths = map.numbers("width");
        for (int i = 0; i < offsets.size(); i++) {
          affine.add(offsets.get(i), widths.get(i), 0);
        }
      }
      case "table" -> map.objects("columns").forEach(column -> addUndone(column, affine));
      default -> {
        return numbers == OnnxType.FLOAT ? prepared : graph.cast(prepared, numbers);
      }
    }
    String restored = affine.restore(graph, graph.cast(prepared, OnnxType.DOUBLE));
    if (affine.hasLogarithms()) {
      restored = affine.undoLogarithms(graph, restored);
    }
    if (!affine.lines.isEmpty()) {
      restored = affine.undoLines(graph, restored);
    }
    return numbers == OnnxType.DOUBLE ? restored : graph.cast(restored, OnnxType.FLOAT);
  }

  private static void addUndone(StrictMap column, Affine affine) {
    switch (column.string("type")) {
      case NUMERIC -> {
        affine.add(column.finite("offset"), column.finite("width"), 0);
        if (isLogarithm(column)) {
          affine.lastIsLogarithm(column.finite(LOG_CENTRE), column.finite(LOG_UNIT));
        }
        if (column.has(QUANTILES)) {
          affine.lastIsLine(BrokenLine.of(column, QUANTILE_VALUES, QUANTILES));
        }
        if (isSaid(column, MARKED)) {
          affine.add(0, 1, 0);
        }
      }
      case TEMPORAL ->
          throw new ExportException(
              "column '%s' holds dates or times, which ONNX has no operators to write"
                  .formatted(column.string("name")));
      default -> {
        column.strings("categories").forEach(_ -> affine.add(0, 1, 0));
        if (isSaid(column, "othersMarked")) {
          affine.add(0, 1, 0);
        }
      }
    }
  }

  /** {@code (x − offset) / width} of neighbouring features, in double precision. */
  private static final class Affine {
    private final List<Double> offsets = new ArrayList<>();
    private final List<Double> widths = new ArrayList<>();
    private final List<Double> missing = new ArrayList<>();
    private final List<Double> centres = new ArrayList<>();
    private final List<Double> units = new ArrayList<>();
    private final SortedMap<Integer, BrokenLine> lines = new TreeMap<>();

    void add(double offset, double width, double missing) {
      offsets.add(offset);
      widths.add(width);
      this.missing.add(missing);
      centres.add(0.0);
      units.add(0.0);
    }

    /** The feature that was added last is a logarithm. */
    void lastIsLogarithm(double centre, double unit) {
      centres.set(centres.size() - 1, centre);
      units.set(units.size() - 1, unit);
    }

    /** What the feature that was added last stands for lies along a line. */
    void lastIsLine(BrokenLine line) {
      lines.put(centres.size() - 1, line);
    }

    /** Where features go by quantiles, the numbers they are of; the others as they are. */
    String undoLines(Graph graph, String x) {
      List<String> parts = new ArrayList<>();
      int from = 0;
      for (Map.Entry<Integer, BrokenLine> each : lines.entrySet()) {
        int feature = each.getKey();
        if (feature > from) {
          parts.add(slice(graph, x, from, feature));
        }
        parts.add(each.getValue().at(graph, slice(graph, x, feature, feature + 1)));
        from = feature + 1;
      }
      if (from < centres.size()) {
        parts.add(slice(graph, x, from, centres.size()));
      }
      return graph.add("Concat", parts, Attributes.number("axis", 1L));
    }

    private static String slice(Graph graph, String x, int from, int to) {
      return graph.add("Slice", x, graph.longs(from), graph.longs(to), graph.longs(1));
    }

    boolean hasLogarithms() {
      return units.stream().anyMatch(unit -> unit > 0);
    }

    /** Where features are logarithms, the numbers they are of; the others as they are. */
    String undoLogarithms(Graph graph, String x) {
      String powers = graph.add("Sub", graph.add("Exp", graph.add("Abs", x)), graph.precise(1));
      String far = graph.add("Mul", powers, constant(graph, units));
      String undone =
          graph.add("Add", graph.add("Mul", graph.add("Sign", x), far), constant(graph, centres));
      String which = graph.add("Greater", constant(graph, units), graph.precise(0));
      return graph.add("Where", which, undone, x);
    }

    private static String constant(Graph graph, List<Double> values) {
      return graph.doubles(
          values.stream().mapToDouble(Double::doubleValue).toArray(), 1, values.size());
    }

    String fill(Graph graph, String x) {
      return graph.add("Where", graph.add("IsNaN", x), constant(graph, missing), x);
    }

    String prepare(Graph graph, String x) {
      String centred = graph.add("Sub", x, constant(graph, offsets));
      return graph.add("Div", centred, constant(graph, widths));
    }

    String restore(Graph graph, String prepared) {
      String wide = graph.add("Mul", prepared, constant(graph, widths));
      return graph.add("Add", wide, constant(graph, offsets));
    }
  }
}
