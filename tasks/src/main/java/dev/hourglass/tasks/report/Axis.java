package dev.hourglass.tasks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scale from values to positions, with ticks at round numbers.
 *
 * @param low the value at position 0
 * @param high the value at position 1
 * @param logarithmic whether equal ratios lie equally far apart; then both ends are above 0
 * @param ticks round values between the ends, ascending
 */
record Axis(double low, double high, boolean logarithmic, List<Double> ticks) {
  Axis {
    ticks = List.copyOf(ticks);
  }

  /** From {@code low} to {@code high} exactly, with about {@code count} ticks. */
  static Axis linear(double low, double high, int count) {
    double top = high > low ? high : low + 1;
    double step = roundStep((top - low) / Math.max(1, count));
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= top + 1e-9 * step; k++) {
      ticks.add(k * step);
    }
    return new Axis(low, top, false, ticks);
  }

  /** Whole numbers from {@code low} to {@code high}, with about {@code count} ticks. */
  static Axis counts(int low, int high, int count) {
    int top = Math.max(high, low + 1);
    double step = Math.max(1, roundStep((top - low) / (double) Math.max(1, count)));
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step); k * step <= top; k++) {
      ticks.add(k * step);
    }
    return new Axis(low, top, false, ticks);
  }

  /** From 0 or a round number below to a round number above, with about {@code count} ticks. */
  static Axis rounded(double low, double high, int count) {
    double top = high > low ? high : low + (low == 0 ? 1 : Math.abs(low) / 10);
    double step = roundStep((top - low) / Math.max(1, count));
    return linear(Math.floor(low / step) * step, Math.ceil(top / step - 1e-9) * step, count);
  }

  /**
   * Equal ratios equally far apart. Ticks at 1, 2 and 5 times powers of ten, or at the powers alone
   * where that is enough.
   */
  static Axis logarithmic(double low, double high) {
    double bottom = low;
    double top = high > low * 1.5 ? high : low * 1.5;
    double decades = Math.log10(top / bottom);
    double[] steps = decades > 3 ? new double[] {1} : new double[] {1, 2, 5};
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(bottom)); power <= Math.log10(top); power++) {
      for (double step : steps) {
        // Dividing by a whole power keeps 0.05 what it is.
        double tick = power < 0 ? step / Math.pow(10, -power) : step * Math.pow(10, power);
        if (tick >= bottom * 0.999 && tick <= top * 1.001) {
          ticks.add(tick);
        }
      }
    }
    return new Axis(bottom, top, true, ticks);
  }

  /** Logarithmic where values span more than a factor of five and are all above zero. */
  static Axis fitting(double low, double high, int count) {
    return low > 0 && high / low > 5
        ? logarithmic(low * 0.92, high * 1.08)
        : rounded(low, high, count);
  }

  /** Where a value lies, 0 to 1 between the ends. */
  double position(double value) {
    return logarithmic
        ? Math.log(Math.max(value, Double.MIN_NORMAL) / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** A tick's value as text, with the decimals that this axis's steps need. */
  String label(double tick) {
    double magnitude = Math.abs(tick);
    if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e6)) {
      return String.format(Locale.ROOT, "%.0e", tick).replace("e-0", "e-").replace("e+0", "e");
    }
    if (logarithmic) {
      int decimals = Math.max(0, (int) -Math.floor(Math.log10(magnitude)));
      return String.format(Locale.ROOT, "%,." + decimals + "f", tick);
    }
    double step = ticks.size() > 1 ? ticks.get(1) - ticks.get(0) : magnitude;
    int decimals = step == 0 ? 0 : Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%,." + decimals + "f", tick);
  }

  private static double roundStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double lead = rough / power;
    return (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power;
  }
}
