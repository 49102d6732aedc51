package dev.hourglass.spark;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.tasks.anomaly.Detector;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A detector of anomalies at work on a DataFrame, by partitions, on the kernels of each executor:
 * every row's score, whether it is flagged, the share of fitted rows that score lower, and on
 * request which columns made a flagged row so odd.
 *
 * <pre>{@code
 * DetectorModel detector = DetectorModel.ofFile(spark, "hdfs:///models/pump.safetensors");
 * detector.setExplanationCol("because").transform(readings).where("flag").show();
 * }</pre>
 *
 * <p>It reads what {@link AutoencoderModel} reads, and a bad row gets nulls and a reason.
 */
public final class DetectorModel extends Model<DetectorModel> implements MLWritable {
  private static final long serialVersionUID = 1;
  private static final int EXPLAINED = 3;

  private final String uid;
  private final byte[] file;
  private final transient ModelFile.Model model;
  private final Param<String> featuresCol;
  private final StringArrayParam inputCols;
  private final Param<String> scoreCol;
  private final Param<String> flagCol;
  private final Param<String> percentileCol;
  private final Param<String> explanationCol;
  private final IntParam explainedColumns;
  private final Param<String> reasonCol;
  private final Param<String> kernels;

  /** A detector from its file's bytes. */
  DetectorModel(String uid, byte[] file) {
    this.uid = uid;
    this.file = file;
    this.model = ModelFile.read(file, KernelLadder.portable());
    if (!model.sections().containsKey("detector") || model.sections().containsKey("series")) {
      throw new IllegalArgumentException(
          "the file holds no detector for rows of a table, which a DetectorEstimator and 'detect"
              + " fit' make");
    }
    this.featuresCol = Columns.featuresCol(this);
    this.inputCols = Columns.inputCols(this);
    this.scoreCol = Columns.output(this, "scoreCol", "where the score goes, higher is odder");
    this.flagCol =
        Columns.output(this, "flagCol", "where it goes whether the score is above the threshold");
    this.percentileCol =
        Columns.output(
            this, "percentileCol", "where the share of fitted rows goes that score lower");
    this.explanationCol =
        Columns.output(
            this, "explanationCol", "where it goes which columns made a flagged row so odd");
    this.explainedColumns =
        new IntParam(this, "explainedColumns", "how many columns an explanation names at most");
    this.reasonCol = Columns.reasonCol(this);
    this.kernels = Columns.kernels(this);
    setDefault(featuresCol, Columns.FEATURES);
    setDefault(inputCols, new String[0]);
    setDefault(scoreCol, "score");
    setDefault(flagCol, "flag");
    setDefault(percentileCol, "percentile");
    setDefault(explanationCol, "");
    setDefault(explainedColumns, EXPLAINED);
    setDefault(reasonCol, Columns.REASON);
    setDefault(kernels, KernelChoice.AUTO.label());
  }

  /**
   * The detector in a file, wherever Hadoop can read it.
   *
   * @param path of a model file, such as {@code hdfs:///models/m.safetensors} or {@code
   *     file:///home/me/m.safetensors}
   * @throws java.io.UncheckedIOException if it cannot be read
   * @throws dev.hourglass.autoencoder.file.ModelFileException if it is no whole model file
   * @throws IllegalArgumentException if it holds a model but no detector
   */
  public static DetectorModel ofFile(SparkSession session, String path) {
    byte[] bytes = HadoopFiles.read(path, session.sparkContext().hadoopConfiguration());
    return new DetectorModel(Identifiable.randomUID("detector"), bytes);
  }

  /**
   * Writes the model file alone, aside and then moved into place, for programs without Spark.
   *
   * @throws java.io.UncheckedIOException if it cannot be written; what was there is untouched
   */
  public void writeFile(SparkSession session, String path) {
    HadoopFiles.write(path, file, session.sparkContext().hadoopConfiguration());
  }

  /** The detector itself, on portable kernels. */
  public Detector detector() {
    return Detector.of(ModelFile.read(file, KernelLadder.portable()));
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

  /** Plain columns to read; where empty, those that the detector was fitted on. */
  public StringArrayParam inputCols() {
    return inputCols;
  }

  /** Where the score goes, in nats; {@code score}, empty for nowhere. */
  public Param<String> scoreCol() {
    return scoreCol;
  }

  /** Where it goes whether the score is above the threshold; {@code flag}, empty for nowhere. */
  public Param<String> flagCol() {
    return flagCol;
  }

  /** Where the share of fitted rows that score lower goes, in per cent; {@code percentile}. */
  public Param<String> percentileCol() {
    return percentileCol;
  }

  /** Where a flagged row's explanation goes; empty, which is nowhere. */
  public Param<String> explanationCol() {
    return explanationCol;
  }

  /** How many columns an explanation names at most; 3. */
  public IntParam explainedColumns() {
    return explainedColumns;
  }

  /** Where it goes why a row has no results; {@code reason}, empty for nowhere. */
  public Param<String> reasonCol() {
    return reasonCol;
  }

  /** What computes on the executors: auto, native or portable. */
  public Param<String> kernels() {
    return kernels;
  }

  /** Sets {@link #featuresCol}. */
  public DetectorModel setFeaturesCol(String value) {
    set(featuresCol, value);
    return this;
  }

  /** Sets {@link #inputCols}. */
  public DetectorModel setInputCols(String... value) {
    set(inputCols, value);
    return this;
  }

  /** Sets {@link #scoreCol}. */
  public DetectorModel setScoreCol(String value) {
    set(scoreCol, value);
    return this;
  }

  /** Sets {@link #flagCol}. */
  public DetectorModel setFlagCol(String value) {
    set(flagCol, value);
    return this;
  }

  /** Sets {@link #percentileCol}. */
  public DetectorModel setPercentileCol(String value) {
    set(percentileCol, value);
    return this;
  }

  /** Sets {@link #explanationCol}. */
  public DetectorModel setExplanationCol(String value) {
    set(explanationCol, value);
    return this;
  }

  /** Sets {@link #explainedColumns}. */
  public DetectorModel setExplainedColumns(int value) {
    set(explainedColumns, value);
    return this;
  }

  /** Sets {@link #reasonCol}. */
  public DetectorModel setReasonCol(String value) {
    set(reasonCol, value);
    return this;
  }

  /** Sets {@link #kernels}. */
  public DetectorModel setKernels(String value) {
    set(kernels, value);
    return this;
  }

  // ---- work ----

  private Scoring scoring(StructType schema) {
    DetectorResults results =
        new DetectorResults(
            getOrDefault(scoreCol),
            getOrDefault(flagCol),
            getOrDefault(percentileCol),
            getOrDefault(explanationCol),
            (int) getOrDefault(explainedColumns));
    InputColumns input =
        InputColumns.of(
            schema, getOrDefault(featuresCol), getOrDefault(inputCols), model.preparation());
    return new Scoring(input, results, getOrDefault(reasonCol));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    KernelChoice choice = KernelChoice.named(getOrDefault(kernels));
    return scoring(dataset.schema()).apply(dataset, new SharedModel(file, choice));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return scoring(schema).schema(schema);
  }

  @Override
  public DetectorModel copy(ParamMap extra) {
    return copyValues(new DetectorModel(uid, file), extra).setParent(parent());
  }

  // ---- files ----

  @Override
  public MLWriter write() {
    return SavedModel.writer(this, file);
  }

  /** Reads what {@link #write} wrote. */
  public static MLReader<DetectorModel> read() {
    return SavedModel.reader(DetectorModel.class, DetectorModel::new);
  }

  /** Reads what was saved at a path. */
  public static DetectorModel load(String path) {
    return read().load(path);
  }
}
