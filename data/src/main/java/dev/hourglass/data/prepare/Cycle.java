package dev.hourglass.data.prepare;

import dev.hourglass.base.StrictMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What times come round in: each becomes two features, {@code (1 + sin 2πp) / 2} and {@code (1 +
 * cos 2πp) / 2} of the phase p, so that its end lies beside its beginning.
 */
enum Cycle {
  DAY(1, 0),
  /** Begins on Monday; 1970-01-01 was a Thursday. */
  WEEK(7, 3),
  YEAR(365.2425, 0);

  /** Features of a cycle. */
  static final int FEATURES = 2;

  private final double days;
  private final double offset;

  Cycle(double days, double offset) {
    this.days = days;
    this.offset = offset;
  }

  /** Its length. */
  double days() {
    return days;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private double angle(double day) {
    return 2 * Math.PI * ((day + offset) / days - Math.floor((day + offset) / days));
  }

  double sine(double day) {
    return (1 + Math.sin(angle(day))) / 2;
  }

  double cosine(double day) {
    return (1 + Math.cos(angle(day))) / 2;
  }

  /** The days since the cycle's beginning whose features these come nearest to. */
  double day(double sine, double cosine) {
    double turns = Math.atan2(2 * sine - 1, 2 * cosine - 1) / (2 * Math.PI);
    return (turns - Math.floor(turns)) * days;
  }

  /** Cycles of these names. */
  static List<Cycle> read(StrictMap fields, String key) {
    List<Cycle> cycles = new ArrayList<>();
    for (String label : fields.strings(key)) {
      boolean known = false;
      for (Cycle cycle : values()) {
        if (cycle.label().equals(label)) {
          known = cycles.add(cycle);
        }
      }
      if (!known) {
        throw fields.refuse(key, "some of [day, week, year]", label);
      }
    }
    return cycles;
  }
}
