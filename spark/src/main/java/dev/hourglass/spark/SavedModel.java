package dev.hourglass.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;

/** A transformer as a folder: Spark's description of its parameters, and the model file. */
final class SavedModel {
  private static final String FILE = "model.safetensors";

  private SavedModel() {}

  /** Makes a transformer of a model file's bytes. */
  interface Maker<T extends Params> {
    T make(String uid, byte[] file);
  }

  /** Writes one. */
  static MLWriter writer(Params transformer, byte[] file) {
    return new Writer(transformer, file);
  }

  /** Reads one. */
  static <T extends Params> MLReader<T> reader(Class<T> kind, Maker<T> maker) {
    return new Reader<>(kind, maker);
  }

  private static Configuration configuration(SparkSession session) {
    return session.sparkContext().hadoopConfiguration();
  }

  private static final class Writer extends MLWriter {
    private final Params transformer;
    private final byte[] file;

    Writer(Params transformer, byte[] file) {
      this.transformer = transformer;
      this.file = file;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter.saveMetadata(transformer, path, sparkSession());
      HadoopFiles.write(new Path(path, FILE).toString(), file, configuration(sparkSession()));
    }
  }

  private static final class Reader<T extends Params> extends MLReader<T> {
    private final Class<T> kind;
    private final Maker<T> maker;

    Reader(Class<T> kind, Maker<T> maker) {
      this.kind = kind;
      this.maker = maker;
    }

    @Override
    public T load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader.loadMetadata(path, sparkSession(), kind.getName());
      byte[] file =
          HadoopFiles.read(new Path(path, FILE).toString(), configuration(sparkSession()));
      T transformer = maker.make(metadata.uid(), file);
      metadata.getAndSetParams(transformer, metadata.getAndSetParams$default$2());
      return transformer;
    }
  }
}
