package dev.hourglass.bench.driver;

import dev.hourglass.bench.Answer;
import dev.hourglass.bench.Line;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A contestant's process: orders go in, answers come out, and it dies with {@link #close}. */
final class Fork implements AutoCloseable {

  /** Longest wait for an answer beyond the work ordered: a first start unpacks native libraries. */
  private static final double PATIENCE_SECONDS = 120;

  /** Calibration overshoots when a step is long; so much longer than ordered is still no hang. */
  private static final double PATIENCE_FACTOR = 20;

  private static final int PARTING_SECONDS = 10;

  private final Process process;
  private final PrintStream orders;
  private final Path log;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

  private Fork(Process process, Path log) {
    this.process = process;
    this.log = log;
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::listen);
  }

  /**
   * Starts a contestant for one line.
   *
   * @param bench the folder {@code bench}
   * @param data the folder of the images
   */
  static Fork start(
      Contestant contestant, Contestant.Setting setting, Line line, Path bench, Path data)
      throws IOException {
    Path target = bench.resolve(contestant.module()).resolve("target");
    String classPath =
        target.resolve("classes")
            + File.pathSeparator
            + target.resolve("lib")
            + File.separator
            + "*"
            + File.pathSeparator
            + Files.readString(target.resolve("classpath")).strip();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(contestant.jvmFlags());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
    command.add(contestant.mainClass());
    command.addAll(List.of(line.name(), data.toString(), String.valueOf(setting.threads())));
    command.addAll(contestant.arguments());

    Path logs = Files.createDirectories(bench.resolve("target/logs"));
    Path log =
        logs.resolve(
            (line.name() + "." + contestant.name() + "." + setting + ".log").replace(' ', '-'));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().put("DJL_CACHE_DIR", bench.resolve("target/djl-cache").toString());
    setting
        .environment()
        .forEach(
            (name, value) -> {
              if (value == null) {
                builder.environment().remove(name);
              } else {
                builder.environment().put(name, value);
              }
            });
    return new Fork(builder.start(), log);
  }

  /** Waits for the first word: ready, or refused. */
  Answer ready() throws InterruptedException {
    return answer(0);
  }

  /** Lets the contestant warm up. */
  Answer warm(double seconds) throws InterruptedException {
    orders.println("warm " + seconds);
    return answer(seconds);
  }

  /** Lets the contestant work for one timed round. */
  Answer round(double seconds) throws InterruptedException {
    orders.println("round " + seconds);
    return answer(seconds);
  }

  /** Asks for the last word. */
  Answer finish() throws InterruptedException {
    orders.println("finish");
    return answer(0);
  }

  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(PARTING_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(double seconds) throws InterruptedException {
    double patience = PATIENCE_SECONDS + PATIENCE_FACTOR * seconds;
    Optional<String> text = lines.poll((long) patience, TimeUnit.SECONDS);
    if (text == null) {
      process.destroyForcibly();
      return new Answer.Refused("no answer within %.0f s; see %s".formatted(patience, log));
    }
    if (text.isEmpty()) {
      return new Answer.Refused(
          "the process ended with exit code %d; see %s".formatted(process.waitFor(), log));
    }
    try {
      return Answer.parse(text.get());
    } catch (IOException e) {
      return new Answer.Refused(e.getMessage());
    }
  }

  /** Queues answers; what a native library prints by itself is no JSON object and is skipped. */
  private void listen() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        if (text.startsWith("{")) {
          lines.add(Optional.of(text));
        }
      }
    } catch (IOException e) {
      System.err.println("bench: reading a contestant's answers failed: " + e.getMessage());
    } finally {
      lines.add(Optional.empty());
    }
  }
}
