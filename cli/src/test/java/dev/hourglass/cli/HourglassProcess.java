package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the program as its users do: in a process of its own, with a working folder. */
public record HourglassProcess(Path folder, boolean isShort) {
  private static final long LONGEST_SECONDS = 240;

  /** Runs that are over before the second compiler would pay. */
  public HourglassProcess(Path folder) {
    this(folder, true);
  }

  /** Runs that train for longer. */
  static HourglassProcess ofLongRuns(Path folder) {
    return new HourglassProcess(folder, false);
  }

  /** What a finished run left. */
  record Outcome(int exitCode, String out, String err) {
    /** The single object that {@code --json} prints. */
    Map<String, Object> json() {
      assertThat(exitCode).describedAs(err).isZero();
      assertThat(out.strip()).startsWith("{").endsWith("}").doesNotContain("\n");
      try {
        return JSON.std.mapFrom(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Asserts that all went well. */
    Outcome succeeded() {
      assertThat(exitCode).describedAs(err).isZero();
      return this;
    }

    /** Asserts that it ended with that code and said so in one breath, without a stack trace. */
    Outcome failed(int code, String... fragments) {
      // What was understood of the data may be said before.
      assertThat(err.replaceFirst("^data .*\n", "")).startsWith("hourglass: ").contains(fragments);
      assertThat(err).doesNotContain("\tat ", "Exception");
      assertThat(out).isEmpty();
      assertThat(exitCode).isEqualTo(code);
      return this;
    }
  }

  /** Runs a command to its end. */
  public Outcome run(String... args) {
    try {
      Path out = Files.createTempFile("hourglass", ".out");
      Path err = Files.createTempFile("hourglass", ".err");
      try {
        Process process =
            start(args).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("still running after a long while: " + List.of(args));
        }
        return new Outcome(process.exitValue(), Files.readString(out), messages(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A command that is yet to be started. */
  ProcessBuilder start(String... args) {
    ProcessBuilder builder = java(Main.class);
    builder.command().addAll(List.of(args));
    return builder;
  }

  /** A JVM with everything on its class path. */
  ProcessBuilder java(Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            isShort ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder;
  }

  /** What the JVM says of its own accord is not ours. */
  static String messages(Path err) throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8)
        .replace("WARNING: Using incubator modules: jdk.incubator.vector\n", "");
  }
}
