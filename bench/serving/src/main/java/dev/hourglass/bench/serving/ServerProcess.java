package dev.hourglass.bench.serving;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code hourglass serve} in a process of its own. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("http://[^ ]*:(\\d+) ");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final int KIB_A_MIB = 1024;

  private final Process process;
  private final int port;

  /** Starts it and waits until it listens. */
  ServerProcess(Path model) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "--add-modules=jdk.incubator.vector",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+UseSerialGC",
                    "-Xms32m",
                    "-Xmx512m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.hourglass.cli.Main",
                    "serve",
                    model.toString(),
                    "--port",
                    "0"))
            .redirectErrorStream(true)
            .start();
    BufferedReader out = process.inputReader();
    Matcher told = PORT.matcher("");
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (told.reset(line).find()) {
        break;
      }
    }
    port = Integer.parseInt(told.group(1));
    Thread.ofVirtual().start(() -> out.lines().forEach(System.err::println));
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Seconds of processor that it has had. */
  double processorSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** Resident memory in MiB; where the system does not tell, 0. */
  int resident() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    Matcher found = RESIDENT.matcher(Files.readString(status));
    return found.find() ? Integer.parseInt(found.group(1)) / KIB_A_MIB : 0;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
