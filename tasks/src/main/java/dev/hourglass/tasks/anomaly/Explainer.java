package dev.hourglass.tasks.anomaly;

import dev.hourglass.data.dataset.FeatureGroups;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema.ColumnKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Says which cells make a row odd. Each cell in turn is hidden from the denoiser, which then tells
 * from the others what it should be; the more the score falls when it is that, the more the cell
 * contributes.
 *
 * @param preparation of the rows
 * @param evidence that scores them
 * @param profiles of the columns
 * @param groups the features of each column
 * @param typical every cell as if it were missing, prepared: the median, or no category at all, and
 *     not marked as missing, so that the denoiser tells what the cell should be
 */
@SuppressWarnings("ArrayRecordComponent") // read in loops, compared by nobody
record Explainer(
    Preparation preparation,
    Evidence evidence,
    List<ColumnProfile> profiles,
    FeatureGroups groups,
    float[] typical) {

  /** Of rows that a preparation makes and evidence scores. */
  static Explainer of(Preparation preparation, Evidence evidence, List<ColumnProfile> profiles) {
    return new Explainer(
        preparation,
        evidence,
        profiles,
        FeatureGroups.of(preparation.columnOfFeature()),
        typical(preparation));
  }

  /**
   * Explains a row.
   *
   * @param row prepared
   * @param table the same row as it was read, its columns in the preparation's order
   * @param most columns to name; fewer where fewer contribute, and always one
   */
  List<Contribution> explain(float[] row, RawData.Table table, int most) {
    float[][] mended = mended(row);
    float[][] asked = new float[mended.length + 1][];
    asked[0] = row;
    System.arraycopy(mended, 0, asked, 1, mended.length);
    double[] scores = evidence.scores(asked, false);
    double total = 0;
    for (int c = 0; c < mended.length; c++) {
      total += Math.max(0, scores[0] - scores[c + 1]);
    }
    List<Contribution> contributions = new ArrayList<>();
    for (int c = 0; c < mended.length; c++) {
      double fall = Math.max(0, scores[0] - scores[c + 1]);
      contributions.add(
          new Contribution(
              profiles.get(c).name(),
              CellText.of(table.columns().get(c), 0),
              expected(mended[c], c),
              total > 0 ? fall / total : 0,
              profiles.get(c).alone(table.columns().get(c), 0)));
    }
    contributions.sort(Comparator.comparingDouble(Contribution::share).reversed());
    Contribution first = contributions.getFirst();
    // A category that is as expected can yet cost score, for what else it might have been.
    return contributions.stream()
        .filter(part -> part == first || (part.share() > 0 && !part.seen().equals(part.expected())))
        .limit(most)
        .toList();
  }

  /** The row once for each column, with that column's cell as the others tell it. */
  private float[][] mended(float[] row) {
    float[][] hidden = new float[groups.columns()][];
    for (int c = 0; c < hidden.length; c++) {
      hidden[c] = row.clone();
      copy(typical, hidden[c], c);
    }
    float[][] repaired = evidence.denoiser().repaired(hidden);
    for (int c = 0; c < hidden.length; c++) {
      hidden[c] = row.clone();
      copy(repaired[c], hidden[c], c);
    }
    return hidden;
  }

  private void copy(float[] from, float[] to, int column) {
    int first = groups.first(column);
    System.arraycopy(from, first, to, first, groups.width(column));
  }

  private static float[] typical(Preparation preparation) {
    SequencedMap<String, String> missing = new LinkedHashMap<>();
    preparation.schema().columns().forEach(column -> missing.put(column.name(), ""));
    float[] typical = Detector.prepared(preparation, RawData.Table.row(missing))[0];
    for (int mark : preparation.marksOfMissing()) {
      typical[mark] = 0;
    }
    return typical;
  }

  private String expected(float[] mended, int column) {
    String text = preparation.original(mended).get(column);
    return preparation.schema().columns().get(column).kind() instanceof ColumnKind.Numeric
        ? CellText.rounded(text)
        : text;
  }
}
