package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.TemporalFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds a {@link Preparation}'s figures on the training rows. */
final class PreparationFitting {
  /** A column with more categories than this share of its rows is an identifier, not a category. */
  private static final double IDENTIFIER_SHARE = 0.5;

  /** Below so many categories a small table may have nearly as many as rows. */
  private static final int FEW_CATEGORIES = 100;

  /** Categories of fewer rows than either say little by themselves. */
  private static final int RARE = 10;

  private static final double RARE_SHARE = 0.01;

  /** A cycle that came round less often cannot be told from elapsed time. */
  private static final int CYCLES = 2;

  private PreparationFitting() {}

  static Preparation fit(RawData raw, int[] trainingRows, PreparationOptions options) {
    if (trainingRows.length == 0) {
      throw new IllegalArgumentException("a preparation needs at least one training row");
    }
    return switch (raw) {
      case RawData.Array numbers -> fitNumbers(numbers, trainingRows, options);
      case RawData.Table table -> fitTable(table, trainingRows, options);
    };
  }

  private static Preparation fitNumbers(RawData.Array raw, int[] rows, PreparationOptions options) {
    SampleShape shape = raw.samples().shape();
    boolean bytes = raw.kind() == NumberKind.BYTES;
    boolean asStored = bytes && !BytePictures.are(raw, rows);
    if (bytes && !asStored && options.scaling().orElse(Scaling.NONE) == Scaling.NONE) {
      return new IdentityPreparation(shape, true, false);
    }
    Dataset samples = asStored ? raw.samples().asStored() : raw.samples();
    FeatureMoments moments = FeatureMoments.of(samples, rows);
    boolean unit = moments.isUnit();
    Scaling scaling = options.scaling().orElse(unit ? Scaling.NONE : Scaling.MIN_MAX);
    return switch (scaling) {
      case NONE -> new IdentityPreparation(shape, unit, asStored);
      case MIN_MAX, STANDARDIZE ->
          new ScaledPreparation(shape, scaling, options.clip(), moments.scales(scaling), asStored);
    };
  }

  private static Preparation fitTable(RawData.Table table, int[] rows, PreparationOptions options) {
    Scaling scaling = options.scaling().orElse(Scaling.MIN_MAX);
    List<ColumnRule> rules = new ArrayList<>();
    double[] known = new double[rows.length]; // for one column's numbers after the other
    for (Column column : table.columns()) {
      rules.add(
          switch (column) {
            case Column.Numeric numeric ->
                fitNumeric(table, numeric, rows, known, scaling, options);
            case Column.Categorical texts -> fitCategorical(table, texts, rows, options);
            case Column.Temporal times -> fitTemporal(table, times, rows, known, scaling, options);
          });
    }
    return new TablePreparation(
        table.named(), scaling, options.clip(), rules, table.layout().decimal());
  }

  /** Days are numbers; a cycle counts that the training rows go through at least twice. */
  private static ColumnRule fitTemporal(
      RawData.Table table,
      Column.Temporal column,
      int[] rows,
      double[] known,
      Scaling scaling,
      PreparationOptions options) {
    Column.Numeric days = new Column.Numeric(column.name(), column.days());
    PreparationOptions straight = options.withTails(Tails.KEEP);
    ColumnRule.Numeric rule = fitNumeric(table, days, rows, known, scaling, straight);
    TemporalFormat format = column.format();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int row : rows) {
      if (!column.isMissing(row)) {
        least = Math.min(least, column.days()[row]);
        most = Math.max(most, column.days()[row]);
      }
    }
    List<Cycle> cycles = new ArrayList<>();
    for (Cycle cycle : Cycle.values()) {
      boolean has = cycle == Cycle.DAY ? format.hasTime() : format.hasDate();
      boolean often = !format.hasDate() || most - least >= CYCLES * cycle.days();
      if (has && often) {
        cycles.add(cycle);
      }
    }
    return new ColumnRule.Temporal(
        column.name(), format, rule.scale(), rule.missing(), cycles, rule.marked());
  }

  private static ColumnRule.Numeric fitNumeric(
      RawData.Table table,
      Column.Numeric column,
      int[] rows,
      double[] known,
      Scaling scaling,
      PreparationOptions options) {
    int count = 0;
    for (int row : rows) {
      double value = column.values()[row];
      if (!Double.isNaN(value)) {
        known[count++] = value;
      }
    }
    if (count == 0) {
      throw allMissing(table, column, rows);
    }
    Arrays.sort(known, 0, count);
    int present = count;
    // Halves before adding: two huge values must not sum to infinity.
    int half = count / 2;
    double median = count % 2 == 1 ? known[half] : known[half - 1] / 2 + known[half] / 2;
    double mean = Arrays.stream(known, 0, count).map(x -> x / present).sum();
    double missing = options.imputation() == Imputation.MEDIAN ? median : mean;
    boolean marked = options.marksUnusual() && count < rows.length;
    Optional<Curve> curve =
        switch (options.tails()) {
          case KEEP -> Optional.empty();
          case LOG -> HeavyTails.logarithm(Arrays.copyOf(known, count), median);
          case QUANTILE -> Quantiles.of(Arrays.copyOf(known, count));
        };
    if (curve.isPresent()) {
      Curve form = curve.get();
      Arrays.setAll(known, i -> i < present ? form.of(known[i]) : 0);
    }
    Scale scale =
        scale(
            known,
            count,
            rows.length,
            scaling,
            curve.map(form -> form.of(missing)).orElse(missing));
    return new ColumnRule.Numeric(column.name(), scale, curve, missing, marked);
  }

  /**
   * The scale of a column.
   *
   * @param known its numbers, ascending
   * @param count how many of them there are
   * @param rows how many there are with those that are missing
   * @param missing what takes their place
   */
  private static Scale scale(double[] known, int count, int rows, Scaling scaling, double missing) {
    return switch (scaling) {
      case NONE -> Scale.NONE;
      case MIN_MAX -> Scale.of(known[0], known[count - 1] - known[0]);
      case STANDARDIZE -> {
        // A filled-in cell counts as what it is filled with, as it will in training.
        double filled = (double) rows - count;
        double mean = Arrays.stream(known, 0, count).map(x -> x / count).sum();
        double centre = (mean * count + missing * filled) / rows;
        double squares = filled * (missing - centre) * (missing - centre);
        for (int i = 0; i < count; i++) {
          squares += (known[i] - centre) * (known[i] - centre);
        }
        yield Scale.of(centre, Math.sqrt(squares / rows));
      }
    };
  }

  private static ColumnRule fitCategorical(
      RawData.Table table, Column.Categorical column, int[] rows, PreparationOptions options) {
    int[] counts = new int[column.categories().size()];
    int known = 0;
    for (int row : rows) {
      if (!column.isMissing(row)) {
        counts[column.codes()[row]]++;
        known++;
      }
    }
    if (known == 0) {
      throw allMissing(table, column, rows);
    }
    List<String> categories = new ArrayList<>();
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] > 0) {
        categories.add(column.categories().get(k));
      }
    }
    boolean identifier =
        categories.size() > FEW_CATEGORIES && categories.size() > IDENTIFIER_SHARE * known;
    if (identifier || categories.size() > options.maxCategories()) {
      throw new DataException(
          ("%1$s: column '%2$s' has %3$d different texts in %4$d rows (such as '%5$s'), too many"
                  + " for categories; leave it out with option 'ignore' = \"%2$s\"")
              .formatted(
                  table.source(), column.name(), categories.size(), known, categories.getFirst()));
    }
    return options.marksUnusual()
        ? new ColumnRule.Categorical(column.name(), frequent(column, counts, categories), true)
        : new ColumnRule.Categorical(column.name(), categories, false);
  }

  /** Those that are not rare; all where all are. */
  private static List<String> frequent(
      Column.Categorical column, int[] counts, List<String> categories) {
    double rare = Math.min(RARE, RARE_SHARE * Arrays.stream(counts).sum());
    List<String> frequent = new ArrayList<>();
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] > 0 && counts[k] >= rare) {
        frequent.add(column.categories().get(k));
      }
    }
    return frequent.isEmpty() ? categories : frequent;
  }

  private static DataException allMissing(RawData.Table table, Column column, int[] rows) {
    return new DataException(
        ("%1$s: column '%2$s' has no value in any of the %3$d training rows; fill "
                + "it, or leave it out with option 'ignore' = \"%2$s\"")
            .formatted(table.source(), column.name(), rows.length));
  }
}
