package dev.hourglass.data.prepare;

import dev.hourglass.base.Decimal;
import dev.hourglass.base.ShortList;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.TableLayout;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was understood of data, for people.
 *
 * @param source where it comes from
 * @param rows how many samples there are
 * @param form how they lie there: of a table encoding, separator and header, of other data the
 *     shape of a sample
 * @param columns a table's columns that are learned from, or an array's features
 * @param leftOut a table's columns that are not
 * @param preparation what is done to them
 * @param features how many numbers a prepared sample has
 */
public record DataSummary(
    String source,
    int rows,
    String form,
    List<ColumnSummary> columns,
    List<TableLayout.LeftOut> leftOut,
    String preparation,
    int features) {
  /** Features of an array that are described one by one. */
  private static final int MOST_FEATURES = 1000;

  /**
   * A column.
   *
   * @param name its name
   * @param kind number, category, date or time
   * @param range its least and its greatest value, or its categories
   * @param missing how many of its cells are missing
   * @param prepared what it becomes
   */
  public record ColumnSummary(
      String name, String kind, String range, long missing, String prepared) {}

  public DataSummary {
    columns = List.copyOf(columns);
    leftOut = List.copyOf(leftOut);
  }

  /** Whether the data are a table, whose columns are described without being asked for. */
  public boolean isTable() {
    return !columns.isEmpty();
  }

  /**
   * Sums up data. An array's features are not looked at, for that would read all of it.
   *
   * @param preparation fitted on the data, or some of its rows
   */
  public static DataSummary of(RawData raw, Preparation preparation) {
    return switch (raw) {
      case RawData.Array array ->
          new DataSummary(
              raw.source(),
              raw.size(),
              form(array),
              List.of(),
              List.of(),
              preparation.describe(),
              preparation.outputShape().features());
      case RawData.Table table ->
          new DataSummary(
              raw.source(),
              raw.size(),
              form(table),
              columns(table, preparation),
              table.layout().leftOut(),
              preparation.describe(),
              preparation.outputShape().features());
    };
  }

  /** The same with an array's features, where they are not too many or an image's. */
  public static DataSummary whole(RawData raw, Preparation preparation) {
    DataSummary summary = of(raw, preparation);
    if (!(raw instanceof RawData.Array array)
        || array.samples().shape().isImage()
        || array.samples().features() > MOST_FEATURES) {
      return summary;
    }
    return new DataSummary(
        summary.source,
        summary.rows,
        summary.form,
        features(array.samples(), preparation.describe()),
        List.of(),
        summary.preparation,
        summary.features);
  }

  private static String form(RawData.Array array) {
    String numbers = array.kind() == NumberKind.BYTES ? "bytes" : "numbers";
    return array.samples().shape() + ", " + numbers;
  }

  private static String form(RawData.Table table) {
    String header = table.named() ? "with a header" : "without a header";
    String layout = table.layout().text();
    return layout.isEmpty() ? header : layout + ", " + header;
  }

  private static List<ColumnSummary> columns(RawData.Table table, Preparation preparation) {
    List<ColumnSummary> all = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      Column column = table.columns().get(c);
      long missing = 0;
      for (int row = 0; row < column.size(); row++) {
        missing += column.isMissing(row) ? 1 : 0;
      }
      String prepared =
          preparation instanceof TablePreparation own
              ? prepared(own.rules().get(c), own.scaling())
              : preparation.describe();
      all.add(new ColumnSummary(column.name(), kind(column), range(column), missing, prepared));
    }
    return all;
  }

  private static String kind(Column column) {
    return switch (column) {
      case Column.Numeric _ -> "number";
      case Column.Categorical _ -> "category";
      case Column.Temporal times -> times.format().hasDate() ? "date" : "time";
    };
  }

  private static String range(Column column) {
    return switch (column) {
      case Column.Numeric numbers -> {
        double[] ends = ends(numbers.values());
        yield Decimal.text(ends[0]) + " … " + Decimal.text(ends[1]);
      }
      case Column.Temporal times -> {
        double[] ends = ends(times.days());
        yield times.format().text(ends[0]) + " … " + times.format().text(ends[1]);
      }
      case Column.Categorical texts -> ShortList.of(texts.categories());
    };
  }

  private static double[] ends(double[] values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      least = value < least ? value : least;
      most = value > most ? value : most;
    }
    return new double[] {least, most};
  }

  private static String prepared(ColumnRule rule, Scaling scaling) {
    return switch (rule) {
      case ColumnRule.Numeric numbers ->
          PreparationCodec.wording(scaling)
              + numbers.curve().map(curve -> ", " + curve.wording()).orElse("")
              + (numbers.marked() ? ", missing cells marked" : "");
      case ColumnRule.Categorical categories -> "one of " + categories.features() + " features";
      case ColumnRule.Temporal times -> {
        List<String> parts = new ArrayList<>();
        if (times.elapsed() > 0) {
          parts.add("elapsed days " + PreparationCodec.wording(scaling));
        }
        times.cycles().forEach(cycle -> parts.add("cycle of the " + cycle.label()));
        yield String.join(", ", parts);
      }
    };
  }

  private static List<ColumnSummary> features(Dataset samples, String prepared) {
    int features = samples.features();
    double[] least = new double[features];
    double[] most = new double[features];
    float[] row = new float[features];
    for (int i = 0; i < samples.size(); i++) {
      RowSamples.copyRow(samples, i, MemorySegment.ofArray(row), 0);
      for (int f = 0; f < features; f++) {
        least[f] = i == 0 ? row[f] : Math.min(least[f], row[f]);
        most[f] = i == 0 ? row[f] : Math.max(most[f], row[f]);
      }
    }
    List<ColumnSummary> all = new ArrayList<>();
    for (int f = 0; f < features; f++) {
      String range = Decimal.text(least[f]) + " … " + Decimal.text(most[f]);
      all.add(new ColumnSummary(Integer.toString(f), "number", range, 0, prepared));
    }
    return all;
  }

  /** All of it in one line. */
  public String line() {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "%s: %,d rows, %s", source, rows, form));
    if (!columns.isEmpty()) {
      List<String> kinds = new ArrayList<>();
      for (String kind : List.of("number", "category", "date", "time")) {
        long count = columns.stream().filter(column -> column.kind().equals(kind)).count();
        if (count > 0) {
          kinds.add(count + " " + (count == 1 ? kind : plural(kind)));
        }
      }
      line.append("; ").append(String.join(", ", kinds));
    }
    if (!leftOut.isEmpty()) {
      List<String> names = leftOut.stream().map(TableLayout.LeftOut::name).toList();
      line.append("; left out: ").append(ShortList.of(names));
    }
    line.append(String.format(Locale.ROOT, "; %,d feature%s", features, features == 1 ? "" : "s"));
    return line.toString();
  }

  private static String plural(String kind) {
    return kind.endsWith("y") ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
  }
}
