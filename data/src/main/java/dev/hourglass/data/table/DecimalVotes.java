package dev.hourglass.data.table;

import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.NumberText;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether numbers have a decimal point or a comma: every column whose cells fit one of
 * them only votes for it.
 */
final class DecimalVotes {
  private final NumberText point = new NumberText(DecimalMark.POINT);
  private final NumberText comma = new NumberText(DecimalMark.COMMA);
  private int points;
  private int commas;

  void add(List<String> cells) {
    int numbers = 0;
    int texts = 0;
    int onlyPoint = 0;
    int onlyComma = 0;
    for (String cell : cells) {
      boolean withPoint = point.read(cell) == Cell.NUMBER;
      boolean withComma = comma.read(cell) == Cell.NUMBER;
      numbers += withPoint || withComma ? 1 : 0;
      texts += !withPoint && !withComma && Cell.of(cell) == Cell.TEXT ? 1 : 0;
      onlyPoint += withPoint && !withComma ? 1 : 0;
      onlyComma += withComma && !withPoint ? 1 : 0;
    }
    if (numbers > texts) {
      points += onlyPoint > onlyComma ? 1 : 0;
      commas += onlyComma > onlyPoint ? 1 : 0;
    }
  }

  /** What most columns say that say something. */
  Optional<DecimalMark> result() {
    return points == 0 && commas == 0
        ? Optional.empty()
        : Optional.of(commas > points ? DecimalMark.COMMA : DecimalMark.POINT);
  }
}
