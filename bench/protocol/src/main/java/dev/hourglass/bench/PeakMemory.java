package dev.hourglass.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The kernel's record of the most memory that this process had resident. */
public final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private PeakMemory() {}

  /** In KiB; empty where the kernel is not Linux. */
  public static OptionalLong kib() throws IOException {
    if (!Files.exists(STATUS)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    }
  }

  /** In MiB, for a table; a question mark where it is not known. */
  public static String mib() throws IOException {
    OptionalLong kib = kib();
    return kib.isPresent() ? Long.toString(kib.getAsLong() / 1024) : "?";
  }
}
