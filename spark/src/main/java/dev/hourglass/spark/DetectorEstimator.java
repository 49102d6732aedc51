package dev.hourglass.spark;

import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Fits a detector of anomalies to a DataFrame.
 *
 * <pre>{@code
 * DetectorModel detector =
 *     new DetectorEstimator().setInputCols("flow", "valve", "pressure").fit(readings);
 * detector.setExplanationCol("because").transform(others).where("flag").show();
 * }</pre>
 *
 * <p>A detector learns from {@value Detector#MOST_FITTED_ROWS} rows at most, which say as much as
 * all do: of more, the executors pick so many, evenly spread, and the driver fits them, to the same
 * bits as {@code hourglass detect fit} does of these rows in this order.
 */
public final class DetectorEstimator extends Estimator<DetectorModel>
    implements DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> featuresCol;
  private final StringArrayParam inputCols;
  private final Param<String> regime;
  private final Param<String> labelCol;
  private final Param<String> normalLabel;
  private final LongParam seed;
  private final Param<String> kernels;

  /** One with a name of its own. */
  public DetectorEstimator() {
    this(Identifiable.randomUID("detectorEstimator"));
  }

  /** One of that name. */
  public DetectorEstimator(String uid) {
    this.uid = uid;
    this.featuresCol = Columns.featuresCol(this);
    this.inputCols = Columns.inputCols(this);
    this.regime =
        new Param<>(
            this, "regime", "what the rows are: normal ones alone, or all, some of them odd");
    this.labelCol =
        new Param<>(this, "labelCol", "what rows are, in regime normal; empty for none");
    this.normalLabel = new Param<>(this, "normalLabel", "the label of the rows that are fitted");
    this.seed = new LongParam(this, "seed", "of every draw");
    this.kernels = Columns.kernels(this);
    setDefault(featuresCol, Columns.FEATURES);
    setDefault(inputCols, new String[0]);
    setDefault(regime, "normal");
    setDefault(labelCol, "");
    setDefault(normalLabel, "normal");
    setDefault(seed, Training.DEFAULT_SEED);
    setDefault(kernels, KernelChoice.AUTO.label());
  }

  @Override
  public String uid() {
    return uid;
  }

  // ---- parameters ----

  /** The column of vectors that is read; {@code features}. */
  public Param<String> featuresCol() {
    return featuresCol;
  }

  /** Plain columns to fit instead. */
  public StringArrayParam inputCols() {
    return inputCols;
  }

  /** What the rows are: {@code normal} ones alone, or {@code all}, some of them odd. */
  public Param<String> regime() {
    return regime;
  }

  /** Where rows say what they are; in regime normal only the normal ones are fitted. */
  public Param<String> labelCol() {
    return labelCol;
  }

  /** What normal rows say there; {@code normal}. */
  public Param<String> normalLabel() {
    return normalLabel;
  }

  /** Of every draw. */
  public LongParam seed() {
    return seed;
  }

  /** What computes: auto, native or portable. */
  public Param<String> kernels() {
    return kernels;
  }

  /** Sets {@link #featuresCol}. */
  public DetectorEstimator setFeaturesCol(String value) {
    set(featuresCol, value);
    return this;
  }

  /** Sets {@link #inputCols}. */
  public DetectorEstimator setInputCols(String... value) {
    set(inputCols, value);
    return this;
  }

  /** Sets {@link #regime}. */
  public DetectorEstimator setRegime(String value) {
    set(regime, value);
    return this;
  }

  /** Sets {@link #labelCol}. */
  public DetectorEstimator setLabelCol(String value) {
    set(labelCol, value);
    return this;
  }

  /** Sets {@link #normalLabel}. */
  public DetectorEstimator setNormalLabel(String value) {
    set(normalLabel, value);
    return this;
  }

  /** Sets {@link #seed}. */
  public DetectorEstimator setSeed(long value) {
    set(seed, value);
    return this;
  }

  /** Sets {@link #kernels}. */
  public DetectorEstimator setKernels(String value) {
    set(kernels, value);
    return this;
  }

  // ---- work ----

  private Regime chosenRegime() {
    String name = getOrDefault(regime);
    return Arrays.stream(Regime.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("regime is normal or all, but was '" + name + "'"));
  }

  /**
   * Fits.
   *
   * @throws IllegalArgumentException if a column is missing, or parameters do not go together
   * @throws DataException if there are too few rows or nothing can be learned from them
   */
  @Override
  public DetectorModel fit(Dataset<?> dataset) {
    InputColumns input =
        InputColumns.toFit(dataset.schema(), getOrDefault(featuresCol), getOrDefault(inputCols));
    KernelChoice choice = KernelChoice.named(getOrDefault(kernels));
    DetectorOptions options =
        DetectorOptions.of(chosenRegime()).withSeed((long) getOrDefault(seed));
    RawData raw = sample(dataset, input);
    Detector detector = Detector.fit(raw, options, KernelLadder.climb(choice));
    return new DetectorModel(uid, ModelFile.toBytes(detector.model()))
        .setFeaturesCol(getOrDefault(featuresCol))
        .setInputCols(getOrDefault(inputCols))
        .setKernels(choice.label())
        .setParent(this);
  }

  private RawData sample(Dataset<?> dataset, InputColumns input) {
    GatheredRows rows = GatheredRows.of(normal(dataset.toDF()), input, 0);
    try {
      System.Logger logger = System.getLogger("dev.hourglass.spark");
      rows.remarks().forEach(remark -> logger.log(System.Logger.Level.WARNING, remark));
      RawRows sample = rows.sample(Detector.MOST_FITTED_ROWS, false);
      int width = sample instanceof RawRows.Vectors(Blocks blocks) ? blocks.width() : 1;
      return sample.raw(SampleShape.vector(width));
    } finally {
      rows.rows().unpersist(false);
    }
  }

  private Dataset<Row> normal(Dataset<Row> rows) {
    String label = getOrDefault(labelCol);
    if (label.isEmpty() || chosenRegime() != Regime.NORMAL) {
      return rows;
    }
    return rows.where(
        functions
            .col("`" + label.replace("`", "``") + "`")
            .cast("string")
            .equalTo(getOrDefault(normalLabel)));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    var _ = InputColumns.toFit(schema, getOrDefault(featuresCol), getOrDefault(inputCols));
    var _ = chosenRegime();
    return schema;
  }

  @Override
  public DetectorEstimator copy(ParamMap extra) {
    return copyValues(new DetectorEstimator(uid), extra);
  }

  /** Reads what was saved. */
  public static MLReader<DetectorEstimator> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads what was saved at a path. */
  public static DetectorEstimator load(String path) {
    return read().load(path);
  }
}
