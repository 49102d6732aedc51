package dev.hourglass.cli.flags;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.hourglass.base.Reason;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/**
 * Windows of anomalies as the Numenta Anomaly Benchmark writes them: an object of {@code
 * "folder/file.csv": [["from", "to"], …]}.
 */
public final class LabelledWindows {
  private static final double NANOS_A_DAY = 86_400e9;

  /** Times are compared with some microseconds to spare. */
  private static final double SPARE = 1e-9;

  private LabelledWindows() {}

  /**
   * Which rows lie within the windows of their file.
   *
   * @throws DataException if the file has none for it, or is not so written
   */
  public static boolean[] of(Path file, String data, RawData.Table table, String timeColumn) {
    List<?> windows = windows(file, Path.of(data).getFileName().toString());
    Column.Temporal times =
        table.columns().stream()
            .filter(c -> c.name().equals(timeColumn))
            .filter(Column.Temporal.class::isInstance)
            .map(Column.Temporal.class::cast)
            .findFirst()
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: has no column '%s' of dates and times"
                            .formatted(table.source(), timeColumn)));
    boolean[] anomalies = new boolean[table.size()];
    for (Object window : windows) {
      double from = days(file, window, 0);
      double to = days(file, window, 1);
      for (int i = 0; i < anomalies.length; i++) {
        double day = times.days()[i];
        anomalies[i] |= day >= from - SPARE && day <= to + SPARE;
      }
    }
    return anomalies;
  }

  private static List<?> windows(Path file, String name) {
    Map<String, Object> all;
    try {
      all = JSON.std.mapFrom(Files.readString(file));
    } catch (IOException e) {
      throw new DataException(
          "%s: is no JSON object of windows (%s)".formatted(file, Reason.of(e)), e);
    }
    return all.entrySet().stream()
        .filter(entry -> Path.of(entry.getKey()).getFileName().toString().equals(name))
        .map(Map.Entry::getValue)
        .filter(List.class::isInstance)
        .map(List.class::cast)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "%s: has no windows for '%s'; its keys are file names, each with a list of [from, to]"
                        .formatted(file, name)));
  }

  private static double days(Path file, Object window, int end) {
    if (window instanceof List<?> ends && ends.size() == 2) {
      String text = String.valueOf(ends.get(end)).strip().replace(' ', 'T');
      try {
        LocalDateTime time = LocalDateTime.parse(text);
        return time.toLocalDate().toEpochDay() + time.toLocalTime().toNanoOfDay() / NANOS_A_DAY;
      } catch (DateTimeParseException _) {
        // said below
      }
    }
    throw new DataException(
        "%s: %s is no window; it is a list of two times such as [\"2014-04-10 07:15:00\", \"2014-04-11 16:45:00\"]"
            .formatted(file, window));
  }
}
