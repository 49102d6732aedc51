package dev.hourglass.serve;

import dev.hourglass.base.Decimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a server counts, in Prometheus's text format. */
final class Metrics {
  /** Upper ends of the buckets of a histogram, in seconds. */
  private static final double[] BUCKETS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private static final double NANOS = 1e9;

  private final Map<Outcome, LongAdder> requests = new ConcurrentHashMap<>();
  private final Map<Work, LongAdder> rows = new ConcurrentHashMap<>();
  private final Map<Work, Times> seconds = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();

  /** What is counted apart, and how it is labelled. */
  private sealed interface Labels {
    String text();
  }

  private record Outcome(Optional<Operation> operation, int status) implements Labels {
    @Override
    public String text() {
      return "operation=\"%s\",status=\"%d\""
          .formatted(operation.map(Operation::label).orElse("other"), status);
    }
  }

  private record Work(String model, Operation operation) implements Labels {
    @Override
    public String text() {
      return "model=\"%s\",operation=\"%s\"".formatted(escaped(model), operation.label());
    }
  }

  private static final class Times {
    private final LongAdder[] buckets = new LongAdder[BUCKETS.length + 1];
    private final LongAdder nanos = new LongAdder();

    Times() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    void add(long elapsed) {
      int bucket = 0;
      while (bucket < BUCKETS.length && elapsed / NANOS > BUCKETS[bucket]) {
        bucket++;
      }
      buckets[bucket].increment();
      nanos.add(elapsed);
    }
  }

  void begin() {
    inFlight.incrementAndGet();
  }

  void end() {
    inFlight.decrementAndGet();
  }

  int inFlight() {
    return inFlight.get();
  }

  /**
   * Counts an answer.
   *
   * @param asked what was asked for; empty for all else
   */
  void answered(Optional<Operation> asked, int status) {
    requests.computeIfAbsent(new Outcome(asked, status), _ -> new LongAdder()).increment();
  }

  /** Counts rows that a model answered. */
  void worked(String model, Operation operation, int count, long nanos) {
    Work work = new Work(model, operation);
    rows.computeIfAbsent(work, _ -> new LongAdder()).add(count);
    seconds.computeIfAbsent(work, _ -> new Times()).add(nanos);
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** By their labels, so that a text has the same order every time. */
  private static <T> SortedMap<String, T> byLabels(Map<? extends Labels, T> counters) {
    SortedMap<String, T> sorted = new TreeMap<>();
    counters.forEach((labels, counter) -> sorted.put(labels.text(), counter));
    return sorted;
  }

  /** Everything. */
  String text() {
    StringBuilder text = new StringBuilder();
    counter(text, "hourglass_requests_total", "Requests answered.", requests);
    counter(text, "hourglass_rows_total", "Rows answered.", rows);
    head(text, "hourglass_request_seconds", "histogram", "From a request's head to its answer.");
    byLabels(seconds).forEach((labels, times) -> histogram(text, labels, times));
    head(text, "hourglass_requests_in_flight", "gauge", "Requests being answered.");
    text.append("hourglass_requests_in_flight ").append(inFlight.get()).append('\n');
    Runtime runtime = Runtime.getRuntime();
    head(text, "hourglass_heap_bytes", "gauge", "Heap in use.");
    text.append("hourglass_heap_bytes ")
        .append(runtime.totalMemory() - runtime.freeMemory())
        .append('\n');
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP %s %s%n# TYPE %s %s%n".formatted(name, help, name, type).replace("\r", ""));
  }

  private static void counter(
      StringBuilder text, String name, String help, Map<? extends Labels, LongAdder> counters) {
    head(text, name, "counter", help);
    byLabels(counters)
        .forEach(
            (labels, count) ->
                text.append(name)
                    .append('{')
                    .append(labels)
                    .append("} ")
                    .append(count.sum())
                    .append('\n'));
  }

  private static void histogram(StringBuilder text, String labels, Times times) {
    long below = 0;
    for (int i = 0; i < times.buckets.length; i++) {
      below += times.buckets[i].sum();
      String end = i < BUCKETS.length ? Decimal.text(BUCKETS[i]) : "+Inf";
      text.append(
          "hourglass_request_seconds_bucket{%s,le=\"%s\"} %d\n".formatted(labels, end, below));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "hourglass_request_seconds_sum{%s} %.6f\n",
            labels,
            times.nanos.sum() / NANOS));
    text.append("hourglass_request_seconds_count{%s} %d\n".formatted(labels, below));
  }
}
