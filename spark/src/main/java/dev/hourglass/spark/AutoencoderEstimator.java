package dev.hourglass.spark;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Trains an autoencoder on a DataFrame, every partition on its executor's own kernels.
 *
 * <pre>{@code
 * AutoencoderModel model =
 *     new AutoencoderEstimator().setCodeSize(16).setValidationFraction(0.1).fit(rows);
 * }</pre>
 *
 * <p>The preparation is fitted on {@value #SAMPLE_ROWS} rows, evenly spread, and on the ends and
 * texts of all; the parameters start on the same rows. Then come rounds: every partition goes on
 * from the same parameters for {@link #averagingSteps} steps or so, and their parameters are
 * averaged, weighed by rows, as are their optimisers' moments. Same rows by partition and seed: the
 * same bits. Where an executor is lost, Spark does its part again, and the same model comes out.
 */
public final class AutoencoderEstimator extends Estimator<AutoencoderModel>
    implements DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  /** Of more rows so many, evenly spread, stand for all. */
  public static final int SAMPLE_ROWS = 100_000;

  private static final int AVERAGING_STEPS = 20;

  /** So many partitions' parameters come to the driver by themselves; more are added up before. */
  private static final int GATHERED = 32;

  private final String uid;
  private final Param<String> featuresCol;
  private final StringArrayParam inputCols;
  private final Param<String> sampleShape;
  private final Param<String> variant;
  private final Param<String> hidden;
  private final IntParam codeSize;
  private final Param<String> corruption;
  private final Param<String> scaling;
  private final IntParam epochs;
  private final IntParam batchSize;
  private final DoubleParam learningRate;
  private final LongParam seed;
  private final DoubleParam validationFraction;
  private final IntParam averagingSteps;
  private final IntParam numPartitions;
  private final Param<String> checkpointDir;
  private final Param<String> kernels;

  /** One with a name of its own. */
  public AutoencoderEstimator() {
    this(Identifiable.randomUID("autoencoderEstimator"));
  }

  /** One of that name. */
  public AutoencoderEstimator(String uid) {
    this.uid = uid;
    this.featuresCol =
        new Param<>(this, "featuresCol", "the column of vectors, dense or sparse, that is read");
    this.inputCols =
        new StringArrayParam(
            this,
            "inputCols",
            "plain columns to train on instead: numbers, texts, booleans, dates, times");
    this.sampleShape =
        new Param<>(
            this,
            "sampleShape",
            "height, width and channels of vectors that are pictures, as 28x28x1; empty for plain"
                + " vectors");
    this.variant =
        new Param<>(
            this,
            "variant",
            "undercomplete, sparse, denoising, contractive, variational or stochastic");
    this.hidden =
        new Param<>(
            this, "hidden", "the stages of the encoder, as 512,128; empty for the variant's own");
    this.codeSize = new IntParam(this, "codeSize", "units of the code; 0 for the variant's own");
    this.corruption =
        new Param<>(
            this, "corruption", "of the input, as salt-pepper:0.3; empty for the variant's own");
    this.scaling =
        new Param<>(
            this, "scaling", "of numbers: none, min-max or standardize; empty for what suits");
    this.epochs = new IntParam(this, "epochs", "passes over the rows; 0 for enough");
    this.batchSize =
        new IntParam(
            this,
            "batchSize",
            "rows in a step of all partitions together; 0 for the variant's own");
    this.learningRate =
        new DoubleParam(this, "learningRate", "base of the schedule; 0 for the variant's own");
    this.seed = new LongParam(this, "seed", "of every draw");
    this.validationFraction =
        new DoubleParam(
            this,
            "validationFraction",
            "share of the rows held out to choose the round; 0 for none, and the last is taken");
    this.averagingSteps =
        new IntParam(this, "averagingSteps", "steps of a partition between two averages");
    this.numPartitions =
        new IntParam(
            this,
            "numPartitions",
            "that train side by side, a task each; 0 for one a task that the cluster can run at"
                + " once");
    this.checkpointDir =
        new Param<>(
            this,
            "checkpointDir",
            "a folder of any Hadoop file system for a model of each round, from which a fit of the"
                + " same goes on; empty for none");
    this.kernels = new Param<>(this, "kernels", "what computes: auto, native or portable");
    setDefault(featuresCol, Columns.FEATURES);
    setDefault(inputCols, new String[0]);
    setDefault(sampleShape, "");
    setDefault(variant, Preset.UNDERCOMPLETE.label());
    setDefault(hidden, "");
    setDefault(codeSize, 0);
    setDefault(corruption, "");
    setDefault(scaling, "");
    setDefault(epochs, 0);
    setDefault(batchSize, 0);
    setDefault(learningRate, 0.0);
    setDefault(seed, Training.DEFAULT_SEED);
    setDefault(validationFraction, 0.0);
    setDefault(averagingSteps, AVERAGING_STEPS);
    setDefault(numPartitions, 0);
    setDefault(checkpointDir, "");
    setDefault(kernels, KernelChoice.AUTO.label());
  }

  @Override
  public String uid() {
    return uid;
  }

  // ---- parameters ----

  /** The column of vectors, dense or sparse, that is read. */
  public Param<String> featuresCol() {
    return featuresCol;
  }

  /** Sets {@link #featuresCol}. */
  public AutoencoderEstimator setFeaturesCol(String value) {
    set(featuresCol, value);
    return this;
  }

  /** Plain columns to train on instead: numbers, texts, booleans, dates, times. */
  public StringArrayParam inputCols() {
    return inputCols;
  }

  /** Sets {@link #inputCols}. */
  public AutoencoderEstimator setInputCols(String... value) {
    set(inputCols, value);
    return this;
  }

  /**
   * Height, width and channels of vectors that are pictures, as 28x28x1; empty for plain vectors.
   */
  public Param<String> sampleShape() {
    return sampleShape;
  }

  /** Sets {@link #sampleShape}. */
  public AutoencoderEstimator setSampleShape(String value) {
    set(sampleShape, value);
    return this;
  }

  /** Undercomplete, sparse, denoising, contractive, variational or stochastic. */
  public Param<String> variant() {
    return variant;
  }

  /** Sets {@link #variant}. */
  public AutoencoderEstimator setVariant(String value) {
    set(variant, value);
    return this;
  }

  /** The stages of the encoder, as 512,128; empty for the variant's own. */
  public Param<String> hidden() {
    return hidden;
  }

  /** Sets {@link #hidden}. */
  public AutoencoderEstimator setHidden(String value) {
    set(hidden, value);
    return this;
  }

  /** Units of the code; 0 for the variant's own. */
  public IntParam codeSize() {
    return codeSize;
  }

  /** Sets {@link #codeSize}. */
  public AutoencoderEstimator setCodeSize(int value) {
    set(codeSize, value);
    return this;
  }

  /** Of the input, as salt-pepper:0.3; empty for the variant's own. */
  public Param<String> corruption() {
    return corruption;
  }

  /** Sets {@link #corruption}. */
  public AutoencoderEstimator setCorruption(String value) {
    set(corruption, value);
    return this;
  }

  /** Of numbers: none, min-max or standardize; empty for what suits. */
  public Param<String> scaling() {
    return scaling;
  }

  /** Sets {@link #scaling}. */
  public AutoencoderEstimator setScaling(String value) {
    set(scaling, value);
    return this;
  }

  /** Passes over the rows; 0 for enough. */
  public IntParam epochs() {
    return epochs;
  }

  /** Sets {@link #epochs}. */
  public AutoencoderEstimator setEpochs(int value) {
    set(epochs, value);
    return this;
  }

  /** Rows in a step of all partitions together; 0 for the variant's own. */
  public IntParam batchSize() {
    return batchSize;
  }

  /** Sets {@link #batchSize}. */
  public AutoencoderEstimator setBatchSize(int value) {
    set(batchSize, value);
    return this;
  }

  /** Base of the schedule; 0 for the variant's own. */
  public DoubleParam learningRate() {
    return learningRate;
  }

  /** Sets {@link #learningRate}. */
  public AutoencoderEstimator setLearningRate(double value) {
    set(learningRate, value);
    return this;
  }

  /** Of every draw. */
  public LongParam seed() {
    return seed;
  }

  /** Sets {@link #seed}. */
  public AutoencoderEstimator setSeed(long value) {
    set(seed, value);
    return this;
  }

  /** Share of the rows held out to choose the round; 0 for none, and the last is taken. */
  public DoubleParam validationFraction() {
    return validationFraction;
  }

  /** Sets {@link #validationFraction}. */
  public AutoencoderEstimator setValidationFraction(double value) {
    set(validationFraction, value);
    return this;
  }

  /** Steps of a partition between two averages. */
  public IntParam averagingSteps() {
    return averagingSteps;
  }

  /** Sets {@link #averagingSteps}. */
  public AutoencoderEstimator setAveragingSteps(int value) {
    set(averagingSteps, value);
    return this;
  }

  /** That train side by side, a task each; 0 for one a task that the cluster can run at once. */
  public IntParam numPartitions() {
    return numPartitions;
  }

  /** Sets {@link #numPartitions}. */
  public AutoencoderEstimator setNumPartitions(int value) {
    set(numPartitions, value);
    return this;
  }

  /**
   * A folder of any Hadoop file system for a model of each round, from which a fit of the same goes
   * on; empty for none.
   */
  public Param<String> checkpointDir() {
    return checkpointDir;
  }

  /** Sets {@link #checkpointDir}. */
  public AutoencoderEstimator setCheckpointDir(String value) {
    set(checkpointDir, value);
    return this;
  }

  /** What computes: auto, native or portable. */
  public Param<String> kernels() {
    return kernels;
  }

  /** Sets {@link #kernels}. */
  public AutoencoderEstimator setKernels(String value) {
    set(kernels, value);
    return this;
  }

  // ---- work ----

  /**
   * Trains.
   *
   * @throws IllegalArgumentException if a column is missing, or parameters do not go together
   * @throws dev.hourglass.data.dataset.DataException if no row can be used, or nothing can be
   *     learned from a column
   * @throws IllegalStateException if the training diverged, or checkpointDir holds another's rounds
   */
  @Override
  public AutoencoderModel fit(Dataset<?> dataset) {
    InputColumns input =
        InputColumns.toFit(dataset.schema(), getOrDefault(featuresCol), getOrDefault(inputCols));
    SparkContext context = dataset.sparkSession().sparkContext();
    NetworkChoices chosen = choices();
    KernelChoice choice = KernelChoice.named(getOrDefault(kernels));
    GatheredRows rows = GatheredRows.of(dataset, input, partitions(context));
    try {
      RawRows sample = rows.sample(SAMPLE_ROWS, true);
      SampleShape shape = chosen.shape(sample);
      Preparation preparation = Preparation.fit(sample.raw(shape), chosen.preparing());
      Blueprint blueprint = chosen.blueprint(preparation.outputShape());
      Training training = chosen.training(blueprint, rows.size(), rows.counts().length);
      TrainingPlan plan =
          new TrainingPlan(
              blueprint,
              training,
              (int) getOrDefault(averagingSteps),
              (double) getOrDefault(validationFraction),
              rows.counts());
      String folder = getOrDefault(checkpointDir);
      RoundTraining.Choices how =
          new RoundTraining.Choices(
              KernelLadder.climb(choice),
              choice,
              folder.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new RoundFiles(folder, context.hadoopConfiguration())),
              GATHERED);
      TrainedOnRows.Result result =
          new TrainedOnRows(rows, sample, shape, preparation, how).train(plan);
      System.Logger logger = System.getLogger("dev.hourglass.spark");
      rows.remarks().forEach(remark -> logger.log(System.Logger.Level.WARNING, remark));
      return new AutoencoderModel(uid, ModelFile.toBytes(result.model()), result.remarks())
          .setFeaturesCol(getOrDefault(featuresCol))
          .setInputCols(getOrDefault(inputCols))
          .setKernels(choice.label())
          .setParent(this);
    } finally {
      rows.rows().unpersist(false);
    }
  }

  private int partitions(SparkContext context) {
    int asked = (int) getOrDefault(numPartitions);
    if (asked < 0) {
      throw new IllegalArgumentException("numPartitions is 0 or more, but was " + asked);
    }
    int cpus = context.conf().getInt("spark.task.cpus", 1);
    return asked > 0 ? asked : Math.max(1, context.defaultParallelism() / cpus);
  }

  private NetworkChoices choices() {
    return new NetworkChoices(
        Preset.named(getOrDefault(variant)),
        new NetworkChoices.Network(
            getOrDefault(sampleShape),
            getOrDefault(hidden),
            (int) getOrDefault(codeSize),
            getOrDefault(corruption)),
        getOrDefault(scaling),
        new NetworkChoices.Course(
            (int) getOrDefault(epochs),
            (int) getOrDefault(batchSize),
            (double) getOrDefault(learningRate),
            (long) getOrDefault(seed)));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    var _ = InputColumns.toFit(schema, getOrDefault(featuresCol), getOrDefault(inputCols));
    var _ = choices();
    return schema;
  }

  @Override
  public AutoencoderEstimator copy(ParamMap extra) {
    return copyValues(new AutoencoderEstimator(uid), extra);
  }

  /** Reads what was saved. */
  public static MLReader<AutoencoderEstimator> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads what was saved at a path. */
  public static AutoencoderEstimator load(String path) {
    return read().load(path);
  }
}
