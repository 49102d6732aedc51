package dev.hourglass.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The inside of a contestant's process: prepares a {@link Peer} for one line, then runs the orders
 * that arrive on standard input, answering each with one JSON line.
 *
 * <p>Orders are {@code warm SECONDS}, {@code round SECONDS} and {@code finish}. A round's work is
 * fixed beforehand from the speed seen so far, so no clock is read inside the work.
 */
public final class PeerProcess {

  private static final int CHECKED = 1000;

  /** Warming up takes at most so many times as long as ordered. */
  private static final double WARMING_FACTOR = 8;

  /** A stretch faster than so many times the best before it shows that the speed still grows. */
  private static final double GROWING = 1.1;

  private static final int SETTLED_STRETCHES = 2;

  private static final int ROUND_TRIES = 4;

  private final Line line;
  private final Peer peer;
  private final float[] codes;
  private final float[][] samples;
  private final int images;
  private long trained;
  private double unitsPerSecond;

  private PeerProcess(Line line, Peer peer, Images images) {
    this.line = line;
    this.peer = peer;
    this.images = images.count();
    int code = line.architecture().code();
    switch (line) {
      case Line.Training _ -> {
        codes = null;
        samples = null;
      }
      case Line.Encoding _ -> {
        codes = new float[images.count() * code];
        samples = null;
      }
      case Line.OneSample _ -> {
        codes = new float[code];
        samples = new float[CHECKED][line.architecture().features()];
        for (int i = 0; i < samples.length; i++) {
          images.scale(i, i + 1, samples[i]);
        }
      }
    }
  }

  /**
   * Serves one line until told to finish; the body of a contestant's {@code main}.
   *
   * @param peer the library
   * @param args line, folder of the images, threads
   */
  public static void serve(Peer peer, String[] args) {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Whatever a library prints by itself must not mix with the answers.
    System.setOut(System.err);
    try (peer) {
      Line line = Line.named(args[0]);
      String source = run(peer, line, Path.of(args[1]), Integer.parseInt(args[2]), answers);
      System.err.println(peer.name() + " finished " + line.name() + " on " + source);
    } catch (Throwable e) { // A native library that does not load is an Error, and an answer too.
      e.printStackTrace();
      answers.println(new Answer.Refused(reason(e)).toJson());
    }
    // Some libraries leave threads behind that would keep the process alive.
    System.exit(0);
  }

  private static String run(Peer peer, Line line, Path folder, int threads, PrintStream answers)
      throws Exception {
    Images images = Images.from(folder, line.architecture().input());
    String source = images.source();
    peer.prepare(line, images, threads);
    PeerProcess process = new PeerProcess(line, peer, images);
    images = null; // 47 MB that the peer has copied or kept as it likes.
    answers.println(new Answer.Ready(peer.name(), source).toJson());
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ");
      Answer answer =
          switch (words[0]) {
            case "warm" -> process.warm(Double.parseDouble(words[1]));
            case "round" -> process.round(Double.parseDouble(words[1]));
            case "finish" -> process.finish();
            default -> new Answer.Refused("unknown order '" + order + "'");
          };
      answers.println(answer.toJson());
      if (answer instanceof Answer.Finished) {
        break;
      }
    }
    return source;
  }

  /**
   * Works in stretches of growing length, learning the speed, for so long and then on until the
   * speed has ceased to grow: a JIT compiler that gets little of a busy machine takes its time.
   */
  private Answer.Round warm(double seconds) throws Exception {
    long start = System.nanoTime();
    double worked = 0;
    double best = 0;
    int settled = 0;
    int units = 1;
    while (true) {
      Answer.Round last = work(units);
      worked += last.seconds();
      settled = last.speed() < GROWING * best ? settled + 1 : 0;
      best = Math.max(best, last.speed());
      boolean enough = worked >= seconds && settled >= SETTLED_STRETCHES;
      if (enough || (System.nanoTime() - start) / 1e9 > WARMING_FACTOR * seconds) {
        return last;
      }
      units = (int) Math.clamp(unitsPerSecond * seconds / 4, 1, 4.0 * units);
    }
  }

  /** A round that turns out much shorter than ordered, as the speed still grew, is run again. */
  private Answer.Round round(double seconds) throws Exception {
    Answer.Round round;
    int tries = 0;
    do {
      round = work(Math.clamp(Math.round(unitsPerSecond * seconds), 1, Integer.MAX_VALUE));
    } while (round.seconds() < seconds / 2 && ++tries < ROUND_TRIES);
    return round;
  }

  /** Works through so many steps, passes over the images or single samples. */
  private Answer.Round work(int units) throws Exception {
    double median = 0;
    double seconds = 0;
    long done;
    Duration cpuBefore = cpu();
    long start = System.nanoTime();
    switch (line) {
      case Line.Training _ -> {
        Peer.Trained stretch = peer.train(units);
        done = stretch.samples();
        seconds = stretch.seconds();
        trained = peer.startsAnew() ? done : trained + done;
      }
      case Line.Encoding _ -> {
        for (int i = 0; i < units; i++) {
          peer.encodeAll(codes);
        }
        done = (long) units * images;
      }
      case Line.OneSample _ -> {
        long[] nanos = new long[units];
        for (int i = 0; i < units; i++) {
          long before = System.nanoTime();
          peer.encodeOne(samples[i % samples.length], codes);
          nanos[i] = System.nanoTime() - before;
        }
        Arrays.sort(nanos);
        median = nanos[units / 2] / 1e3;
        done = units;
      }
    }
    if (seconds == 0) {
      seconds = (System.nanoTime() - start) / 1e9;
    }
    unitsPerSecond = units / seconds;
    double cpuSeconds = cpu().minus(cpuBefore).toNanos() / 1e9;
    return new Answer.Round(done, seconds, cpuSeconds, median);
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private Answer.Finished finish() throws Exception {
    OptionalLong kib = PeakMemory.kib();
    double peak = kib.isPresent() ? kib.getAsLong() / 1024.0 : Double.NaN;
    double error = line instanceof Line.Training ? peer.reconstructionError() : Double.NaN;
    return new Answer.Finished(trained, error, peak, peer.phases());
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString().lines().findFirst().orElse("");
  }
}
