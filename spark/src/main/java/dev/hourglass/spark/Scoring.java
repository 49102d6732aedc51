package dev.hourglass.spark;

import dev.hourglass.base.ShortList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What the transformers share: a DataFrame with a model's columns behind its own.
 *
 * @param input where a row holds what the model reads
 * @param results what the model says
 * @param reason the column that says why a row has no results; empty for none
 */
record Scoring(InputColumns input, Results results, String reason) {
  /**
   * The schema with the columns that are added.
   *
   * @throws IllegalArgumentException if one of that name is there already
   */
  StructType schema(StructType schema) {
    List<StructField> fields = new ArrayList<>(Arrays.asList(schema.fields()));
    Set<String> there = Set.of(schema.fieldNames());
    List<StructField> added = new ArrayList<>(Arrays.asList(results.columns()));
    if (!reason.isEmpty()) {
      added.add(DataTypes.createStructField(reason, DataTypes.StringType, true));
    }
    List<String> taken = added.stream().map(StructField::name).filter(there::contains).toList();
    if (!taken.isEmpty()) {
      throw new IllegalArgumentException(
          "the DataFrame has %s already; give what is added another name, or none"
              .formatted(ShortList.of(taken)));
    }
    fields.addAll(added);
    return new StructType(fields.toArray(StructField[]::new));
  }

  /** Scores by partitions; nothing runs before somebody asks for rows. */
  Dataset<Row> apply(Dataset<?> rows, SharedModel model) {
    Dataset<Row> frame = rows.toDF();
    StructType schema = schema(frame.schema());
    Broadcast<SharedModel> broadcast =
        JavaSparkContext.fromSparkContext(frame.sparkSession().sparkContext()).broadcast(model);
    return RowPlan.mapped(
        frame, new RowScoring(broadcast, input, results, !reason.isEmpty()), schema);
  }
}
