package dev.hourglass.tasks.anomaly;

import dev.hourglass.base.Decimal;
import dev.hourglass.base.Spelling;

/** How the score is chosen from which on a row is flagged. */
public sealed interface ThresholdRule {
  /**
   * As many rows as are thought to be anomalies: that share of the rows it was fitted on.
   *
   * @param share in (0, 0.5]
   */
  record Contamination(double share) implements ThresholdRule {
    public Contamination {
      if (!(share > 0 && share <= 0.5)) {
        throw new IllegalArgumentException(
            "a contamination is the share of anomalies, above 0 and at most 0.5, but was "
                + Decimal.text(share));
      }
    }
  }

  /**
   * A quantile of the scores of rows that were not fitted.
   *
   * @param quantile in (0, 1): 0.99 lets one normal row of a hundred be flagged
   */
  record Quantile(double quantile) implements ThresholdRule {
    public Quantile {
      if (!(quantile > 0 && quantile < 1)) {
        throw new IllegalArgumentException(
            "a quantile lies above 0 and below 1, but was " + Decimal.text(quantile));
      }
    }
  }

  /**
   * What a normal row exceeds with this probability, told by the tail of the scores: also where no
   * row that was seen is so odd.
   *
   * @param risk in (0, 0.1]
   */
  record ExtremeValue(double risk) implements ThresholdRule {
    public ExtremeValue {
      if (!(risk > 0 && risk <= 0.1)) {
        throw new IllegalArgumentException(
            "an extreme value's risk lies above 0 and is at most 0.1, but was "
                + Decimal.text(risk));
      }
    }
  }

  /**
   * So many false alarms a day are borne.
   *
   * @param perDay false alarms a day, above 0
   * @param rowsPerDay normal rows a day, more than that
   */
  record FalseAlarms(double perDay, double rowsPerDay) implements ThresholdRule {
    public FalseAlarms {
      if (!(perDay > 0 && rowsPerDay > perDay && rowsPerDay < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "false alarms a day are above 0 and fewer than the rows a day, but were %s of %s"
                .formatted(Decimal.text(perDay), Decimal.text(rowsPerDay)));
      }
    }
  }

  /** One normal row of a hundred, or one row of twenty where anomalies are among those fitted. */
  static ThresholdRule defaultFor(Regime regime) {
    return switch (regime) {
      case NORMAL -> new Quantile(0.99);
      case ALL -> new Contamination(0.05);
    };
  }

  /**
   * The threshold over scores.
   *
   * @param ascending scores of rows as they are in use
   */
  default double over(double[] ascending) {
    return switch (this) {
      case Contamination c -> quantile(ascending, 1 - c.share);
      case Quantile q -> quantile(ascending, q.quantile);
      case ExtremeValue e -> ExtremeTail.of(ascending).quantile(e.risk);
      case FalseAlarms f -> beyond(ascending, f.perDay / f.rowsPerDay);
    };
  }

  /** By the scores themselves where enough of them lie beyond, else by their tail. */
  private static double beyond(double[] ascending, double share) {
    return share * ascending.length >= ExtremeTail.FEWEST_PEAKS
        ? quantile(ascending, 1 - share)
        : ExtremeTail.of(ascending).quantile(share);
  }

  /**
   * The score that at most a share 1 − {@code quantile} of the rows exceeds: the k-th smallest of n
   * with k = ⌈(n + 1) quantile⌉, as conformal prediction asks, or the largest.
   */
  private static double quantile(double[] ascending, double quantile) {
    int rank = (int) Math.ceil((ascending.length + 1) * quantile);
    return ascending[Math.clamp(rank - 1, 0, ascending.length - 1)];
  }

  /** As people write it: {@code quantile:0.99}. */
  default String text() {
    return switch (this) {
      case Contamination c -> "contamination:" + Decimal.text(c.share);
      case Quantile q -> "quantile:" + Decimal.text(q.quantile);
      case ExtremeValue e -> "extreme:" + Decimal.text(e.risk);
      case FalseAlarms f -> "alarms:" + Decimal.text(f.perDay) + ":" + Decimal.text(f.rowsPerDay);
    };
  }

  /**
   * The inverse of {@link #text}.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  static ThresholdRule parse(String text) {
    Spelling spelling =
        Spelling.of(
            "threshold",
            text,
            "contamination:SHARE",
            "quantile:Q",
            "extreme:RISK",
            "alarms:PER_DAY:ROWS_PER_DAY");
    return switch (spelling.name()) {
      case "contamination" -> spelling.finish(new Contamination(spelling.number()));
      case "quantile" -> spelling.finish(new Quantile(spelling.number()));
      case "extreme" -> spelling.finish(new ExtremeValue(spelling.number()));
      case "alarms" -> spelling.finish(new FalseAlarms(spelling.number(), spelling.number()));
      default -> throw spelling.unknown();
    };
  }
}
