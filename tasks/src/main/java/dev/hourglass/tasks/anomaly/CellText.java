package dev.hourglass.tasks.anomaly;

import dev.hourglass.base.Decimal;
import dev.hourglass.data.raw.Cell;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.NumberText;
import java.math.BigDecimal;
import java.math.MathContext;

/** Cells as people read them. */
final class CellText {
  private static final MathContext FEW_DIGITS = new MathContext(4);

  private CellText() {}

  /** A cell; empty where it is missing. */
  static String of(Column column, int row) {
    if (column.isMissing(row)) {
      return "";
    }
    return switch (column) {
      case Column.Numeric numeric -> Decimal.text(numeric.values()[row]);
      case Column.Categorical texts -> texts.categories().get(texts.codes()[row]);
      case Column.Temporal times -> times.format().text(times.days()[row]);
    };
  }

  /** A number that was computed, with the digits that can be meant. */
  static String rounded(String number) {
    try {
      BigDecimal value = new BigDecimal(number);
      // Whole digits are never cut: 1234567 stays what it is.
      int whole = value.precision() - value.scale();
      MathContext digits =
          new MathContext(Math.max(FEW_DIGITS.getPrecision(), Math.min(17, whole)));
      return Decimal.text(value.round(digits).doubleValue());
    } catch (NumberFormatException _) {
      return number;
    }
  }

  /** The number that a cell of text says; NaN where it says none. */
  static double number(Column.Categorical texts, int row) {
    if (texts.isMissing(row)) {
      return Double.NaN;
    }
    NumberText number = new NumberText(DecimalMark.POINT);
    return number.read(texts.categories().get(texts.codes()[row])) == Cell.NUMBER
        ? number.value()
        : Double.NaN;
  }
}
