package dev.hourglass.spark;

import dev.hourglass.data.raw.RawData;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * What a detector says of rows; a name that is empty is a column that is not made.
 *
 * @param score where the score goes, in nats
 * @param flag where it goes whether that lies above the threshold
 * @param percentile where the share of fitted rows goes that score lower, in per cent
 * @param explanation where it goes, of flagged rows, which columns made them so odd
 * @param explained how many columns that names at most
 */
record DetectorResults(
    String score, String flag, String percentile, String explanation, int explained)
    implements Results {

  @Override
  public StructField[] columns() {
    List<StructField> columns = new ArrayList<>();
    if (!score.isEmpty()) {
      columns.add(DataTypes.createStructField(score, DataTypes.DoubleType, true));
    }
    if (!flag.isEmpty()) {
      columns.add(DataTypes.createStructField(flag, DataTypes.BooleanType, true));
    }
    if (!percentile.isEmpty()) {
      columns.add(DataTypes.createStructField(percentile, DataTypes.DoubleType, true));
    }
    if (!explanation.isEmpty()) {
      columns.add(DataTypes.createStructField(explanation, DataTypes.StringType, true));
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
    Detector detector = shared.detector();
    double[] scores = detector.scores(rows);
    Object[][] values = new Object[scores.length][];
    for (int i = 0; i < scores.length; i++) {
      Verdict verdict = detector.verdict(scores[i]);
      List<Object> row = new ArrayList<>(4);
      if (!score.isEmpty()) {
        row.add(verdict.score());
      }
      if (!flag.isEmpty()) {
        row.add(verdict.flagged());
      }
      if (!percentile.isEmpty()) {
        row.add(verdict.percentile());
      }
      if (!explanation.isEmpty()) {
        row.add(verdict.flagged() ? because(detector, rows, i) : null);
      }
      values[i] = row.toArray();
    }
    return values;
  }

  private String because(Detector detector, RawData rows, int row) {
    return detector.explain(rows, row, explained).stream()
        .map(r -> "%s: %s, expected %s".formatted(r.column(), r.seen(), r.expected()))
        .collect(Collectors.joining("; "));
  }
}
