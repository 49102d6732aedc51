package dev.hourglass.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A row as it is, in a copy that nothing overwrites: what lets a function have rows in Spark's own
 * form, of which a copy is one piece of memory and not an object a cell.
 */
final class WholeRow extends Expression implements CodegenFallback, Serializable {
  private static final long serialVersionUID = 1;
  static final DataType TYPE = new ObjectType(InternalRow.class);

  private final Seq<Expression> columns;
  private final boolean isWhole;

  /**
   * Of so many columns in this order.
   *
   * @param columns all that the rows are to have
   */
  WholeRow(Seq<Expression> columns) {
    this.columns = columns;
    this.isWhole = isWhole(CollectionConverters.asJava(columns));
  }

  /** Whether those are the columns of the rows that it will be given. */
  private static boolean isWhole(List<Expression> columns) {
    for (int c = 0; c < columns.size(); c++) {
      if (!(columns.get(c) instanceof BoundReference place) || place.ordinal() != c) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Object eval(InternalRow input) {
    if (isWhole && input.numFields() == columns.size()) {
      return input.copy();
    }
    Object[] cells = new Object[columns.size()];
    for (int c = 0; c < cells.length; c++) {
      cells[c] = InternalRow.copyValue(columns.apply(c).eval(input));
    }
    return new GenericInternalRow(cells);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }

  @Override
  public DataType dataType() {
    return TYPE;
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public Seq<Expression> children() {
    return columns;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new WholeRow(children);
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int n) {
    return columns;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof WholeRow;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WholeRow row && row.columns.equals(columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }
}
