package dev.hourglass.base;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much more memory this process may take before the machine, its control group (a container's
 * limit) or {@code ulimit -v} stops it. Numbers lie outside the Java heap, so the heap's own limit
 * says nothing of them.
 *
 * @param available bytes, 0 or more
 * @param limit what sets them, for messages: {@code this machine}, …
 */
public record MachineMemory(long available, String limit) {
  private static final String MACHINE = "this machine";
  private static final String GROUP = "this process's control group";
  private static final String SPACE = "ulimit -v";

  /** Control groups have no limit above this: they say so with a huge number. */
  private static final long NO_LIMIT = 1L << 60;

  /** As it is now. */
  public static MachineMemory now() {
    return of(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  static MachineMemory of(Path proc, Path groups) {
    return Stream.of(machine(proc), group(proc, groups), addressSpace(proc))
        .flatMap(Optional::stream)
        .min((a, b) -> Long.compare(a.available, b.available))
        .orElseGet(MachineMemory::physical);
  }

  /** 12.3 GB, 45 MB, 7 kB: bytes for people. */
  public static String text(long bytes) {
    double megabytes = bytes / 1e6;
    if (bytes < 1_000_000) {
      return "%.0f kB".formatted(bytes / 1e3);
    }
    return megabytes < 1000
        ? "%.0f MB".formatted(megabytes)
        : "%.1f GB".formatted(megabytes / 1000);
  }

  private static Optional<MachineMemory> machine(Path proc) {
    return present(number(lines(proc.resolve("meminfo")), "MemAvailable:", 1024), MACHINE);
  }

  /**
   * The tightest of the group and those it lies in. Files kept in memory give way, so they count as
   * free.
   */
  private static Optional<MachineMemory> group(Path proc, Path groups) {
    Optional<MachineMemory> least = Optional.empty();
    for (String line : lines(proc.resolve("self/cgroup"))) {
      String[] parts = line.split(":", 3);
      boolean unified = parts.length == 3 && parts[1].isEmpty();
      boolean memory = parts.length == 3 && List.of(parts[1].split(",")).contains("memory");
      if (!unified && !memory) {
        continue;
      }
      Path root = unified ? groups : groups.resolve("memory");
      Path folder = root.resolve(parts[2].replaceFirst("^/+", "")).normalize();
      while (folder.startsWith(root)) {
        Optional<MachineMemory> here = inGroup(folder, unified);
        if (here.isPresent() && (least.isEmpty() || here.get().available < least.get().available)) {
          least = here;
        }
        folder = folder.getParent();
      }
    }
    return least;
  }

  private static Optional<MachineMemory> inGroup(Path folder, boolean unified) {
    OptionalLong most =
        number(lines(folder.resolve(unified ? "memory.max" : "memory.limit_in_bytes")), "", 1);
    OptionalLong taken =
        number(lines(folder.resolve(unified ? "memory.current" : "memory.usage_in_bytes")), "", 1);
    if (most.isEmpty() || taken.isEmpty() || most.getAsLong() >= NO_LIMIT) {
      return Optional.empty();
    }
    long files =
        number(
                lines(folder.resolve("memory.stat")),
                unified ? "inactive_file" : "total_inactive_file",
                1)
            .orElse(0);
    return present(OptionalLong.of(most.getAsLong() - taken.getAsLong() + files), GROUP);
  }

  private static Optional<MachineMemory> addressSpace(Path proc) {
    for (String line : lines(proc.resolve("self/limits"))) {
      String name = "Max address space";
      if (line.startsWith(name)) {
        OptionalLong most = number(List.of(line), name, 1);
        OptionalLong taken = number(lines(proc.resolve("self/status")), "VmSize:", 1024);
        return most.isPresent() && taken.isPresent()
            ? present(OptionalLong.of(most.getAsLong() - taken.getAsLong()), SPACE)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static MachineMemory physical() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? new MachineMemory(system.getTotalMemorySize(), MACHINE)
        : new MachineMemory(Long.MAX_VALUE, MACHINE);
  }

  private static Optional<MachineMemory> present(OptionalLong available, String limit) {
    return available.isPresent()
        ? Optional.of(new MachineMemory(Math.max(0, available.getAsLong()), limit))
        : Optional.empty();
  }

  /** The number behind a name, in the first line that begins with it; none where a word stands. */
  private static OptionalLong number(List<String> lines, String name, long unit) {
    for (String line : lines) {
      if (line.startsWith(name)) {
        String[] words = line.substring(name.length()).strip().split("\\s+");
        try {
          return OptionalLong.of(Math.multiplyExact(Long.parseLong(words[0]), unit));
        } catch (NumberFormatException | ArithmeticException _) {
          return OptionalLong.empty(); // "max", "unlimited"
        }
      }
    }
    return OptionalLong.empty();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException | SecurityException _) {
      return List.of(); // another system, or a group that shows nothing
    }
  }
}
