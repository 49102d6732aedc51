package dev.hourglass.spark;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema.ColumnKind;
import dev.hourglass.data.table.TableSchema.ColumnType;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * What an autoencoder makes of rows; a name that is empty is a column that is not made.
 *
 * @param codes where the codes go, as vectors
 * @param reconstruction where the reconstructions go, in the units of the input: vectors, or of a
 *     table a struct of its columns
 * @param error where the squared error per feature goes
 * @param restored the type of a reconstruction
 */
record NetworkResults(String codes, String reconstruction, String error, DataType restored)
    implements Results {

  /** The type of a model's reconstructions. */
  static DataType restoredType(Preparation preparation) {
    if (!preparation.isTable()) {
      return SQLDataTypes.VectorType();
    }
    return DataTypes.createStructType(
        preparation.schema().columns().stream()
            .map(column -> DataTypes.createStructField(column.name(), type(column), true))
            .toArray(StructField[]::new));
  }

  private static DataType type(ColumnType column) {
    return column.kind() instanceof ColumnKind.Numeric
        ? DataTypes.DoubleType
        : DataTypes.StringType;
  }

  @Override
  public StructField[] columns() {
    List<StructField> columns = new ArrayList<>();
    if (!codes.isEmpty()) {
      columns.add(DataTypes.createStructField(codes, SQLDataTypes.VectorType(), true));
    }
    if (!reconstruction.isEmpty()) {
      columns.add(DataTypes.createStructField(reconstruction, restored, true));
    }
    if (!error.isEmpty()) {
      columns.add(DataTypes.createStructField(error, DataTypes.DoubleType, true));
    }
    return columns.toArray(StructField[]::new);
  }

  @Override
  public int features(SharedModel model) {
    return model.model().preparation().inputShape().features();
  }

  @Override
  public boolean isTable(SharedModel model) {
    return model.model().preparation().isTable();
  }

  @Override
  public Object[][] of(SharedModel shared, RawData rows) {
    ModelFile.Model model = shared.model();
    Preparation preparation = model.preparation();
    Object[][] values = new Object[rows.size()][];
    if (reconstruction.isEmpty() && error.isEmpty()) {
      Tensor all = model.autoencoder().encode(preparation.apply(rows));
      for (int i = 0; i < values.length; i++) {
        values[i] = new Object[] {Vectors.dense(doubles(all.row(i)))};
      }
      return values;
    }
    model
        .autoencoder()
        .forEachBlock(
            preparation.apply(rows),
            (from, samples, coded, restoredRows) -> {
              for (int i = 0; i < samples.rows(); i++) {
                values[from + i] =
                    values(preparation, samples.row(i), coded.row(i), restoredRows.row(i));
              }
            });
    return values;
  }

  private Object[] values(
      Preparation preparation, float[] sample, float[] code, float[] restoredRow) {
    List<Object> values = new ArrayList<>(3);
    if (!codes.isEmpty()) {
      values.add(Vectors.dense(doubles(code)));
    }
    if (!reconstruction.isEmpty()) {
      values.add(
          preparation.isTable()
              ? cells(preparation, restoredRow)
              : Vectors.dense(preparation.unscale(restoredRow)));
    }
    if (!error.isEmpty()) {
      double sum = 0;
      for (int f = 0; f < sample.length; f++) {
        double difference = (double) sample[f] - restoredRow[f];
        sum += difference * difference;
      }
      values.add(sum / sample.length);
    }
    return values.toArray();
  }

  private static Row cells(Preparation preparation, float[] restoredRow) {
    List<String> texts = preparation.original(restoredRow);
    List<ColumnType> columns = preparation.schema().columns();
    Object[] cells = new Object[texts.size()];
    for (int c = 0; c < cells.length; c++) {
      String text = texts.get(c);
      boolean isNumber = columns.get(c).kind() instanceof ColumnKind.Numeric;
      cells[c] = isNumber ? number(text) : text;
    }
    return RowFactory.create(cells);
  }

  /** Empty where the reconstruction is that the cell is missing. */
  private static Double number(String text) {
    return text.isEmpty() ? null : Double.valueOf(text);
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
