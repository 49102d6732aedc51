package dev.hourglass.spark;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import java.util.List;
import org.apache.spark.ml.Model;
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
 * An autoencoder at work on a DataFrame, by partitions, on the kernels of each executor.
 *
 * <pre>{@code
 * AutoencoderModel model = AutoencoderModel.ofFile(spark, "hdfs:///models/digits.safetensors");
 * Dataset<Row> coded = model.setReconstructionCol("rebuilt").transform(digits);
 * }</pre>
 *
 * <p>It reads a column of vectors, dense or sparse, or plain columns by their names, which go
 * through the model's own preparation: nulls and NaN are missing cells. A row that cannot be read
 * gets nulls, and the column {@code reason} says why. Batches and streams alike.
 */
public final class AutoencoderModel extends Model<AutoencoderModel> implements MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final byte[] file;
  private final transient List<String> remarks;
  private final transient ModelFile.Model model;
  private final Param<String> featuresCol;
  private final StringArrayParam inputCols;
  private final Param<String> codesCol;
  private final Param<String> reconstructionCol;
  private final Param<String> errorCol;
  private final Param<String> reasonCol;
  private final Param<String> kernels;

  /** A model from its file's bytes. */
  AutoencoderModel(String uid, byte[] file) {
    this(uid, file, List.of());
  }

  /** A model that was trained just now. */
  AutoencoderModel(String uid, byte[] file, List<String> remarks) {
    this.uid = uid;
    this.file = file;
    this.remarks = List.copyOf(remarks);
    this.model = ModelFile.read(file, KernelLadder.portable());
    this.featuresCol = Columns.featuresCol(this);
    this.inputCols = Columns.inputCols(this);
    this.codesCol = Columns.output(this, "codesCol", "where the codes go, as vectors");
    this.reconstructionCol =
        Columns.output(
            this,
            "reconstructionCol",
            "where the reconstructions go, in the units of the input: vectors, or structs of a"
                + " table's columns");
    this.errorCol = Columns.output(this, "errorCol", "where the squared error per feature goes");
    this.reasonCol = Columns.reasonCol(this);
    this.kernels = Columns.kernels(this);
    boolean rebuilds = rebuilds();
    setDefault(featuresCol, Columns.FEATURES);
    setDefault(inputCols, new String[0]);
    setDefault(codesCol, "codes");
    setDefault(reconstructionCol, "");
    setDefault(errorCol, rebuilds ? "error" : "");
    setDefault(reasonCol, Columns.REASON);
    setDefault(kernels, KernelChoice.AUTO.label());
    if (model.autoencoder().blueprint().condition().isPresent()) {
      throw new IllegalArgumentException(
          "this model is told of a class beside each sample, which a DataFrame's rows do not say;"
              + " train it without option 'condition'");
    }
  }

  /** Of one that predicts, what comes out is no reconstruction. */
  private boolean rebuilds() {
    return model.autoencoder().blueprint().objective().target().isEmpty();
  }

  /**
   * The model in a file, wherever Hadoop can read it: one that was trained on a cluster or not.
   *
   * @param path of a model file, such as {@code hdfs:///models/m.safetensors} or {@code
   *     file:///home/me/m.safetensors}
   * @throws java.io.UncheckedIOException if it cannot be read
   * @throws dev.hourglass.autoencoder.file.ModelFileException if it is no whole model file
   */
  public static AutoencoderModel ofFile(SparkSession session, String path) {
    byte[] bytes = HadoopFiles.read(path, session.sparkContext().hadoopConfiguration());
    return new AutoencoderModel(Identifiable.randomUID("autoencoder"), bytes);
  }

  /**
   * Writes the model file alone, aside and then moved into place, for programs without Spark.
   *
   * @throws java.io.UncheckedIOException if it cannot be written; what was there is untouched
   */
  public void writeFile(SparkSession session, String path) {
    HadoopFiles.write(path, file, session.sparkContext().hadoopConfiguration());
  }

  /** What the file holds, on portable kernels; {@code withKernels} gives it others. */
  public ModelFile.Model model() {
    return ModelFile.read(file, KernelLadder.portable());
  }

  /**
   * What people should know of the training that made it just now, a sentence each: rows that were
   * left out, executors that were lost, where it went on. Not kept in files.
   */
  public List<String> remarks() {
    return remarks;
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

  /** Plain columns to read; where empty, those that the model was trained on. */
  public StringArrayParam inputCols() {
    return inputCols;
  }

  /** Where the codes go; {@code codes}, empty for nowhere. */
  public Param<String> codesCol() {
    return codesCol;
  }

  /** Where the reconstructions go; empty, which is nowhere. */
  public Param<String> reconstructionCol() {
    return reconstructionCol;
  }

  /** Where the squared error per feature goes; {@code error}, empty for nowhere. */
  public Param<String> errorCol() {
    return errorCol;
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
  public AutoencoderModel setFeaturesCol(String value) {
    set(featuresCol, value);
    return this;
  }

  /** Sets {@link #inputCols}. */
  public AutoencoderModel setInputCols(String... value) {
    set(inputCols, value);
    return this;
  }

  /** Sets {@link #codesCol}. */
  public AutoencoderModel setCodesCol(String value) {
    set(codesCol, value);
    return this;
  }

  /** Sets {@link #reconstructionCol}. */
  public AutoencoderModel setReconstructionCol(String value) {
    set(reconstructionCol, value);
    return this;
  }

  /** Sets {@link #errorCol}. */
  public AutoencoderModel setErrorCol(String value) {
    set(errorCol, value);
    return this;
  }

  /** Sets {@link #reasonCol}. */
  public AutoencoderModel setReasonCol(String value) {
    set(reasonCol, value);
    return this;
  }

  /** Sets {@link #kernels}. */
  public AutoencoderModel setKernels(String value) {
    set(kernels, value);
    return this;
  }

  // ---- work ----

  private Scoring scoring(StructType schema) {
    NetworkResults results =
        new NetworkResults(
            getOrDefault(codesCol),
            getOrDefault(reconstructionCol),
            getOrDefault(errorCol),
            NetworkResults.restoredType(model.preparation()));
    if (!rebuilds() && !(results.reconstruction().isEmpty() && results.error().isEmpty())) {
      throw new IllegalArgumentException(
          "this model predicts and rebuilds nothing: leave errorCol and reconstructionCol empty");
    }
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
  public AutoencoderModel copy(ParamMap extra) {
    return copyValues(new AutoencoderModel(uid, file, remarks), extra).setParent(parent());
  }

  // ---- files ----

  @Override
  public MLWriter write() {
    return SavedModel.writer(this, file);
  }

  /** Reads what {@link #write} wrote. */
  public static MLReader<AutoencoderModel> read() {
    return SavedModel.reader(AutoencoderModel.class, AutoencoderModel::new);
  }

  /** Reads what was saved at a path. */
  public static AutoencoderModel load(String path) {
    return read().load(path);
  }
}
