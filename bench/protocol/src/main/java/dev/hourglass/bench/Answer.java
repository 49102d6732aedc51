package dev.hourglass.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a contestant's process says, one JSON object a line. */
public sealed interface Answer {

  /**
   * The network stands and the images are at hand.
   *
   * @param name library and version
   * @param source where the images come from
   */
  record Ready(String name, String source) implements Answer {}

  /**
   * One timed stretch of work.
   *
   * @param samples samples that went through
   * @param seconds how long it took
   * @param cpuSeconds processor time that the process used, all threads together
   * @param medianMicros the median time of a call, for single samples; 0 for other lines
   */
  record Round(long samples, double seconds, double cpuSeconds, double medianMicros)
      implements Answer {

    /** Returns samples per second: by the median call for single samples, else by the total. */
    public double speed() {
      return medianMicros > 0 ? 1e6 / medianMicros : samples / seconds;
    }
  }

  /**
   * The last word.
   *
   * @param samples samples that the network at the end was trained on
   * @param error mean squared error per feature at the end; NaN for lines that do not train
   * @param peakMib most resident memory the process ever had
   * @param phases where a step's time went, µs by phase
   */
  record Finished(long samples, double error, double peakMib, Map<String, Double> phases)
      implements Answer {}

  /**
   * The work could not be done.
   *
   * @param reason why, for the reader of the table
   */
  record Refused(String reason) implements Answer {}

  /** Returns the JSON object, on one line. */
  default String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (this) {
      case Ready ready -> {
        json.put("answer", "ready");
        json.put("name", ready.name());
        json.put("source", ready.source());
      }
      case Round round -> {
        json.put("answer", "round");
        json.put("samples", round.samples());
        json.put("seconds", round.seconds());
        json.put("cpuSeconds", round.cpuSeconds());
        json.put("medianMicros", round.medianMicros());
      }
      case Finished finished -> {
        json.put("answer", "finished");
        json.put("samples", finished.samples());
        // JSON has no NaN: a line that does not train has no error to tell.
        json.put("error", Double.isNaN(finished.error()) ? null : finished.error());
        json.put("peakMib", finished.peakMib());
        json.put("phases", finished.phases());
      }
      case Refused refused -> {
        json.put("answer", "refused");
        json.put("reason", refused.reason());
      }
    }
    try {
      return JSON.std.asString(json);
    } catch (IOException e) {
      throw new IllegalStateException("numbers and texts always make JSON, but not " + json, e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IOException when it did not
   */
  static Answer parse(String text) throws IOException {
    Map<String, Object> json = JSON.std.mapFrom(text);
    return switch (String.valueOf(json.get("answer"))) {
      case "ready" -> new Ready((String) json.get("name"), (String) json.get("source"));
      case "round" ->
          new Round(
              (long) number(json, "samples"),
              number(json, "seconds"),
              number(json, "cpuSeconds"),
              number(json, "medianMicros"));
      case "finished" -> {
        Map<String, Double> phases = new LinkedHashMap<>();
        if (json.get("phases") instanceof Map<?, ?> map) {
          map.forEach((name, value) -> phases.put((String) name, ((Number) value).doubleValue()));
        }
        yield new Finished(
            (long) number(json, "samples"),
            json.get("error") == null ? Double.NaN : number(json, "error"),
            number(json, "peakMib"),
            phases);
      }
      case "refused" -> new Refused((String) json.get("reason"));
      default -> throw new IOException("expected a contestant's answer but found: " + text);
    };
  }

  private static double number(Map<String, Object> json, String key) throws IOException {
    if (json.get(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IOException("expected a number at '" + key + "' in " + json);
  }
}
