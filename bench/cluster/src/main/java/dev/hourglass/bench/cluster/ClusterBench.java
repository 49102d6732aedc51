package dev.hourglass.bench.cluster;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.spark.AutoencoderEstimator;
import dev.hourglass.spark.AutoencoderModel;
import dev.hourglass.spark.DetectorModel;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rates on a cluster of separate executor processes on this machine, beside one machine without
 * Spark; and the held-out error of models trained either way.
 */
public final class ClusterBench {
  private static final String HELD_OUT = "held out";
  private static final int CHECKED = 5000;
  private static final int ROUNDS = 5;
  private static final int PASSES = 4;
  private static final int BLOCK = 512;

  private final SparkSession spark;
  private final Path data;
  private final Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);

  private ClusterBench(SparkSession spark, Path data) {
    this.spark = spark;
    this.data = data;
  }

  /**
   * Runs.
   *
   * @param args {@code rate|error|step}, executors (0 for none, this process), folder of data, and
   *     for {@code error} further parameters of the estimator as {@code name=value}
   */
  public static void main(String[] args) throws Exception {
    int executors = Integer.parseInt(args[1]);
    // Those of this process, so that it and the executors differ in nothing but Spark.
    String flags =
        "--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED"
            + " -XX:+UseSerialGC -XX:+UseTransparentHugePages";
    SparkSession spark =
        SparkSession.builder()
            .master(executors == 0 ? "local[1]" : "local-cluster[%d,1,1536]".formatted(executors))
            .config("spark.ui.enabled", false)
            .config("spark.executor.memory", "1536m")
            .config("spark.executor.extraJavaOptions", flags)
            .config("spark.executorEnv.OMP_NUM_THREADS", "1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", Math.max(1, executors))
            .getOrCreate();
    ClusterBench bench = new ClusterBench(spark, Path.of(args[2]));
    int partitions = Math.max(1, executors);
    switch (args[0]) {
      case "rate" -> bench.rate(partitions);
      case "error" -> bench.error(partitions, Arrays.asList(args).subList(3, args.length));
      default -> throw new IllegalArgumentException("rate or error, but was " + args[0]);
    }
    spark.stop();
  }

  // ---- rates ----

  private void rate(int partitions) throws Exception {
    RawData table = connections();
    // In the folder that bench/spark empties before the first number of executors.
    Path file = Path.of("detector.safetensors").toAbsolutePath();
    if (!Files.exists(file)) {
      Detector.fit(table, DetectorOptions.of(Regime.NORMAL), kernels).save(file);
    }
    Detector detector = Detector.load(file, kernels);
    org.apache.spark.sql.Dataset<Row> rows =
        spark
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv(data.resolve("intrusion/nsl-kdd.csv").toString());
    org.apache.spark.sql.Dataset<Row> many = rows;
    for (int i = 0; i < 3; i++) {
      many = many.union(many);
    }
    many = many.repartition(partitions).cache();
    long count = many.count();
    // The table has a column "flag" of its own.
    DetectorModel model = DetectorModel.ofFile(spark, file.toUri().toString()).setFlagCol("odd");
    org.apache.spark.sql.Dataset<Row> scored = model.transform(many);
    double best = 0;
    double alone = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      scored.write().format("noop").mode("overwrite").save();
      best = Math.max(best, count / ((System.nanoTime() - begun) / 1e9));
      alone = Math.max(alone, alone(table, detector, partitions));
    }
    System.out.printf(
        Locale.ROOT,
        "| score connections | %d | %.0f | %.0f | %.0f%% |%n",
        partitions,
        best,
        alone,
        100 * best / alone);
  }

  /** Rows a second of so many threads without Spark, each with all rows in blocks as there. */
  private static double alone(RawData table, Detector detector, int threads) throws Exception {
    List<Thread> all = new ArrayList<>();
    long begun = System.nanoTime();
    for (int t = 0; t < threads; t++) {
      all.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int pass = 0; pass < PASSES; pass++) {
                      for (int from = 0; from < table.size(); from += BLOCK) {
                        int end = Math.min(table.size(), from + BLOCK);
                        var _ = detector.scores(table.subset(IntStream.range(from, end).toArray()));
                      }
                    }
                  }));
    }
    for (Thread thread : all) {
      thread.join();
    }
    return (double) threads * PASSES * table.size() / ((System.nanoTime() - begun) / 1e9);
  }

  // ---- errors ----

  private RawData connections() {
    return DataReader.read(
        data.resolve("intrusion/nsl-kdd.csv").toString(),
        ReadOptions.defaults().withLabel("attack"));
  }

  private void error(int partitions, List<String> words) throws Exception {
    boolean digits = words.contains("mnist");
    int seeds = Integer.parseInt(option(words, "seeds", "3"));
    for (int seed = 1; seed <= seeds; seed++) {
      if (words.contains("one")) {
        one(digits, seed, words);
      } else {
        cluster(digits, seed, partitions, words);
      }
    }
  }

  private static String option(List<String> words, String name, String otherwise) {
    return words.stream()
        .filter(word -> word.startsWith(name + "="))
        .map(word -> word.substring(name.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }

  private record Halves(RawData learned, RawData held) {}

  /** Every fifth connection is held out; MNIST's first images of the test set. */
  private Halves halves(boolean digits) {
    if (digits) {
      RawData train =
          DataReader.read(
              data.resolve("mnist/train-images-idx3-ubyte.gz").toString(), ReadOptions.defaults());
      RawData test =
          DataReader.read(
              data.resolve("mnist/t10k-images-idx3-ubyte.gz").toString(), ReadOptions.defaults());
      return new Halves(train, test.subset(IntStream.range(0, CHECKED).toArray()));
    }
    RawData all = connections();
    return new Halves(
        all.subset(IntStream.range(0, all.size()).filter(i -> i % 5 != 4).toArray()),
        all.subset(IntStream.range(0, all.size()).filter(i -> i % 5 == 4).toArray()));
  }

  private void one(boolean digits, int seed, List<String> words) {
    Halves halves = halves(digits);
    Preparation preparation = Preparation.fit(halves.learned, PreparationOptions.defaults());
    Dataset samples = preparation.apply(halves.learned);
    Preset preset = Preset.UNDERCOMPLETE;
    var shape = digits ? dev.hourglass.data.dataset.SampleShape.vector(784) : samples.shape();
    var blueprint = preset.blueprint(shape);
    Training training =
        preset
            .training(TrainingChanges.none(), blueprint, samples.size())
            .withEpochs(Integer.parseInt(option(words, "epochs", "30")))
            .withTrial(0)
            .withSeed(seed)
            .withWorkers(1);
    long begun = System.nanoTime();
    Autoencoder trained = new Trainer(training, kernels).train(blueprint, samples).autoencoder();
    report("one machine", seed, trained, preparation.apply(halves.held), begun);
  }

  private void cluster(boolean digits, int seed, int partitions, List<String> words) {
    Halves halves = halves(digits);
    AutoencoderEstimator estimator =
        new AutoencoderEstimator()
            .setSeed(seed)
            .setEpochs(Integer.parseInt(option(words, "epochs", "30")))
            .setAveragingSteps(Integer.parseInt(option(words, "steps", "20")))
            .setBatchSize(Integer.parseInt(option(words, "batch", "0")))
            .setLearningRate(Double.parseDouble(option(words, "rate", "0")))
            .setNumPartitions(Integer.parseInt(option(words, "partitions", "" + partitions)));
    org.apache.spark.sql.Dataset<Row> rows;
    if (digits) {
      rows = images();
    } else {
      rows =
          spark
              .read()
              .option("header", true)
              .option("inferSchema", true)
              .csv(data.resolve("intrusion/nsl-kdd.csv").toString());
      estimator.setInputCols(
          Arrays.stream(rows.columns()).filter(c -> !c.equals("attack")).toArray(String[]::new));
      List<Row> learned = new ArrayList<>();
      List<Row> all = rows.collectAsList();
      for (int i = 0; i < all.size(); i++) {
        if (i % 5 != 4) {
          learned.add(all.get(i));
        }
      }
      rows = spark.createDataFrame(learned, rows.schema());
    }
    long begun = System.nanoTime();
    AutoencoderModel model = estimator.fit(rows);
    ModelFile.Model trained = model.model();
    model.remarks().forEach(System.out::println);
    report(
        partitions + " partitions",
        seed,
        trained.autoencoder().withKernels(kernels),
        trained.preparation().apply(halves.held),
        begun);
  }

  private static void report(String how, int seed, Autoencoder trained, Dataset held, long begun) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    double error = Arrays.stream(trained.reconstructionErrors(held)).average().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "| %s | seed %d | %s %.6f | in full %s | %.1f s |%n",
        how,
        seed,
        HELD_OUT,
        error,
        error,
        seconds);
  }

  /** Read by the executors, a share each. */
  private org.apache.spark.sql.Dataset<Row> images() {
    String file = data.resolve("mnist/train-images-idx3-ubyte.gz").toString();
    StructType schema =
        new StructType(
            new StructField[] {
              DataTypes.createStructField("features", SQLDataTypes.VectorType(), false)
            });
    return spark.range(0, 60_000, 1, 2).mapPartitions(new Images(file), Encoders.row(schema));
  }

  private record Images(String file) implements MapPartitionsFunction<Long, Row> {
    @Override
    public Iterator<Row> call(Iterator<Long> numbers) {
      RawData.Array read = (RawData.Array) DataReader.read(file, ReadOptions.defaults());
      Iterable<Long> once = () -> numbers;
      return java.util.stream.StreamSupport.stream(once.spliterator(), false)
          .map(
              number -> {
                float[] floats = read.samples().row(number.intValue());
                double[] doubles = new double[floats.length];
                for (int f = 0; f < floats.length; f++) {
                  doubles[f] = floats[f];
                }
                return RowFactory.create(Vectors.dense(doubles));
              })
          .iterator();
    }
  }
}
