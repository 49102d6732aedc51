package dev.hourglass.bench.serving;

import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A detector of 30 numbers behind the server, which is a process of its own on the same cores:
 * single rows at a rate that does not wait for answers, batches one behind the other, requests that
 * are wrong.
 */
public final class ServeBench {
  private static final int FITTED = 5_000;
  private static final int REQUESTS = 512;
  private static final int CONNECTIONS = 8;
  private static final int BATCH = 1_000;
  private static final int TOGETHER = 8;
  private static final int WARM_SECONDS = 15;
  private static final int MALFORMED = 5_000;
  private static final String JSON = "application/json";
  private static final String CSV = "text/csv";

  private final ServerProcess server;
  private final double[][] rows;

  private ServeBench(ServerProcess server, double[][] rows) {
    this.server = server;
    this.rows = rows;
  }

  /** Runs. Arguments: folder for the model, requests a second, seconds. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int rate = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    double[][] rows = DrawnRows.rows(FITTED);
    Path model = folder.resolve("detector.safetensors");
    if (!Files.exists(model)) {
      fit(rows, folder, model);
    }
    try (ServerProcess server = new ServerProcess(model)) {
      ServeBench bench = new ServeBench(server, rows);
      var _ = bench.load(rate, WARM_SECONDS);
      System.out.println("| | | |\n| --- | ---: | --- |");
      alone(folder.resolve("rows.csv"), model);
      bench.single(rate, seconds);
      bench.batches(CSV, "/score", Math.min(seconds, 30));
      bench.batches(JSON, "/score", Math.min(seconds, 30));
      bench.malformed();
    }
  }

  private static void fit(double[][] rows, Path folder, Path model) throws IOException {
    Path csv = folder.resolve("rows.csv");
    Files.writeString(csv, DrawnRows.csv(rows, 0, rows.length));
    RawData table = DataReader.read(csv.toString(), ReadOptions.defaults());
    Detector.fit(table, DetectorOptions.of(Regime.NORMAL), KernelLadder.climb(KernelChoice.AUTO))
        .save(model);
  }

  /** What the model's part of a request is, and would be if requests went through it together. */
  private static void alone(Path csv, Path model) {
    RawData table = DataReader.read(csv.toString(), ReadOptions.defaults());
    Detector detector = Detector.load(model, KernelLadder.climb(KernelChoice.AUTO));
    System.out.printf(
        Locale.ROOT,
        "| scores without a server | %.1f µs for a row by itself | %.1f µs a row of %d together"
            + " |%n",
        micros(detector, table, 1),
        micros(detector, table, TOGETHER),
        TOGETHER);
  }

  /** The median a row, of rows that were there before. */
  private static double micros(Detector detector, RawData table, int together) {
    RawData[] some =
        IntStream.range(0, REQUESTS)
            .mapToObj(i -> table.subset(IntStream.range(i, i + together).toArray()))
            .toArray(RawData[]::new);
    double[] micros = new double[20 * REQUESTS];
    for (int i = 0; i < micros.length; i++) {
      long begun = System.nanoTime();
      var _ = detector.scores(some[i % REQUESTS]);
      micros[i] = (System.nanoTime() - begun) / 1e3 / together;
    }
    double[] warm = Arrays.copyOfRange(micros, micros.length / 2, micros.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  // ---- single rows ----

  private record Loaded(long[] nanos, int failed) {}

  private void single(int rate, int seconds) throws Exception {
    int before = server.resident();
    double processor = server.processorSeconds();
    Loaded loaded = load(rate, seconds);
    processor = server.processorSeconds() - processor;
    long[] sorted = loaded.nanos;
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "| single rows | %,d requests/s for %d s | p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, most"
            + " %.0f ms; %d failed; %.0f µs of the server's processor each; memory %d MiB, then %d"
            + " MiB |%n",
        rate,
        seconds,
        quantile(sorted, 0.5),
        quantile(sorted, 0.99),
        quantile(sorted, 0.999),
        quantile(sorted, 1),
        loaded.failed,
        1e6 * processor / sorted.length,
        before,
        server.resident());
  }

  private static double quantile(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
  }

  /** Times count from when a request was due, so that a server that stalls does not look quick. */
  private Loaded load(int rate, int seconds) throws Exception {
    byte[][] requests =
        IntStream.range(0, REQUESTS)
            .mapToObj(
                i ->
                    Connection.post(
                        "/score",
                        JSON,
                        DrawnRows.json(rows, i, 1).getBytes(StandardCharsets.UTF_8)))
            .toArray(byte[][]::new);
    long[] nanos = new long[Math.multiplyExact(rate, seconds)];
    AtomicInteger next = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    long begun = System.nanoTime();
    together(
        CONNECTIONS,
        connection -> {
          for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
            long due = begun + i * 1_000_000_000L / rate;
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
              LockSupport.parkNanos(due - now);
            }
            if (connection.ask(requests[i % REQUESTS]) != 200) {
              failed.incrementAndGet();
            }
            nanos[i] = System.nanoTime() - due;
          }
        });
    return new Loaded(nanos, failed.get());
  }

  /** What a client asks over its connection. */
  private interface Asking {
    void over(Connection connection) throws IOException;
  }

  /** Clients that ask at the same time, until all have an answer. */
  private void together(int clients, Asking asking) throws IOException, InterruptedException {
    AtomicReference<IOException> broken = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < clients; c++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Connection connection = new Connection(server.port())) {
                      asking.over(connection);
                    } catch (IOException e) {
                      broken.set(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (broken.get() != null) {
      throw broken.get();
    }
  }

  // ---- batches ----

  private void batches(String type, String path, int seconds) throws Exception {
    byte[] request =
        Connection.post(
            path,
            type,
            (type.equals(CSV) ? DrawnRows.csv(rows, 0, BATCH) : DrawnRows.json(rows, 0, BATCH))
                .getBytes(StandardCharsets.UTF_8));
    double processor = server.processorSeconds();
    AtomicInteger done = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    long begun = System.nanoTime();
    long end = begun + seconds * 1_000_000_000L;
    together(
        2,
        connection -> {
          while (System.nanoTime() < end) {
            if (connection.ask(request) != 200) {
              failed.incrementAndGet();
            }
            done.incrementAndGet();
          }
        });
    System.out.printf(
        Locale.ROOT,
        "| batches of %,d rows, %s | %,.0f rows/s | %d failed; %.1f µs of the server's processor a"
            + " row |%n",
        BATCH,
        type,
        done.get() * (double) BATCH / ((System.nanoTime() - begun) / 1e9),
        failed.get(),
        1e6 * (server.processorSeconds() - processor) / (done.get() * (double) BATCH));
  }

  // ---- requests that are wrong ----

  private void malformed() throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    byte[] good = DrawnRows.json(rows, 0, 1).getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    int reasons = 0;
    try (Connection connection = new Connection(server.port())) {
      for (int i = 0; i < MALFORMED; i++) {
        int status = connection.ask(wrong(random, good, i));
        refused += status >= 400 && status < 500 ? 1 : 0;
        reasons += connection.text().contains("\"error\":\"") ? 1 : 0;
      }
      int after = connection.ask(Connection.post("/score", JSON, good));
      System.out.printf(
          Locale.ROOT,
          "| %,d wrong requests | %,d answered 4xx, %,d with a reason | alive: %s, a good one then:"
              + " %d |%n",
          MALFORMED,
          refused,
          reasons,
          server.isAlive(),
          after);
    }
  }

  private static byte[] wrong(SplittableRandom random, byte[] good, int i) {
    byte[] broken = Arrays.copyOf(good, good.length);
    return switch (i % 6) {
      // Cut, so that brackets stay open.
      case 0 ->
          Connection.post("/score", JSON, Arrays.copyOf(good, random.nextInt(good.length - 2)));
      case 1 -> {
        broken[1 + random.nextInt(broken.length - 2)] = (byte) random.nextInt(1, ' ' - 1);
        broken[0] = '{';
        yield Connection.post("/score", JSON, broken);
      }
      case 2 -> Connection.post("/nothing" + i, JSON, good);
      case 3 -> Connection.post("/score", "image/png", good);
      case 4 -> Connection.post("/score", JSON, "[[1, 2, 3]]".getBytes(StandardCharsets.UTF_8));
      default -> {
        byte[] noise = new byte[1 + random.nextInt(200)];
        random.nextBytes(noise);
        noise[0] = (byte) 0xff;
        yield Connection.post("/score", JSON, noise);
      }
    };
  }
}
