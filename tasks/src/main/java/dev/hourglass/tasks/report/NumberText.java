package dev.hourglass.tasks.report;

import java.util.Locale;

/** Numbers written for people: as many digits as mean something, the same in every locale. */
public final class NumberText {
  private NumberText() {}

  /** Three significant digits: 0.00712, 12.3, 1,230, 1.2e-7. */
  public static String significant(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "–";
    }
    double magnitude = Math.abs(value);
    if (magnitude == 0) {
      return "0";
    }
    if (magnitude < 1e-4) {
      return String.format(Locale.ROOT, "%.1e", value).replaceAll("e-0?", "e-");
    }
    int digits = (int) Math.floor(Math.log10(magnitude));
    return String.format(Locale.ROOT, "%,." + Math.max(0, 2 - digits) + "f", value);
  }

  /** A fixed number of decimals. */
  public static String decimals(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** One decimal and a percent sign: 93.4%. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** A whole number with separators: 209,456. */
  public static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** A duration: 0.4 s, 12 s, 3.3 min. */
  public static String seconds(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return seconds < 119.5
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.1f min", seconds / 60);
  }

  /** A coordinate in an SVG: at most two decimals, none where they are zero. */
  static String at(double coordinate) {
    String text = String.format(Locale.ROOT, "%.2f", coordinate);
    text = text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    return text.equals("-0") ? "0" : text;
  }
}
