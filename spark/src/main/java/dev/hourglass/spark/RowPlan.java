package dev.hourglass.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.DeserializeToObject;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MapPartitions;
import org.apache.spark.sql.catalyst.plans.logical.SerializeFromObject;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A step over a DataFrame's partitions whose rows stay in Spark's own form. {@code
 * Dataset.mapPartitions} makes an object of every cell and checks every one on its way back, in one
 * generated method that for some forty columns is longer than a JVM compiles.
 */
final class RowPlan {
  private RowPlan() {}

  /**
   * The DataFrame that a function makes of another's partitions.
   *
   * @param function from rows to rows, of which none is overwritten later
   * @param schema of what it makes
   */
  static Dataset<Row> mapped(
      Dataset<Row> frame,
      Function1<Iterator<Object>, Iterator<Object>> function,
      StructType schema) {
    var classic = (org.apache.spark.sql.classic.Dataset<Row>) frame;
    LogicalPlan child = classic.logicalPlan();
    List<Expression> cells = new ArrayList<>(CollectionConverters.asJava(child.output()));
    LogicalPlan rows = new DeserializeToObject(new WholeRow(seq(cells)), row("row"), child);
    LogicalPlan made = new MapPartitions(function, row("made"), rows);
    Expression whole = new BoundReference(0, schema, false);
    List<NamedExpression> columns = new ArrayList<>();
    for (int c = 0; c < schema.length(); c++) {
      columns.add(
          new Alias(
              new GetStructField(whole, c, Option.empty()),
              schema.fields()[c].name(),
              NamedExpression.newExprId(),
              seq(List.of()),
              Option.empty(),
              seq(List.of())));
    }
    return org.apache.spark.sql.classic.Dataset.ofRows(
        classic.sparkSession(), new SerializeFromObject(seq(columns), made));
  }

  private static Attribute row(String name) {
    return new AttributeReference(
        name, WholeRow.TYPE, false, Metadata.empty(), NamedExpression.newExprId(), seq(List.of()));
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
