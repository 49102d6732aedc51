package dev.hourglass.spark;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters that all stages have, in Spark's words. */
final class Columns {
  static final String FEATURES = "features";
  static final String REASON = "reason";

  private Columns() {}

  static Param<String> featuresCol(Params owner) {
    return new Param<>(
        owner, "featuresCol", "the column of vectors, dense or sparse, that is read");
  }

  static StringArrayParam inputCols(Params owner) {
    return new StringArrayParam(
        owner,
        "inputCols",
        "plain columns to read: numbers, texts, booleans, dates, times; nulls and NaN are missing");
  }

  static Param<String> output(Params owner, String name, String doc) {
    return new Param<>(owner, name, doc + "; empty for nowhere");
  }

  static Param<String> reasonCol(Params owner) {
    return output(owner, "reasonCol", "where it goes why a row has no results");
  }

  static Param<String> kernels(Params owner) {
    return new Param<>(owner, "kernels", "what computes on the executors: auto, native, portable");
  }
}
