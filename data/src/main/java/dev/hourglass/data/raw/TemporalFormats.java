package dev.hourglass.data.raw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds out how a column writes its dates and times. */
public final class TemporalFormats {
  /** What comes first where both day and month are numbers that may be either. */
  public enum DayOrder {
    DAY_FIRST,
    MONTH_FIRST
  }

  /**
   * A column's format.
   *
   * @param format how it writes dates and times
   * @param isAmbiguous whether the other order of day and month fits all cells too
   */
  public record Found(TemporalFormat format, boolean isAmbiguous) {}

  private static final int LONGEST = 40;

  /** A format is told from the first of so many cells that could be a date or a time. */
  private static final int LOOKED_AT = 5;

  /** From this share of the cells on, the others are taken for mistakes. */
  private static final double SHARE = 0.9;

  /** 1700 to 2200: what lies beyond is rather a code than a date. */
  private static final double EARLIEST = -98_615;

  private static final double LATEST = 84_006;

  private static final List<String> YEAR_FIRST =
      List.of(
          "uuuu-MM-dd", "uuuu-M-d", "uuuu/MM/dd", "uuuu/M/d", "uuuu.MM.dd", "uuuu-MM", "uuuu/MM");

  /** The order of day and month told by the mark between them. */
  private static final List<String> DAY_FIRST =
      List.of("dd.MM.uuuu", "d.M.uuuu", "dd.MM.uu", "d.M.uu");

  private static final List<String> NAMED =
      List.of(
          "dd-MMM-uuuu",
          "d-MMM-uuuu",
          "dd-MMM-uu",
          "dd MMM uuuu",
          "d MMM uuuu",
          "d MMMM uuuu",
          "d. MMMM uuuu",
          "MMM d, uuuu",
          "MMMM d, uuuu",
          "MMM d uuuu",
          "MMM uuuu",
          "MMM-uuuu",
          "MMMM uuuu");

  private static final List<String> EITHER =
      List.of("dd/MM/uuuu", "d/M/uuuu", "dd-MM-uuuu", "d-M-uuuu", "dd/MM/uu", "d/M/uu", "dd-MM-uu");

  private static final List<String> TIMES =
      List.of(
          "HH:mm:ss", "HH:mm", "H:mm:ss", "H:mm", "hh:mm:ss a", "hh:mm a", "h:mm:ss a", "h:mm a");

  private static final List<String> ZONES = List.of("", "XXX", "XX", "X", " XXX", " XX");

  private TemporalFormats() {}

  /**
   * The format that all these cells, or nearly all, are written in.
   *
   * @param cells stripped, none missing
   * @param order what to take where both orders of day and month fit; month first where empty
   */
  public static Optional<Found> of(List<String> cells, Optional<DayOrder> order) {
    List<String> patterns =
        cells.stream()
            .limit(LOOKED_AT)
            .filter(TemporalFormats::couldBe)
            .map(TemporalFormats::candidates)
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElse(List.of());
    int most = Math.max(1, (int) Math.ceil(SHARE * cells.size()));
    List<TemporalFormat> fitting = new ArrayList<>();
    for (String pattern : patterns) {
      TemporalFormat format = new TemporalFormat(pattern);
      int fits = (int) cells.stream().filter(cell -> couldBe(cell) && fits(format, cell)).count();
      if (fits > most) {
        fitting.clear();
        most = fits;
      }
      if (fits == most) {
        fitting.add(format);
      }
    }
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    Optional<TemporalFormat> dayFirst = fitting.stream().filter(f -> isEither(f, true)).findFirst();
    Optional<TemporalFormat> monthFirst =
        fitting.stream().filter(f -> isEither(f, false)).findFirst();
    if (dayFirst.isPresent() && monthFirst.isPresent()) {
      boolean day = order.isPresent() && order.get() == DayOrder.DAY_FIRST;
      return Optional.of(new Found((day ? dayFirst : monthFirst).get(), order.isEmpty()));
    }
    return Optional.of(new Found(fitting.getFirst(), false));
  }

  private static boolean couldBe(String cell) {
    return cell.length() >= 4
        && cell.length() <= LONGEST
        && cell.chars().anyMatch(c -> c >= '0' && c <= '9')
        && cell.chars().anyMatch(c -> c == ':' || c == '-' || c == '/' || c == '.' || c == ' ');
  }

  private static boolean isEither(TemporalFormat format, boolean dayFirst) {
    for (String pattern : EITHER) {
      if (format.pattern().startsWith(dayFirst ? pattern : swapped(pattern))) {
        return true;
      }
    }
    return false;
  }

  private static String swapped(String pattern) {
    return pattern.replace('d', 'x').replace('M', 'd').replace('x', 'M');
  }

  private static List<String> dates() {
    List<String> all = new ArrayList<>(YEAR_FIRST);
    all.addAll(DAY_FIRST);
    all.addAll(NAMED);
    all.addAll(EITHER);
    EITHER.forEach(pattern -> all.add(swapped(pattern)));
    return all;
  }

  /** Those that a cell is written in; its time is told from its date by the colon. */
  private static List<String> candidates(String cell) {
    int colon = cell.indexOf(':');
    if (colon < 0) {
      return fitting(cell, dates());
    }
    int time = colon;
    while (time > 0 && Character.isDigit(cell.charAt(time - 1))) {
      time--;
    }
    List<String> times = fittingTimes(cell.substring(time));
    if (time == 0) {
      return times;
    }
    int end = time;
    while (end > 0 && " T,".indexOf(cell.charAt(end - 1)) >= 0) {
      end--;
    }
    String between = "'" + cell.substring(end, time) + "'";
    List<String> all = new ArrayList<>();
    for (String date : fitting(cell.substring(0, end), dates())) {
      times.forEach(pattern -> all.add(date + between + pattern));
    }
    return end == time ? List.of() : all;
  }

  private static List<String> fittingTimes(String cell) {
    List<String> all = new ArrayList<>();
    for (String zone : ZONES) {
      all.addAll(fitting(cell, TIMES.stream().map(time -> time + zone).toList()));
    }
    return all;
  }

  private static List<String> fitting(String cell, List<String> patterns) {
    return patterns.stream().filter(pattern -> fits(new TemporalFormat(pattern), cell)).toList();
  }

  private static boolean fits(TemporalFormat format, String cell) {
    OptionalDouble days = format.days(cell);
    return days.isPresent() && days.getAsDouble() > EARLIEST && days.getAsDouble() < LATEST;
  }
}
